"""Whatever goes wrong: one sentence that says where, what, and what to do; exit code 1, no traceback."""

import re
import socket
import sqlite3
import unicodedata
from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.conftest import Answer, Terminal

SENTENCE = re.compile(r"bhxh: (?P<where>[^\n]+?): (?P<what>[^\n]+) → (?P<fix>[^\n]+)\n")


def told(answer: Answer, *words: str) -> None:
    """Assert one sentence of the agreed form, holding the words."""
    assert answer.code == 1, answer.out
    assert SENTENCE.fullmatch(answer.err), answer.err
    assert answer.out == ""
    for word in words:
        assert word in answer.err


MISTYPED = {
    ("aprove", "thu"): ('không có lệnh "aprove"', "bhxh approve"),
    ("plan",): ("thiếu CHIẾN DỊCH",),
    ("queue", "thu"): ("thiếu --by",),
    ("queue", "thu", "--bye", "lan"): ('--bye; có phải ý bạn là "--by"?',),
    ("account", "add", "x", "--role", "boss"): ("author, approver, admin, auditor",),
    ("log", "--limit", "-1"): ("--limit",),
    ("log", "--limit", "mười"): ("--limit",),
}


@pytest.mark.parametrize("args", MISTYPED, ids=" ".join)
def test_a_mistyped_command_line(terminal: Terminal, args: tuple[str, ...]) -> None:
    answer = terminal.bhxh(*args)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("bhxh: ")
    assert " → " in answer.err
    assert answer.err.count("\n") == 1
    for word in MISTYPED[args]:
        assert word in answer.err


UNKNOWN = {
    ("queue", "thu", "--by", "lân"): ('không có tài khoản "lân"; hiện có: lan, minh, thanh', "bhxh account add"),
    ("account", "close", "hoa"): ('không có tài khoản "hoa"',),
    ("account", "add", "lan", "--role", "author"): ('đã có tài khoản "lan"',),
    ("account", "add", "hoa", "--role", "author", "--unit", "u-x"): ('không có đơn vị "u-x"',),
    ("plan", "thư"): ('không có chiến dịch "thư"',),
    ("queue", "thuu", "--by", "lan"): ('có phải ý bạn là "thu"?',),
    ("rehearse", "nothing"): ("không có chiến dịch",),
    ("approve", "nothing", "--by", "minh"): ('chiến dịch "nothing"', "bhxh queue nothing"),
    ("approve", "--by", "minh"): ("chưa chọn bài nào",),
    ("approve", "thu", "--channel", "fb-aa", "--by", "minh"): ('kênh "fb-aa"', 'có phải ý bạn là "fb-a"?'),
    ("hold", "--unit", "u-x", "--by", "lan", "--why", "x"): ('đơn vị "u-x"',),
    ("hold", "thu", "--by", "lan"): ("việc này cần lý do", "--why"),
    ("hold", "thu", "--by", "lan", "--why", "x"): ("không có bài nào đang ở trạng thái: đã duyệt",),
    ("hold", "thu", "hai", "--by", "lan", "--why", "x"): ("chỉ nhận một chiến dịch",),
    ("cancel", "thu", "--message", "mucc", "--by", "lan", "--why", "x"): ('có phải ý bạn là "muc"?',),
    ("cancel", "thu", "--kind", "tv", "--by", "lan", "--why", "x"): ('loại kênh "tv"',),
    ("cancel", "thu/fb-a/vi/2021-05-07T19:30/9", "--by", "lan", "--why", "x"): ("thu/fb-a/vi/2021-05-07T19:30/1",),
    ("retry", "thu", "--by", "lan"): ("việc này dành cho: người duyệt",),
    ("recall", "thu", "--by", "minh"): ("việc này cần lý do",),
    ("return", "thu", "--by", "minh"): ("việc này cần lý do",),
    ("log", "thu", "--since", "7/5/2021"): ('"7/5/2021" không phải là ngày', "2021-05-07"),
    ("log", "thu", "--since", "2021-05-09", "--until", "2021-05-08"): ("đứng trước",),
    ("log", "nothing"): ('chiến dịch "nothing"',),
    ("log", "--channel", "fb-x"): ('kênh "fb-x"',),
    ("facts", "--on", "hôm nay"): ("không phải là ngày",),
    ("facts", "--confirm", "ty_le"): ("cần tên người xác nhận",),
    ("facts", "--confirm", "ty_lệ", "--by", "minh"): ('không có số liệu "ty_lệ"',),
    ("facts", "--confirm", "ty_le", "--by", "lan"): ("việc này dành cho",),
    ("post", "--channel", "fb-x", "--at", "2999-01-01T08:00", "--text", "x", "--by", "lan"): ('kênh "fb-x"',),
    ("post", "--channel", "fb-a", "--at", "mai", "--text", "x", "--by", "lan"): ('"mai" không phải là thời điểm',),
    ("post", "--channel", "fb-a", "--at", "2999-01-01", "--text", "x", "--by", "lan"): ("thiếu giờ",),
    ("post", "--channel", "fb-a", "--at", "2021-01-01T08:00", "--text", "x", "--by", "lan"): ("đã qua",),
    ("post", "--channel", "fb-a", "--at", "2999-01-01T08:00", "--text", " ", "--by", "lan"): ("nội dung trống",),
    ("post", "--channel", "fb-a", "--at", "2999-01-01T08:00", "--by", "lan"): ("--text", "--file"),
    ("post", "--channel", "fb-a", "--at", "2999-01-01T08:00", "--file", "không.txt", "--by", "lan"): ("không.txt",),
    ("post", "--channel", "fb-a", "--at", "9999-01-01T08:00", "--text", "x", "--by", "lan"): ("quá xa", "năm"),
    ("post", "--channel", "fb-a", "--at", "0001-01-01T00:00+14:00", "--text", "x", "--by", "lan"): ("đã qua",),
    ("post", "--channel", "fb-a", "--at", "2999-01-01T08:00", "--file", ".", "--by", "lan"): ("thư mục",),
    ("post", "--channel", "fb-a", "--at", "2999-01-01T08:00", "--text", "Gọi {{ unit.phone }}", "--by", "lan"): (
        "{{ unit.phone }}", "bài viết tay",
    ),
    ("post", "--channel", "fb-a", "--at", "2999-01-01T08:00", "--text", "KÝnh göi bµ con", "--by", "lan"): (
        "phông cũ", "Kính gửi bà con",
    ),
    ("plan", "thu", "--why", "fb-a/2021-02-30"): ("không có ngày 2021-02-30",),
    ("plan", "thu", "--why", "thu/fb-a/vi/2021-13-01T19:30/1"): ("không có ngày 2021-13-01",),
    ("post", "--channel", "fb-a", "--at", "2999-01-01T08:00", "--lang", "", "--text", "x", "--by", "lan"): ("vi",),
    ("plan", "thu", "--why", ""): ("không hiểu mã",),
    ("log", "thu", "--since", "0001-01-01"): ("năm 1 nằm ngoài",),
    ("approve", "thu", "--until", "9999-12-31", "--by", "minh"): ("năm 9999 nằm ngoài",),
    ("facts", "--on", "9999-12-31"): ("năm 9999 nằm ngoài",),
    ("facts", "--confirm", "", "--by", "minh"): ("không có số liệu",),
    ("plan", "thu", "--why", "fb-a/hôm nay"): ("không hiểu mã",),
    ("facts", "--confirm", "ty_le@2021-05-05", "--by", "minh"): ("ty_le@2014-01-01",),
    ("reschedule", "thu/fb-a/vi/2021-05-07T19:30/1", "--at", "9999-01-01T08:00", "--by", "lan"): ("quá xa",),
    ("reschedule", "thu", "--at", "2999-01-01T08:00", "--by", "lan"): ("không phải là mã bài",),
    ("reschedule", "thu/x/1", "--at", "2999-01-01T08:00", "--by", "lan"): ("không có bài này",),
    ("render", "mục", "--unit", "u-a", "--on", "2021-05-07"): ('không có thông điệp "mục"',),
    ("render", "muc", "--unit", "u-x", "--on", "2021-05-07"): ('không có đơn vị "u-x"',),
    ("render", "muc", "--unit", "u-a", "--on", "2015-05-07"): ("muc_dong",),
    ("render", "muc", "--unit", "u-b", "--kind", "radio", "--on", "2021-05-07"): ("không có kênh radio",),
}  # fmt: skip


