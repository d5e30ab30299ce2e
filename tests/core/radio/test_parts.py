"""A script falls into the parts that an announcer knows, and no word of it is lost."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.core.radio.parts import Role, parts
from scheduler.library import check

SCRIPT = (
    "Kính thưa bà con!\nỐm đau không báo trước.\nMức đóng 804.600 đồng.\nCả nhà cùng tham gia.\n"
    "Xin nhắc lại: đóng ít hơn.\nBà con cần biết thêm, mời gọi tổng đài.\nXin trân trọng cảm ơn."
)  # fmt: skip


def roles(text: str, lang: str = "vi") -> list[str]:
    return [part.role for part in parts(text, text, lang) for _ in part.lines]


def test_the_house_form_falls_into_its_parts() -> None:
    assert roles(SCRIPT) == ["opening", "lead", "body", "body", "again", "close", "close"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Một câu.", ["body"]),
        ("Kính thưa bà con!\nMột câu.", ["opening", "body"]),
        ("Một câu.\nHai câu.", ["lead", "body"]),
        ("Một câu.\nHai câu.\nXin trân trọng cảm ơn.", ["lead", "body", "close"]),
        ("KÍNH THƯA BÀ CON!\nMột câu.\nXIN NHẮC LẠI: một câu.", ["opening", "body", "again"]),
        ("Xin cảm ơn.", ["body"]),
        ("Kính thưa bà con!", ["opening"]),
    ],
)
def test_other_forms_have_the_parts_that_are_there(text: str, expected: list[str]) -> None:
    assert roles(text) == expected


def test_a_greeting_that_says_more_is_no_opening() -> None:
    long = "Kính thưa bà con, từ ngày mai mức đóng bảo hiểm y tế của cả nhà giảm dần cho người sau."
    assert roles(f"{long}\nMột câu.\nHai câu.") == ["lead", "body", "body"]


def test_what_is_said_again_in_the_middle_is_told_apart() -> None:
    again = "Kính thưa bà con!\nMột.\nHai.\nXin nhắc lại: một.\nBa.\nXin nhắc lại: hai.\nXin cảm ơn."
    assert roles(again) == ["opening", "lead", "body", "again", "body", "again", "close"]


def test_a_text_in_another_language_is_one_body() -> None:
    assert set(roles(SCRIPT, "hmn")) == {"body"}


def test_written_lines_stand_beside_what_is_said() -> None:
    part = parts("Đóng 5 đồng.\n\nHết.", "Đóng năm đồng.\n\nHết.")[0]
    assert [(line.written, line.spoken) for line in part.lines] == [("Đóng 5 đồng.", "Đóng năm đồng.")]
    assert part.lines[0].figures[0].written == "5"


def test_a_reading_with_other_lines_than_the_text_is_shown_alone() -> None:
    lines = [line for part in parts("Một 1.", "Một một.\nHai.") for line in part.lines]
    assert [line.spoken for line in lines] == ["Một một.", "Hai."]


@settings(deadline=None)
@given(st.text(max_size=300))
def test_no_word_is_lost_or_moved(text: str) -> None:
    said = [line.spoken for part in parts(text, text) for line in part.lines]
    assert said == [line.strip() for line in text.splitlines() if line.strip()]


def test_every_message_of_the_content_has_opening_again_and_close() -> None:
    content = check(Path(__file__).resolve().parents[3] / "content").content
    assert content is not None
    for message in content.messages.values():
        if body := message.body("radio", "vi"):
            found = {part.role for part in parts(body.text, body.text)}
            assert {Role.OPENING, Role.BODY, Role.AGAIN, Role.CLOSE} <= found, message.id
