"""`bhxh station`: links, what stations told, newer issues, recalls, the as-aired log, as an officer works with them."""

import csv
import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduler.store.models import Receipt, StationLink
from tests.cli.conftest import Terminal

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CONFIG = "content: content\nvar: var\nsandbox: {port: 0}\nweb: {port: 0}\npublishing: {tick: 1s, release_ahead: 90h}\n"


def due(days: int = 2, hour: int = 6) -> str:
    """A broadcast so far ahead that its cut-off has not passed, whatever time it is."""
    day = (datetime.now(ZONE) + timedelta(days=days)).date()
    return f"{day}T{hour:02}:00"


CODE = f"dai-a/1/{due()[:4]}"
"""The first script of the station in the year of that broadcast."""


@pytest.fixture
def released(terminal: Terminal) -> Terminal:
    """A script of `dai-a`, written, approved and released."""
    terminal.config.write_text(CONFIG, encoding="utf-8")
    terminal.staff()
    words = "Sáng mai bảo hiểm xã hội tiếp dân tại chợ."
    terminal.good("post", "--channel", "dai-a", "--at", due(), "--by", "lan", "--title", "Tiếp dân", "--text", words)
    terminal.good("approve", "tay", "--by", "minh")
    (done,) = terminal.good("publish", "--json").rows
    assert done["published"] == 1
    return terminal


def test_a_link_is_shown_once_and_only_its_hash_is_kept(terminal: Terminal) -> None:
    terminal.staff()
    answer = terminal.good("station", "link", "add", "dai-a", "--by", "lan", "--label", "máy ở xã")
    secret = answer.out.strip().removeprefix("http://127.0.0.1:8000/radio/dai-a/").removesuffix("/")
    assert len(secret) == 32
    assert "không xem lại được" in answer.err
    listed = terminal.good("station", "link", "list")
    assert secret not in listed.out
    assert "máy ở xã · đang dùng" in listed.out
    assert secret not in str(StationLink.objects.values().get())


def test_a_rotated_link_leaves_the_old_one_for_a_week_and_a_revoked_one_stops(terminal: Terminal) -> None:
    terminal.staff()
    terminal.good("station", "link", "add", "dai-a", "--by", "lan")
    assert "dừng lúc" in terminal.good("station", "link", "rotate", "dai-a", "--by", "lan").err
    rows = terminal.good("station", "link", "list", "--json").rows
    assert [(row["valid"], row["ends_at"] is None) for row in rows] == [(True, False), (True, True)]
    for row in rows:
        said = terminal.good("station", "link", "revoke", str(row["id"]), "--by", "minh")
    assert "không còn đường dẫn nào" in said.err
    assert {row["valid"] for row in terminal.good("station", "link", "list", "dai-a", "--json").rows} == {False}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("link", "add", "dai-b", "--by", "lan"), 'có phải ý bạn là "dai-a"?'),
        (("link", "add", "dai-a", "--by", "thanh"), "việc này dành cho"),
        (("link", "revoke", "7", "--by", "lan"), "không có đường dẫn nào đang dùng mang số này"),
        (("link", "rotate", "dai-a", "--by", "lan", "--overlap", "lâu"), "viết 7d (ngày) hoặc 12h (giờ)"),
        (("received", "dai-a/9/2020", "--person", "Bà Tâm", "--by", "lan"), "không có kịch bản này"),
        (("aired", "x/y/vi/2021-05-07T05:30/1", "--not", "--why", "w", "--by", "lan"), "không có bài này"),
    ],
)
def test_what_does_not_exist_or_may_not_be_done_is_said_with_a_way_out(
    terminal: Terminal, words: tuple[str, ...], said: str
) -> None:
    terminal.staff()
    answer = terminal.bhxh("station", *words)
    assert answer.code == 1
    assert said in answer.err
    assert " → " in answer.err


def test_what_a_station_says_by_telephone_is_written_down(released: Terminal) -> None:
    words = ("station", "received", CODE, "--person", "Bà Tâm", "--by", "lan")
    assert released.good(*words).out.strip().endswith(": đã nhận")
    assert released.good(*words, "--accepted").out.strip().endswith(": xã đã duyệt phát")
    assert released.bhxh(*words, "--recall").err.startswith("bhxh: tay/dai-a/")
    assert list(Receipt.objects.order_by("pk").values_list("what", "way", "entered_by")) == [
        ("received", "phone", "lan"),
        ("accepted", "phone", "lan"),
    ]


def test_a_reading_needs_its_time_or_the_reason_why_there_was_none(released: Terminal) -> None:
    for words in ((), ("--at", due(0), "--not", "--why", "mất điện")):
        assert "cần đúng một trong --at và --not" in released.bhxh("station", "aired", CODE, "--by", "lan", *words).err
    assert "chưa tới" in released.bhxh("station", "aired", CODE, "--by", "lan", "--at", due()).err
    assert "cần ghi lý do" in released.bhxh("station", "aired", CODE, "--by", "lan", "--not").err


