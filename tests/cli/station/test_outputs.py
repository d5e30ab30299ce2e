"""`bhxh station bundle, receipts, mirror, listen`, and what `doctor` sees of the stations' ways to us."""

import json
import shutil
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connections

from scheduler.core.states import State
from scheduler.store import database
from scheduler.store.models import Notice, Post, Receipt
from tests.cli.conftest import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable

SOON = timedelta(hours=3)


@pytest.fixture
def released(approved: Terminal) -> Terminal:
    """An office with one script that is released and due in a few hours; the calendar's own days are long over."""
    database.use(f"sqlite:///{approved.path / 'var/rehearsal.sqlite3'}")
    now = datetime.now(UTC)
    post = Post.objects.filter(kind="radio").order_by("due").first()
    assert post is not None
    Post.objects.filter(pk=post.pk).update(
        due=now + timedelta(minutes=1), state=State.PUBLISHED, remote_id="dai-a/1", published_at=now - SOON,
    )  # fmt: skip
    connections.close_all()
    return approved


def mirrored(terminal: Terminal, **more: str) -> Path:
    """Configure a mirror in a folder, in live mode, and give its place."""
    lines = "".join(f", {name}: {value}" for name, value in more.items())
    terminal.configure(f"radio: {{mirror: {{to: site{lines}}}}}")
    return terminal.path / "var/rehearsal/mirror/site"


def test_a_bundle_holds_the_released_script_and_says_how_many(released: Terminal) -> None:
    answer = released.good("station", "bundle", "dai-a", "--to", "usb.zip")
    assert "1 kịch bản trong 7 ngày" in answer.err
    with zipfile.ZipFile(released.path / "usb.zip") as archive:
        names = archive.namelist()
    assert {"index.html", "bien-nhan.txt", "bien-nhan.html"} <= set(names)
    assert sum(name.endswith(".docx") for name in names) == 1


def test_a_bundle_for_nobody_names_the_nearest_station(released: Terminal) -> None:
    answer = released.bhxh("station", "bundle", "dai-aa")
    assert answer.code == 1 and '"dai-a"' in answer.err


def test_receipts_are_stored_and_every_line_that_is_not_is_named(released: Terminal) -> None:
    (released.path / "back.txt").write_bytes(
        "\ufeffDAI: dai-a\r\nNGUOI: Bà Tâm\r\nNHAN 1/2021\r\nNHAN 77/2021\r\nxin chào\r\n".encode()
    )
    answer = released.bhxh("station", "receipts", "back.txt", "--by", "lan")
    assert answer.code == 1
    assert "dòng 4" in answer.err and "dòng 5" in answer.err and "Đã ghi 1 dòng" in answer.err
    row = Receipt.objects.get()
    assert (row.person, row.way, row.entered_by) == ("Bà Tâm", "bundle", "lan")
    connections.close_all()


@pytest.mark.parametrize(
    ("data", "args", "why"),
    [
        (b"NHAN 1/2021", (), "chưa biết tệp này của đài nào"),
        (b"DAI: dai-a\nNHAN 1/2021", (), "chưa biết ai ở đài báo"),
        (b"\xd0\xe0i", ("--station", "dai-a"), "không phải chữ UTF-8"),
    ],
)
def test_receipts_that_nobody_can_place_are_refused(
    data: bytes, args: tuple[str, ...], why: str, released: Terminal
) -> None:
    (released.path / "back.txt").write_bytes(data)
    answer = released.bhxh("station", "receipts", "back.txt", "--by", "lan", *args)
    assert answer.code == 1 and why in answer.err


def test_receipts_that_are_not_there_are_named(released: Terminal) -> None:
    answer = released.bhxh("station", "receipts", "nope.txt", "--by", "lan")
    assert answer.code == 1 and "nope.txt" in answer.err and "không đọc được" in answer.err


def test_a_message_is_taken_in_from_the_keyboard(released: Terminal) -> None:
    words = ("station", "receipts", "-", "--station", "dai-a", "--person", "Bà Tâm", "--way", "phone", "--by", "lan")
    answer = released.spawn(*words, text="nhận 1/2021\n")
    assert answer.code == 0 and "Đã ghi 1 dòng" in answer.err
    assert Receipt.objects.get().way == "phone"
    connections.close_all()


def test_receipts_saved_as_unicode_by_notepad_are_read(released: Terminal) -> None:
    (released.path / "back.txt").write_bytes("DAI: dai-a\r\nNGUOI: Tâm\r\nNHẬN 1/2021".encode("utf-16"))
    assert "Đã ghi 1 dòng" in released.good("station", "receipts", "back.txt", "--by", "lan").err


def test_without_a_mirror_the_command_says_what_to_write(terminal: Terminal) -> None:
    answer = terminal.bhxh("station", "mirror")
    assert answer.code == 1 and "chưa cấu hình trang gương" in answer.err


def test_a_mirror_is_refreshed_and_its_links_are_told(released: Terminal) -> None:
    site = mirrored(released, public_url="https://dai.example.vn/kb/")
    assert "1 đài: đưa lên" in released.good("station", "mirror").out
    (row,) = released.good("station", "mirror", "--links", "--json").rows
    name = row["link"].removeprefix("https://dai.example.vn/kb/").rstrip("/")
    assert row["station"] == "dai-a" and (site / name / "index.html").is_file()
    assert len(list(site.glob(f"{name}/*/*.docx"))) == 1


def test_a_rehearsal_sends_no_mirror_outside(released: Terminal) -> None:
    mirrored(released)
    released.good("station", "mirror")
    assert not (released.path / "site").exists()


