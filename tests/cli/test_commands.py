"""The commands, tried as an office tries them."""

import csv
import io
import json
import sqlite3
from datetime import date, timedelta

import pytest

from tests.cli.conftest import Terminal

PLAN_FIELDS = {"key", "campaign", "message", "unit", "channel", "kind", "lang", "due", "state"}
LOG_FIELDS = PLAN_FIELDS | {"text", "sha256", "published_at", "remote_id", "permalink", "approved_by"}


def test_the_plan_is_the_same_to_the_byte_in_two_runs(terminal: Terminal) -> None:
    first, second = terminal.spawn("plan", "thu", "--gaps"), terminal.spawn("plan", "thu", "--gaps")
    assert first.code == 0
    assert first.out == second.out
    assert len(first.out.splitlines()) >= 12
    once = terminal.spawn("plan", "thu", "--json", env={"PYTHONHASHSEED": "1"})
    assert once.out == terminal.spawn("plan", "thu", "--json", env={"PYTHONHASHSEED": "2"}).out


def test_a_line_of_the_plan_carries_what_a_program_needs(terminal: Terminal) -> None:
    rows = terminal.good("plan", "thu", "--json").rows
    assert all(row.keys() >= PLAN_FIELDS for row in rows)
    assert {row["state"] for row in rows} == {"planned"}


def test_why_a_slot_is_where_it_is(terminal: Terminal) -> None:
    row = terminal.good("plan", "thu", "--json").rows[0]
    said = terminal.good("plan", "thu", "--why", row["key"]).out
    assert terminal.good("plan", "thu", "--why", row["key"], "--json").rows[0]["why"] == said.strip()
    assert said.strip() == row["why"]
    assert said.strip()


def test_why_a_day_is_empty(terminal: Terminal) -> None:
    terminal.folder.replace(
        "campaigns/thu.yaml",
        "cadence:",
        "skip: [{from: 2021-05-08, to: 2021-05-08, why: mất điện toàn huyện}]\ncadence:",
    )
    assert "mất điện toàn huyện" in terminal.good("plan", "thu", "--why", "fb-a/2021-05-08").out


def test_why_of_something_unknown_is_an_error(terminal: Terminal) -> None:
    for name in ("fb-x/2021-05-08", "thu/fb-x/vi/2021-05-07T19:30/1", "gì đó"):
        answer = terminal.bhxh("plan", "thu", "--why", name)
        assert answer.code == 1, answer.out
        assert answer.err.startswith("bhxh: --why: ")


def test_queueing_says_what_it_did(terminal: Terminal) -> None:
    terminal.staff()
    (first,) = terminal.good("queue", "thu", "--by", "lan", "--json").rows
    (second,) = terminal.good("queue", "thu", "--by", "lan", "--json").rows
    assert (first["added"], first["unchanged"]) == (12, 0)
    assert (second["added"], second["unchanged"]) == (0, 12)
    terminal.good("approve", "thu", "--by", "minh", "--word", "đúng")
    terminal.folder.replace("messages/bhyt/loi-ich.yaml", "yên tâm", "an tâm")
    said = terminal.good("queue", "thu", "--by", "lan").out
    assert "đã duyệt nhưng nội dung hoặc giờ nay khác: thu/" in said
    assert "--replace-approved" in said
    (third,) = terminal.good("queue", "thu", "--by", "lan", "--replace-approved", "--json").rows
    assert third["replaced"] == len(terminal.keys("--message", "loi-ich"))


def test_unconfirmed_figures_ask_for_the_word_or_a_confirmation(queued: Terminal) -> None:
    refused = queued.bhxh("approve", "thu", "--by", "minh")
    assert refused.code == 1
    assert "ty_le@2014-01-01 = 22" in refused.err
    assert "bhxh facts --confirm ty_le@2014-01-01 --by" in refused.err
    assert "ty_le@2014-01-01 = 22%" in refused.err, "as people write it"
    queued.good("facts", "--confirm", "ty_le@2014-01-01", "--by", "minh")
    waiting = queued.keys("--state", "pending")
    assert len(waiting) == len(queued.keys("--message", "muc")) > 0
    assert queued.good("approve", "thu", "--by", "minh").out == f"Đã duyệt {len(waiting)} bài.\n"


def test_a_confirmed_figure_is_void_once_its_value_changes(queued: Terminal) -> None:
    queued.good("facts", "--confirm", "ty_le@2014-01-01", "--by", "minh")
    assert '"status": "minh đã xác nhận"' in queued.good("facts", "--on", "2021-05-07", "--json").out
    queued.folder.replace("facts/facts.yaml", 'value: "22"', 'value: "25"')
    queued.good("queue", "thu", "--by", "lan")
    answer = queued.bhxh("approve", "thu", "--by", "minh", "--json")
    (said,) = answer.rows
    assert (answer.code, said["unconfirmed"]) == (1, {"ty_le@2014-01-01": "25"})