def test_a_name_day_or_time_that_is_unknown_or_wrong(queued: Terminal) -> None:
    for args, words in UNKNOWN.items():
        try:
            told(queued.bhxh(*args), *words)
        except AssertionError as error:
            raise AssertionError(f"bhxh {' '.join(args)}: {error}") from None


GROUPED = """\
facts:
  - key: ho_tro
    label: Mức hỗ trợ
    kind: percent
    groups: {ngheo: Hộ nghèo, khac: Người khác}
    periods:
      - {group: ngheo, from: 2018-01-01, value: "30", source: Nghị định số 134, status: secondary}
      - {group: khac, from: 2018-01-01, value: "10", source: Nghị định số 134, status: secondary}
"""


def test_a_grouped_figure_is_confirmed_by_naming_the_group(queued: Terminal) -> None:
    queued.folder.write("facts/nhom.yaml", GROUPED)
    told(
        queued.bhxh("facts", "--confirm", "ho_tro@2018-01-01", "--by", "minh"),
        "có nhiều nhóm", "ho_tro.ngheo@2018-01-01", "ho_tro.khac@2018-01-01",
    )  # fmt: skip
    queued.good("facts", "--confirm", "ho_tro.ngheo@2018-01-01", "--by", "minh")


def post_of(terminal: Terminal, *more: str) -> Answer:
    at = f"{datetime.now(UTC) + timedelta(days=9):%Y-%m-%dT08:00}"
    return terminal.bhxh("post", "--channel", "fb-a", "--by", "lan", "--at", at, *more)


