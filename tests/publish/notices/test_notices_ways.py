"""The ways by which notices reach people: real servers, well and ill behaved."""

import json
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from scheduler.config_notices import Smtp
from scheduler.publish.notices.folder import Folder
from scheduler.publish.notices.letter import Letter, Sender, conceal, write
from scheduler.publish.notices.smtp import Line
from scheduler.publish.notices.way import NotDelivered
from scheduler.publish.notices.webhook import Webhook
from scheduler.secret import Secret
from scheduler.store.models import Notice

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
PASSWORD = "mat-khau-thu-0123456789"
REASON = "Trang “BHXH Thử” (fb-thu): mã truy cập đã hết hạn (190/463)"


def letter(*reasons: str) -> Letter:
    rows = [
        Notice(pk=n, kind="token", subject="fb-thu", reason=reason, remedy="lấy lại mã: bhxh token", raised_at=AT,
               link="https://desk.example.vn/", repeats=True)
        for n, reason in enumerate(reasons or (REASON,), 1)
    ]  # fmt: skip
    return write(rows, Sender("live", "https://desk.example.vn", {}), AT)


LAN, MINH = "lan@bhxh.example.vn", "minh@bhxh.example.vn"


@dataclass
class Letters:
    """A mail server and the people of an office: what is sent goes to each of them, over one line."""

    line: Line
    to: tuple[str, ...] = (LAN, MINH)

    def send(self, letter: Letter) -> None:
        with closing(self.line):
            for address in self.to:
                self.line.send(letter, address)


def mail(
    server: Any, folder: Path, *, timeout: float = 0.5, user: str | None = None, host: str = "localhost"
) -> Letters:
    (folder / "password").write_text(PASSWORD)
    secret = Secret(f"file:{folder / 'password'}", folder, strict=False)
    settings = Smtp.model_validate({
        "host": host, "port": server.port, "user": user, "password": secret, "from": "may@bhxh.example.vn",
    })  # fmt: skip
    return Letters(Line(settings, timeout))


def test_a_letter_arrives_with_page_reason_remedy_and_link(mail_server: Callable[..., Any], tmp_path: Path) -> None:
    server = mail_server()
    mail(server, tmp_path).send(letter())
    got, other = server.letters
    assert server.recipients == [LAN, MINH] and (got["To"], other["To"]) == (LAN, MINH)
    assert sum(line.startswith(b"ehlo") for line in server.heard) == 1
    assert got["Subject"] == f"[BHXH] 1 việc cần xử lý: {REASON}" and got["Auto-Submitted"] == "auto-generated"
    body = got.get_content()
    for words in (REASON, "lấy lại mã: bhxh token", "https://desk.example.vn/", "bhxh notices --ack 1 --by"):
        assert words in body


def test_starttls_is_used_where_the_server_has_it_and_the_password_goes_only_then(
    mail_server: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(Path(__file__).with_name("localhost.pem")))
    server = mail_server(tls=True)
    mail(server, tmp_path, user="may").send(letter())
    assert len(server.letters) == 2 and server.secure == [True]


def test_a_password_is_never_sent_in_the_clear(mail_server: Callable[..., Any], tmp_path: Path) -> None:
    server = mail_server()
    with pytest.raises(NotDelivered, match="không mã hóa"):
        mail(server, tmp_path, user="may").send(letter())
    assert server.logins == [] and server.letters == []


def test_a_server_that_cannot_prove_its_name_gets_nothing(
    mail_server: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    server = mail_server(tls=True)
    with pytest.raises(NotDelivered, match="SSLCertVerificationError"):
        mail(server, tmp_path, user="may").send(letter())
    assert server.logins == [] and server.letters == []


@pytest.mark.parametrize("manner", ["silent", "dripping", "hangs-up", "no-recipient", "busy"])
def test_whatever_a_mail_server_does_sending_ends_soon(
    mail_server: Callable[..., Any], tmp_path: Path, manner: str
) -> None:
    server = mail_server(manner)
    began = time.monotonic()
    with pytest.raises(NotDelivered) as failed:
        mail(server, tmp_path).send(letter())
    assert time.monotonic() - began < 5 and failed.value.wide == (manner != "no-recipient")


def test_a_server_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NotDelivered, match="không nói chuyện được"):
        mail(type("Nobody", (), {"port": 9}), tmp_path, host="127.0.0.1").send(letter())