def test_the_small_office_may_let_an_author_approve(queued: Terminal) -> None:
    queued.good("account", "add", "hoa", "--role", "approver")
    queued.good("cancel", "thu", "--by", "lan", "--why", "hoa soạn lại")
    queued.folder.replace("campaigns/thu.yaml", "id: thu\n", "id: hai\n")
    queued.good("queue", "hai", "--by", "hoa")
    own = ("approve", "hai", "--by", "hoa", "--word", "đúng")
    assert queued.bhxh(*own).code == 1
    queued.configure("approval: {author_may_approve: true}")
    assert queued.good(*own).out == "Đã duyệt 12 bài.\n"


def test_hold_and_release_and_cancel(approved: Terminal) -> None:
    assert approved.good("hold", "thu", "--by", "lan", "--why", "quốc tang").out == "Đã chuyển 12 bài.\n"
    assert approved.good("hold", "thu", "--release", "--by", "minh").out == "Đã chuyển 12 bài.\n"
    key = approved.keys()[0]
    (said,) = approved.good("cancel", key, "--by", "lan", "--why", "chờ", "--json").rows
    assert said == {"moved": 1, "left": []}
    again = approved.bhxh("cancel", key, "--by", "lan", "--why", "chờ", "--json")
    assert (again.code, again.rows) == (1, [{"moved": 0, "left": [{"key": key, "why": 'bài đang "đã hủy"'}]}])


def test_only_the_chosen_days_are_held(approved: Terminal) -> None:
    days = ("--since", "2021-05-08", "--until", "2021-05-09")
    approved.good("hold", "thu", *days, "--by", "lan", "--why", "quốc tang")
    held = approved.good("log", "--state", "held", "--json").rows
    assert {row["due"][:10] for row in held} == {"2021-05-08", "2021-05-09"}
    assert len(held) == 6


def test_a_returned_post_comes_back_when_it_is_written_anew(queued: Terminal) -> None:
    key = queued.keys("--message", "loi-ich")[0]
    queued.good("return", key, "--by", "minh", "--why", "thiếu địa chỉ")
    assert queued.good("log", "--state", "draft", "--json").rows[0]["why"] == "thiếu địa chỉ"
    queued.folder.replace("messages/bhyt/loi-ich.yaml", "yên tâm", "an tâm")
    queued.good("queue", "thu", "--by", "lan")
    assert queued.good("log", "--state", "draft", "--json").out == ""


def tomorrow(hour: int = 8) -> str:
    return f"{date.today() + timedelta(days=2)}T{hour:02}:00"  # noqa: DTZ011  # any day to come will do


def test_a_post_written_by_hand_is_approved_and_moved_and_told_by_its_first_line(terminal: Terminal) -> None:
    terminal.staff()
    words = "Sáng mai BHXH tiếp dân tại chợ.\nMời bà con đến."
    (said,) = terminal.good(
        "post", "--channel", "fb-a", "--at", tomorrow(), "--text", words, "--by", "lan", "--json"
    ).rows
    assert said["key"] == f"tay/fb-a/vi/{tomorrow()}/1"
    terminal.good("approve", said["key"], "--by", "minh")
    terminal.good("reschedule", said["key"], "--at", tomorrow(9), "--by", "lan", "--why", "đổi lịch")
    (row,) = terminal.good("log", "--all", "--json").rows
    assert (row["key"], row["due"], row["state"]) == (said["key"], f"{tomorrow(9)}:00+07:00", "approved")
    assert row["title"] == "Sáng mai BHXH tiếp dân tại chợ."
    assert "Sáng mai BHXH tiếp dân tại chợ." in terminal.good("log", "--all").out


def test_two_posts_by_hand_for_one_minute_have_two_keys(terminal: Terminal) -> None:
    terminal.staff()
    post = ("post", "--channel", "dai-a", "--at", tomorrow(), "--by", "lan", "--json", "--text")
    keys = [terminal.good(*post, text).rows[0]["key"] for text in ("Một.", "Hai.")]
    assert [key[-2:] for key in keys] == ["/1", "/2"]
    assert [row["number"] for row in terminal.good("log", "--all", "--json").rows] == [1, 2]


def test_a_script_that_cannot_be_read_is_stored_and_blocks_its_approval(terminal: Terminal) -> None:
    terminal.staff()
    post = ("post", "--channel", "dai-a", "--at", tomorrow(), "--by", "lan", "--text", "Theo QWXZ mới.", "--json")
    answer = terminal.good(*post)
    assert "QWXZ" in answer.err
    refused = terminal.bhxh("approve", answer.rows[0]["key"], "--by", "minh")
    assert (refused.code, "QWXZ" in refused.err) == (1, True)


def test_a_channel_that_stands_still_works_again_after_retry(approved: Terminal) -> None:
    with sqlite3.connect(approved.path / "var/rehearsal.sqlite3") as file:
        file.execute("INSERT INTO store_pause (channel, since, why) VALUES ('fb-a', '2021-05-01', 'mã hết hạn')")
    retry = ("retry", "--channel", "fb-a", "--by")
    assert approved.bhxh(*retry, "lan").code == 1
    assert "mã hết hạn" in approved.bhxh("doctor").out
    answer = approved.good(*retry, "minh")
    assert "Kênh fb-a chạy tiếp." in answer.err
    assert "mã hết hạn" not in approved.bhxh("doctor").out