def test_a_hand_written_text_that_is_not_unicode_is_told_with_its_line(queued: Terminal) -> None:
    (queued.path / "cu.txt").write_bytes("Kính gửi\n".encode() + "KÝnh göi bµ con".encode("latin-1"))
    told(post_of(queued, "--file", "cu.txt"), "dòng 2", "không phải UTF-8", "Kính gửi bà con")
    (queued.path / "cu.txt").write_bytes(b"a\x00b")
    told(post_of(queued, "--file", "cu.txt"), "dòng 1", "U+0000")
    (queued.path / "cu.txt").write_bytes(b"x" * 2_000_000)
    told(post_of(queued, "--file", "cu.txt"), "lớn hơn 1 MB")


def test_a_hand_written_text_in_combining_letters_is_stored_composed(queued: Terminal) -> None:
    (queued.path / "to-hop.txt").write_text(unicodedata.normalize("NFD", "Bà con chú ý"), encoding="utf-8")
    answer = post_of(queued, "--file", "to-hop.txt")
    assert (answer.code, "NFD" in answer.err) == (0, True)
    rows = queued.good("log", "--all", "--json", "--channel", "fb-a").rows
    assert "Bà con chú ý" in [row["text"] for row in rows]


def test_a_reading_time_below_nothing_is_refused(queued: Terminal) -> None:
    answer = post_of(queued, "--text", "x", "--seconds", "-5")
    assert (answer.code, answer.out) == (1, "")
    assert "--seconds" in answer.err


def test_roles_that_may_not(queued: Terminal) -> None:
    told(queued.bhxh("queue", "thu", "--by", "thanh"), "việc này dành cho")
    told(queued.bhxh("approve", "thu", "--by", "lan"), "việc này dành cho")
    queued.good("account", "close", "minh")
    told(queued.bhxh("approve", "thu", "--by", "minh"), "đã khóa", "bhxh account open minh")


def test_a_configuration_that_is_not_there(terminal: Terminal) -> None:
    terminal.config.unlink()
    answer = terminal.bhxh("plan", "thu")
    assert (answer.code, answer.out) == (1, "")
    assert "không có tệp cấu hình này" in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("more", ["mode: lve", "grace: 1h", "zone: Asia/Hanoi", "web: [", "publishing: {tick: nhanh}"])
def test_a_broken_configuration_is_told_by_place(terminal: Terminal, more: str) -> None:
    terminal.configure(more)
    answer = terminal.bhxh("plan", "thu")
    assert (answer.code, answer.out) == (1, "")
    assert re.search(r"config\.yaml:\d+:\d+: ", answer.err)
    assert "Traceback" not in answer.err


def test_unclean_content_is_told_by_place(terminal: Terminal) -> None:
    terminal.folder.replace("campaigns/thu.yaml", "id: muc,", "id: mucc,")
    answer = terminal.bhxh("plan", "thu")
    assert answer.code == 1
    assert re.search(r'content/campaigns/thu\.yaml:7:\d+: .*"mucc".*có phải ý bạn là "muc"', answer.err)


def test_a_database_of_the_other_mode(queued: Terminal) -> None:
    database = f"sqlite:///{queued.path}/var/rehearsal.sqlite3"
    queued.configure(f"mode: live\ndatabase: {database}")
    told(queued.bhxh("account", "list"), 'thuộc chế độ "rehearsal"', "mode: rehearsal")


def test_a_database_that_cannot_be_reached(terminal: Terminal) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        terminal.database = f"postgresql://bhxh:bi-mat@127.0.0.1:{taken.getsockname()[1]}/bhxh"
        answer = terminal.bhxh("account", "list")
    told(answer, "không mở được cơ sở dữ liệu", "BHXH_DATABASE_URL")
    assert "bi-mat" not in answer.err


def test_a_file_that_is_no_database(terminal: Terminal) -> None:
    file = terminal.path / "x.sqlite3"
    file.write_text("đây không phải cơ sở dữ liệu " * 100)
    terminal.database = f"sqlite:///{file}"
    told(terminal.bhxh("account", "list"), "không mở được cơ sở dữ liệu", "x.sqlite3")


def test_a_folder_that_cannot_be_written(terminal: Terminal) -> None:
    (terminal.path / "var").write_text("một tệp, không phải thư mục")
    answer = terminal.bhxh("account", "list")
    assert (answer.code, answer.out) == (1, "")
    assert "Traceback" not in answer.err


def test_a_database_without_room_or_lock_is_one_sentence(queued: Terminal) -> None:
    with sqlite3.connect(queued.path / "var/rehearsal.sqlite3") as other:
        other.execute("DROP TABLE store_pause")
    answer = queued.bhxh("doctor")
    assert answer.code == 1
    assert answer.err.startswith("bhxh: cơ sở dữ liệu: no such table: store_pause")
    assert "Traceback" not in answer.err


def test_a_reader_that_closes_the_pipe_is_no_error_worth_a_traceback(queued: Terminal) -> None:
    import subprocess

    with subprocess.Popen(
        queued.command("log", "--all", "--json"), cwd=queued.path, env=queued.environment, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout and process.stderr
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