def test_a_refused_login_says_so_without_the_password(
    mail_server: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(Path(__file__).with_name("localhost.pem")))
    server = mail_server("no-login", tls=True)
    with pytest.raises(NotDelivered, match="tên hay mật khẩu") as refused:
        mail(server, tmp_path, user="may").send(letter())
    assert PASSWORD not in str(refused.value) and refused.value.__cause__ is None


def test_an_address_that_is_refused_fails_alone_and_the_conversation_goes_on(
    mail_server: Callable[..., Any], tmp_path: Path
) -> None:
    server = mail_server("one-recipient")
    with closing(mail(server, tmp_path).line) as line:
        with pytest.raises(NotDelivered, match=MINH) as refused:
            line.send(letter(), MINH)
        with pytest.raises(NotDelivered, match="không nhận") as foreign:
            line.send(letter(), "đài@bhxh.example.vn")
        line.send(letter(), LAN)
    assert not refused.value.wide and not foreign.value.wide
    assert server.recipients == [LAN] and len(server.letters) == 1
    assert sum(heard.startswith(b"ehlo") for heard in server.heard) == 1


def webhook(url: str, folder: Path, timeout: float = 0.5) -> Webhook:
    (folder / "hook").write_text(url)
    return Webhook(Secret(f"file:{folder / 'hook'}", folder, strict=False), timeout)


def test_a_webhook_gets_the_notices_as_json(hook: Any, tmp_path: Path) -> None:
    webhook(hook.url, tmp_path).send(letter(REASON, "Đài “Âu Lâu”: 2 bài lỡ giờ"))
    got = json.loads(hook.got[0])
    assert [row["reason"] for row in got["notices"]] == [REASON, "Đài “Âu Lâu”: 2 bài lỡ giờ"]
    assert REASON in got["text"] and got["notices"][0]["subject"] == "fb-thu" and got["at"] == AT.isoformat()


@pytest.mark.parametrize("status", [302, 404, 500])
def test_only_a_2xx_counts_as_delivered(hook: Any, tmp_path: Path, status: int) -> None:
    hook.status = status
    with pytest.raises(NotDelivered, match=str(status)):
        webhook(hook.url, tmp_path).send(letter())


def test_a_silent_or_missing_webhook_ends_soon_and_its_address_stays_secret(hook: Any, tmp_path: Path) -> None:
    hook.silent = True
    for url in (hook.url, "http://127.0.0.1:9/very-secret-path", "no address at all", "http://[very-secret-path"):
        began = time.monotonic()
        with pytest.raises(NotDelivered) as failed:
            webhook(url, tmp_path).send(letter())
        assert "secret" not in str(failed.value) and failed.value.__cause__ is None
        assert time.monotonic() - began < 5


def test_letters_of_one_second_do_not_replace_each_other(tmp_path: Path) -> None:
    for reason in ("một", "hai"):
        Folder(tmp_path / "notices").send(letter(reason))
    files = sorted((tmp_path / "notices").glob("*.txt"))
    assert [file.name for file in files] == ["20261123T030000Z-1.txt", "20261123T030000Z-2.txt"]
    assert "hai" in files[1].read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_is_an_outcome(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotDelivered):
        Folder(tmp_path / "file" / "notices").send(letter())


def test_a_token_in_a_reason_goes_out_nowhere() -> None:
    token, app = "EAABsbCS1iHgBO7ZCqZBqmZA8", "123456789|0123456789abcdef"
    made = letter(f"lỗi với {token} và {app}, access_token={token[3:]}")
    for text in (made.subject, made.body, str(made.rows)):
        assert token[3:] not in text and "0123456789abcdef" not in text
    seal = "3f" * 32
    assert conceal(f"niêm phong {seal}, bài {'bao-hiem-y-te-' * 4}") == f"niêm phong {seal}, bài {'bao-hiem-y-te-' * 4}"


def test_a_reason_of_several_lines_makes_no_second_header(mail_server: Callable[..., Any], tmp_path: Path) -> None:
    server = mail_server()
    mail(server, tmp_path).send(letter("một\r\nBcc: ke-gian@example.com\r\n\r\nhai"))
    assert server.letters[0]["Bcc"] is None and server.recipients == [LAN, MINH]