def test_a_line_of_the_log_carries_what_a_program_needs(approved: Terminal) -> None:
    rows = approved.good("log", "thu", "--all", "--json").rows
    assert len(rows) == 12
    assert all(row.keys() >= LOG_FIELDS for row in rows)
    assert {(row["state"], row["approved_by"]) for row in rows} == {("approved", "minh")}


def test_the_log_is_searched_without_diacritics(approved: Terminal) -> None:
    found = approved.good("log", "--all", "--find", "MUC DONG thap nhat", "--json").rows
    assert {row["message"] for row in found} == {"muc"}
    assert approved.good("log", "--all", "--find", "không có chữ này", "--json").out == ""
    assert len(approved.good("log", "--all", "--limit", "3", "--json").rows) == 3


def test_the_csv_opens_in_a_spreadsheet_and_holds_no_formula(terminal: Terminal) -> None:
    terminal.staff()
    evil = ("=1+1", "+84 900", "-5%", "@a", "\t=1", " =1", "Bình thường")
    for number, text in enumerate(evil):
        at = tomorrow(8 + number)
        terminal.good("post", "--channel", "fb-a", "--at", at, "--title", text, "--text", f"{text}\nhai", "--by", "lan")
    out = terminal.spawn("log", "--all", "--csv").out
    assert out.startswith("\ufeff")
    header, *rows = csv.reader(io.StringIO(out.removeprefix("\ufeff")))
    assert set(header) >= LOG_FIELDS
    assert len(rows) == len(evil)
    assert not any(cell.lstrip()[:1] in tuple("=+-@") for row in rows for cell in row if cell)
    assert rows[-1][header.index("text")] == "Bình thường\nhai"


def test_a_log_that_was_tampered_with_is_found_out_and_the_row_named(approved: Terminal) -> None:
    assert approved.good("log", "--verify").out.startswith("Nhật ký nguyên vẹn: ")
    with sqlite3.connect(approved.path / "var/rehearsal.sqlite3") as file:
        file.execute("UPDATE store_transition SET \"by\" = 'ai đó' WHERE id = 7")
    answer = approved.bhxh("log", "--verify")
    key = approved.keys()[6]
    assert answer.code == 1
    assert "NHẬT KÝ KHÔNG NGUYÊN VẸN: 1 chỗ sai lệch" in answer.out
    assert f"nhật ký 7 ({key})" in answer.out or "nhật ký 7 (thu/" in answer.out
    (verdict,) = approved.bhxh("log", "--verify", "--json").rows
    assert (verdict["whole"], len(verdict["faults"])) == (False, 1)


def test_the_log_is_checked_against_a_seal_kept_outside(approved: Terminal) -> None:
    answer = approved.bhxh("log", "--verify", "--seal", "f" * 64)
    assert (answer.code, "phần đuôi bị cắt" in answer.out) == (1, True)


def test_a_pass_publishes_what_is_due_and_says_what_it_did(approved: Terminal) -> None:
    (said,) = approved.good("publish", "--json").rows
    assert said["missed"] == 12, "the campaign is of 2021: its time and its grace are over"
    assert approved.good("publish").out == "Không có bài nào đến giờ.\n"
    assert {row["state"] for row in approved.good("log", "--all", "--json").rows} == {"missed"}


def test_words_are_read_aloud_line_by_line(terminal: Terminal) -> None:
    answer = terminal.spawn("speak", text="Mức 330.000 đồng.\n")
    assert (answer.code, answer.out) == (0, "Mức ba trăm ba mươi nghìn đồng.\n")
    lost = terminal.spawn("speak", text="Một.\nTheo QWXZ.\n")
    assert (lost.code, "dòng 2, cột 6: không biết đọc “QWXZ”" in lost.err) == (1, True)


def test_the_check_names_problems_as_json(terminal: Terminal) -> None:
    assert terminal.good("check").err == "Không có lỗi nào.\n"
    terminal.folder.replace("campaigns/thu.yaml", "id: muc,", "id: mucc,")
    answer = terminal.bhxh("check", "--json")
    assert answer.code == 1
    problem = next(row for row in answer.rows if row["level"] == "error")
    assert (problem["line"], problem["path"].endswith("/campaigns/thu.yaml")) == (7, True)


@pytest.mark.parametrize("stdin", ["đúng\n", "sai\n"])
def test_a_program_without_a_terminal_is_never_asked(queued: Terminal, stdin: str) -> None:
    answer = queued.spawn("approve", "thu", "--by", "minh", "--json", text=stdin)
    assert answer.code == 1
    said = json.loads(answer.out)
    assert (said["approved"] + len(said["refused"]), len(said["refused"])) == (12, len(queued.keys("--message", "muc")))
