"""Who is told what, at the command line: checked before it is needed, shown, and tried out."""

from datetime import UTC, datetime

import pytest

from scheduler.store import people, ways
from scheduler.store.models import Account, Notice
from scheduler.store.notices import News, acknowledge, raise_notice
from tests.cli.conftest import Terminal

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
ROUTES = """\
notices:
  smtp: {host: mail.example.vn, from: may@example.vn, to: [chung@example.vn]}
  routes:
    - {name: Cơ sở A, to: [a@example.vn], units: [u-a], kinds: [failed, missed]}
    - {webhook: env:CHAT, units: [u-b]}
"""


@pytest.fixture
def routed(terminal: Terminal) -> Terminal:
    """An office with a general list and two routes."""
    terminal.configure(ROUTES)
    return terminal


def raised(terminal: Terminal, kind: str, subject: str) -> Notice:
    terminal.good("account", "list")
    raise_notice(News(kind, subject, f"{subject}: có việc", "bhxh log"), NOW)
    return Notice.objects.get(kind=kind, subject=subject)


def test_each_open_notice_shows_to_whom_it_goes(routed: Terminal) -> None:
    routed.good("account", "add", "an", "--role", "author", "--unit", "u-a", "--email", "an@example.vn")
    people.choose_notices(Account.objects.get(username="an"), ["token"])
    for kind, subject in (("failed", "fb-a"), ("token", "fb-a"), ("clock", "2026")):
        raised(routed, kind, subject)
    rows = {row["kind"]: " ".join(row["to"]) for row in routed.good("notices", "--json").rows}
    assert "Cơ sở A (a@example.vn)" in rows["failed"] and "chung@" not in rows["failed"]
    assert "chung@example.vn" in rows["token"] and "an (an@example.vn)" in rows["token"]
    assert "chung@example.vn" in rows["clock"] and "an@" not in rows["clock"]
    assert "✉ thư mục" in routed.good("notices").out
    acknowledge(Notice.objects.get(kind="failed").pk, "an", NOW)
    assert {row["kind"]: row["to"] for row in routed.good("notices", "--json").rows}["failed"] == []


def test_notices_are_shown_also_while_content_has_mistakes(routed: Terminal) -> None:
    raised(routed, "failed", "fb-a")
    routed.folder.write("units.yaml", "units: [")
    assert "fb-a: có việc" in routed.good("notices").out


def test_a_trial_goes_to_everybody_and_in_a_rehearsal_into_the_folder(routed: Terminal) -> None:
    answer = routed.good("notices", "--test")
    assert answer.out.count("✔") == 3 and "Đang tập dượt" in answer.err
    files = [file.read_text("utf-8") for file in (routed.path / "var" / "rehearsal" / "notices").glob("*.txt")]
    assert len(files) == 3 and all("Tin thử" in text for text in files)


def test_a_trial_that_reaches_somebody_not_fails_and_says_why(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAT", "http://127.0.0.1:9/very-secret-path")
    terminal.configure("mode: live\nnotices: {webhook: env:CHAT, timeout: 1s}")
    answer = terminal.bhxh("notices", "--test")
    assert answer.code == 1 and "✘ webhook env:CHAT" in answer.out and "không gửi được" in answer.out
    assert "very-secret-path" not in answer.out + answer.err


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [(("[u-a]", "[u-khong]"), "config.yaml:5:", 'không có đơn vị "u-khong"'),
     (("kinds: [failed, missed]", "kinds: [faild]"), "config.yaml:5:", "có các loại: failed, unknown"),
     (("webhook: env:CHAT", "kinds: [failed]"), "config.yaml:6:", "không báo cho ai"),
     (("to: [a@example.vn]", "to: [không phải thư]"), "config.yaml:5:", "không phải địa chỉ thư")],
)  # fmt: skip
def test_a_route_that_cannot_hold_is_refused_at_its_line(
    terminal: Terminal, change: tuple[str, str], place: str, words: str
) -> None:
    terminal.config.write_text(f"content: content\n{ROUTES.replace(*change)}", encoding="utf-8")
    answer = terminal.bhxh("check")
    assert answer.code == 1 and f"{place}" in answer.out and words in answer.out


def test_check_and_doctor_name_what_nobody_would_hear_of(routed: Terminal) -> None:
    assert "không ai được báo" not in routed.good("check").out
    routed.configure(ROUTES.replace(", to: [chung@example.vn]", ""))
    answer = routed.good("check")
    assert "cảnh báo" in answer.out and "clock" in answer.out and "fb-a" in answer.out
    assert "không ai được báo về" in routed.bhxh("doctor").out


def test_doctor_names_the_address_that_fails(routed: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    routed.configure(f"mode: live\n{ROUTES}")
    routed.good("account", "list")
    ways.failed("mail:a@example.vn", "máy chủ thư không nhận địa chỉ a@example.vn (mã 550)", NOW)
    ways.failed("smtp", "không nói chuyện được với máy chủ thư (OSError)", NOW)
    said = routed.bhxh("doctor").out
    assert "thư a@example.vn: máy chủ thư không nhận địa chỉ" in said and "máy chủ thư: không nói chuyện được" in said


def test_an_account_takes_a_mailbox_and_refuses_what_is_none(terminal: Terminal) -> None:
    terminal.good("account", "add", "an", "--role", "author", "--email", "an@example.vn")
    assert terminal.good("account", "list", "--json").rows[0]["email"] == "an@example.vn"
    answer = terminal.bhxh("account", "add", "binh", "--role", "author", "--email", "binh\nBcc: x@y.vn")
    assert answer.code == 1 and "không phải địa chỉ thư" in answer.err
    assert not Account.objects.filter(username="binh").exists()