def test_a_recall_takes_the_words_off_the_mirror(released: Terminal) -> None:
    site = mirrored(released)
    released.good("station", "mirror")
    texts = [path.read_text(encoding="utf-8-sig") for path in site.glob("*/*/*-vi.txt")]
    (key,) = [row["key"] for row in released.good("log", "--json", "--kind", "radio").rows]
    released.good("recall", key, "--by", "minh", "--why", "Sai số")
    released.good("publish")
    released.good("station", "mirror")
    after = [path.read_text(encoding="utf-8-sig") for path in site.glob("*/*/*-vi.txt")]
    assert "ĐỌC =" in texts[0] and "THU HỒI – KHÔNG ĐỌC" in after[0] and "ĐỌC =" not in after[0]
    assert "THU HỒI – KHÔNG ĐỌC" in next(site.glob("*/index.html")).read_text(encoding="utf-8")


def test_a_mirror_that_fails_is_told_and_noticed(released: Terminal) -> None:
    site = mirrored(released)
    site.parent.mkdir(parents=True, exist_ok=True)
    site.write_text("no folder")
    answer = released.bhxh("station", "mirror")
    assert answer.code == 1 and "không ghi được" in answer.err
    assert Notice.objects.get(kind="mirror").resolved_at is None
    site.unlink()
    released.good("station", "mirror")
    assert Notice.objects.get(kind="mirror").resolved_at is not None
    connections.close_all()


def test_turning_a_link_over_asks_who_may(released: Terminal) -> None:
    mirrored(released, public_url="https://dai.example.vn")
    before = released.good("station", "mirror", "--links", "--json").rows[0]["link"]
    assert released.bhxh("station", "mirror", "--rotate", "dai-a", "--by", "thanh").code == 1
    new = released.good("station", "mirror", "--rotate", "dai-a", "--by", "lan").out.strip()
    assert new != before and released.good("station", "mirror", "--links", "--json").rows[0]["link"] == new


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
def test_a_script_can_be_listened_to(released: Terminal) -> None:
    answer = released.good("station", "listen", "dai-a/1/2021", "--to", "nghe.wav")
    assert "giọng máy – nghe thử" in answer.err
    assert (released.path / "nghe.wav").read_bytes()[:4] == b"RIFF"


def findings(terminal: Terminal, what: str) -> list[dict[str, Any]]:
    return [row for row in terminal.bhxh("doctor", "--json").rows if row["what"] == what]


@contextmanager
def web(handler: "Callable[..., BaseHTTPRequestHandler]") -> Iterator[int]:
    """A web server on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


class OurPull(BaseHTTPRequestHandler):
    """Answers a wrong link as the pull does."""

    asked: list[str] = []  # noqa: RUF012  # of the one test that uses it

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(404)
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class Stranger(OurPull):
    """Some other web server."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()


def test_doctor_opens_the_public_address_as_a_station_would(released: Terminal) -> None:
    with web(OurPull) as port:
        released.configure(f'public_url: "http://127.0.0.1:{port}"')
        (found,) = findings(released, "Đài lấy kịch bản")
    assert OurPull.asked[0].startswith("/radio/dai-a/")
    assert found["level"] == "note" and "chỉ mở được trong máy" in found["seen"]


def test_doctor_tells_where_nobody_or_somebody_else_answers(released: Terminal) -> None:
    with web(Stranger) as port:
        released.configure(f'public_url: "http://127.0.0.1:{port}"')
        assert "không phải trang của bhxh" in findings(released, "Đài lấy kịch bản")[0]["seen"]
    (found,) = findings(released, "Đài lấy kịch bản")
    assert found["level"] == "warn" and "không ai trả lời" in found["seen"]


@pytest.fixture
def live(released: Terminal) -> "Callable[[int], None]":
    """Serve what a rehearsal wrote, and look at it in live mode (whose database is stamped anew)."""

    def configure(port: int) -> None:
        url = f"http://127.0.0.1:{port}"
        lines = f'{{to: var/rehearsal/mirror/site, public_url: "{url}"}}'
        released.configure(f"mode: live\nradio: {{mirror: {lines}}}")
        home = released.path / "var/live/mirror"
        if not home.exists():
            shutil.copytree(released.path / "var/rehearsal/mirror", home)

    return configure


def test_doctor_reads_how_old_the_mirror_is_and_whether_it_lists_its_folders(
    released: Terminal, live: "Callable[[int], None]"
) -> None:
    site = mirrored(released)
    released.good("station", "mirror")
    with web(partial(Quiet, directory=str(site))) as port:
        live(port)
        (good,) = findings(released, "Trang gương của các đài")
        assert good["level"] == "" and "làm mới 0 phút trước" in good["seen"]
        (site / "index.html").unlink()
        listed = findings(released, "Trang gương của các đài")[1]
        assert listed["level"] == "bad" and "liệt kê thư mục" in listed["seen"]
        page = next(site.glob("*/index.html"))
        page.write_text(page.read_text("utf-8").replace("Cập nhật lúc ", "Cập nhật lúc 05:00 ngày 01/01/2021"), "utf-8")
        assert "chưa làm mới" in findings(released, "Trang gương của các đài")[0]["seen"]
    gone = findings(released, "Trang gương của các đài")[0]
    assert gone["level"] == "bad" and "không ai trả lời" in gone["seen"]
    names = [json.dumps(row) for row in released.bhxh("doctor", "--json").rows]
    assert not any(page.parent.name in row for row in names)


class Quiet(SimpleHTTPRequestHandler):
    """A plain web host."""

    def log_message(self, *_: object) -> None:
        pass
