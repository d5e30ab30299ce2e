"""A sheet says all that is known of a script, and nothing of one that may not be read."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from scheduler.core.message import Body
from scheduler.core.radio import wording
from tests.sheets import DUE, MESSAGE, PAYLOAD, SCRIPT, ZONE, sheet


def test_everything_that_is_known_is_said() -> None:
    told = "\n".join(
        value for _, value in [*wording.facts(sheet()), *wording.people(sheet()), *wording.unread(sheet())]
    )
    for expected in (
        "14/2026, lần ban hành 1", "05:30, thứ Hai, ngày 23/11/2026", "ưu tiên", "tiếng Việt", "Luật X", "Lan",
        "BHXH cơ sở A", "Nghị định 1", "Đọc chậm.", "Nhạc hiệu", "Minh, Phó Giám đốc, 05:30 ngày 21/11/2026",
        "1 phút 1 giây (±15%: 51 giây – 1 phút 11 giây); 3 tiếng, 180 tiếng một phút",
    ):  # fmt: skip
        assert expected in told


@pytest.mark.parametrize("status", ["withheld", "canceled"])
def test_a_script_that_may_not_be_read_keeps_its_identity_and_loses_its_words(status: str) -> None:
    gone = sheet(status=status, reason="Sai số", before=PAYLOAD, supersedes=0)
    assert (gone.key, gone.number, gone.sha256, gone.reason) == (SCRIPT.key, 14, PAYLOAD.sha256, "Sai số")
    assert not any((gone.parts, gone.notes, gone.music, gone.quoted, gone.change, gone.long, gone.syllables))


def test_a_revision_shows_what_it_replaces_and_how_it_differs() -> None:
    new = sheet(rev=2, issue=3, supersedes=1, before=replace(PAYLOAD, reading="Đóng sáu đồng."))
    assert wording.heading(new) == "BẢN THAY THẾ LẦN 2 – HỦY BẢN TRƯỚC"
    assert [(piece.op, piece.words) for piece in new.change] == [
        ("same", "Đóng"), ("out", "sáu"), ("in", "năm"), ("same", "đồng.")
    ]  # fmt: skip


def test_nothing_is_shown_before_its_release_or_after_its_day() -> None:
    end = datetime(2026, 11, 24, tzinfo=ZONE)
    assert not sheet().shown(DUE - timedelta(days=1, seconds=1))
    assert sheet().shown(DUE - timedelta(days=1)) and sheet().shown(end - timedelta(seconds=1))
    assert not sheet().shown(end)


def test_a_message_that_ends_earlier_takes_its_scripts_along() -> None:
    over = sheet(MESSAGE.model_copy(update={"valid_to": date(2026, 11, 22)}))
    assert over.valid_until == datetime(2026, 11, 23, tzinfo=ZONE)
    assert not over.shown(DUE)


def test_the_estimate_is_the_planned_one_until_a_rate_was_learned() -> None:
    assert sheet().seconds == 61
    assert (sheet(rate=100).seconds, sheet(rate=100).rate) == (2, 100)


def test_another_language_is_timed_by_the_given_figure_and_never_counted() -> None:
    other = sheet(payload=replace(PAYLOAD, lang="hmn", text="Nyob zoo", reading="Nyob zoo"), rate=100, seconds=40)
    assert (other.seconds, other.syllables) == (40, 0)
    assert "tiếng một phút" not in wording.estimate(other)


def test_long_sentences_are_pointed_out() -> None:
    long = " ".join(["tiếng"] * 41) + "."
    assert sheet(payload=replace(PAYLOAD, text=long, reading=long)).long == (long,)


def test_what_content_no_longer_has_is_left_out() -> None:
    bare = sheet(None)
    assert (bare.basis, bare.campaign, bare.priority, bare.contact.name) == ((), "", "thuong", "BHXH cơ sở A")
    assert ("Căn cứ", "") not in wording.people(bare)


def test_control_characters_of_a_typed_text_reach_no_form() -> None:
    typed = sheet(payload=replace(PAYLOAD, text="Đóng\x00 5\x1b đồng.", reading="Đóng\x00 năm đồng.", title="Thẻ\x07"))
    assert (typed.title, typed.parts[0].lines[0].spoken) == ("Thẻ", "Đóng năm đồng.")
    assert typed.parts[0].lines[0].figures[0].written == "5"


def test_a_translation_names_its_translator() -> None:
    body = Body(text="Nyob zoo", translates="x", translator="Giàng A Páo", seconds=40)
    message = MESSAGE.model_copy(update={"texts": {"radio": {"hmn": body}}})
    other = sheet(message, payload=replace(PAYLOAD, lang="hmn", text="Nyob zoo", reading="Nyob zoo"))
    assert ("Người dịch", "Giàng A Páo") in wording.people(other)