def test_the_as_aired_log_has_what_was_planned_beside_what_was_told_and_no_formula(released: Terminal) -> None:
    why = '=HYPERLINK("x")'
    said = released.good("station", "aired", CODE, "--not", "--why", why, "--way", "paper", "--by", "lan")
    assert f"không phát: {why}" in said.out
    out = released.good("station", "log", "--csv").out
    (row,) = csv.DictReader(io.StringIO(out.removeprefix("\ufeff")))
    assert row["slot_planned"].startswith(due())
    assert (row["status"], row["reason"], row["way"], row["entered_by"]) == ("không phát", f"'{why}", "giấy", "lan")
    assert int(row["planned_sec"]) > 0
    (same,) = released.good("station", "log", "--channel", "dai-a", "--json").rows
    assert (same["reason"], same["occurrence"], same["wanted"]) == (why, 1, 1)
    assert "không phát" in released.good("station", "log").out


def test_a_newer_issue_is_approved_by_key_and_replaces_the_older(released: Terminal) -> None:
    words = "Sáng mai bảo hiểm xã hội tiếp dân tại ủy ban."
    said = released.good("station", "revise", CODE, "--text", words, "--why", "đổi chỗ", "--withhold", "--by", "lan")
    assert f"Bản thay thế lần 1 của kịch bản {CODE} đã lưu, chờ duyệt: " in said.out
    key = said.out.strip().rpartition(" ")[2]
    (verdict,) = released.good("approve", key, "--by", "minh", "--json").rows
    assert (verdict["approved"], verdict["refused"]) == (1, [])
    (done,) = released.good("publish", "--json").rows
    assert done["published"] == 1
    rows = released.good("station", "log", "--json").rows
    assert [(row["issue"], row["number"]) for row in rows] == [(1, 1), (2, 1)]
    assert rows[0]["status"] == "thu hồi, thay bằng bản thay thế lần 1, đài chưa xác nhận"
    assert "NGUYÊN VẸN" not in released.good("log", "--verify").out


def test_a_newer_issue_that_does_not_fit_or_says_nothing_new_is_refused(released: Terminal) -> None:
    revise = ("station", "revise", CODE, "--why", "đổi chỗ", "--by", "lan", "--text")
    long = "Bảo hiểm xã hội tiếp dân. " * 200
    assert "giây, kịch bản đọc mất" in released.bhxh(*revise, long).err
    assert "giống hệt" in released.bhxh(*revise, "Sáng mai bảo hiểm xã hội tiếp dân tại chợ.").err
    assert "do người viết tay" in released.bhxh("station", "revise", CODE, "--why", "x", "--by", "lan").err


def test_a_withheld_script_is_let_go_by_an_approver(released: Terminal) -> None:
    assert "cần lý do" in released.bhxh("station", "withhold", CODE, "--by", "lan").err
    assert "tạm ngừng đọc" in released.good("station", "withhold", CODE, "--by", "lan", "--why", "chờ").out
    assert "việc này dành cho" in released.bhxh("station", "withhold", CODE, "--lift", "--by", "lan").err
    assert "cho đọc lại" in released.good("station", "withhold", CODE, "--lift", "--by", "minh").out


def test_recalls_wait_for_the_station_with_its_telephone(released: Terminal) -> None:
    assert "Không có thu hồi nào" in released.good("station", "recalls").out
    key = released.keys()[0]
    released.good("recall", key, "--by", "minh", "--why", "sai số điện thoại")
    assert "Đài An, điện thoại 0216 000 1001" in released.good("station", "recalls").out
    (row,) = released.good("station", "recalls", "--json").rows
    assert (row["phone"], row["why"], row["overdue"]) == ("0216 000 1001", "sai số điện thoại", False)
    released.good("station", "received", CODE, "--recall", "--person", "Bà Tâm", "--by", "lan")
    assert released.good("station", "recalls", "--json").rows == []


def test_stations_are_listed_with_how_they_stand(released: Terminal) -> None:
    (row,) = released.good("station", "list", "--json").rows
    assert (row["id"], row["phone"], row["links"], row["unfetched"]) == ("dai-a", "0216 000 1001", 0, 0)
    assert (row["rate"], row["learned_rate"]) == (200, None)
    assert "chưa có đường dẫn · chưa tải lần nào" in released.good("station", "list").out
    assert released.good("station", "list", "--late", "--json").rows == []


def test_a_recall_by_key_leaves_a_waiting_newer_issue_alone_without_a_word(released: Terminal) -> None:
    released.good("station", "revise", CODE, "--text", "Lời khác.", "--why", "đổi", "--by", "lan")
    key = released.keys()[0]
    (done,) = released.good("recall", key, "--by", "minh", "--why", "sai", "--json").rows
    assert done == {"moved": 1, "left": []}
