"""A phrase reads as its Vietnamese sentence everywhere, and can be told again in another language."""

import copy
import json
import pickle
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.phrase import Phrase, listed, phrase
from scheduler.errors import BhxhError

ENGLISH = {
    "giờ {due:%H:%M} đã qua": "{due:%H:%M} has passed",
    'bài đang "{state}"': "the post is “{state}”",
    "tạm giữ": "held",
    "câu có { hoặc [": "text with { or [",
}
HELD = phrase('bài đang "{state}"', state=phrase("tạm giữ"))


def english(pattern: str) -> str:
    return ENGLISH.get(pattern, pattern)


def test_it_is_the_sentence_to_whatever_reads_it() -> None:
    said = phrase("giờ {due:%H:%M} đã qua", due=datetime(2021, 5, 1, 19, 30, tzinfo=UTC))
    assert said == "giờ 19:30 đã qua"
    assert (f"{said}!", said + "!", " ".join([said, "x"])) == ("giờ 19:30 đã qua!", "giờ 19:30 đã qua!", f"{said} x")
    assert "19:30" in said
    assert {said: 1}["giờ 19:30 đã qua"] == 1
    assert json.loads(json.dumps([said])) == ["giờ 19:30 đã qua"]
    assert sorted([said, "a"]) == ["a", said]


def test_it_is_told_in_other_words_for_the_same_figures() -> None:
    due = datetime(2021, 5, 1, 19, 30, tzinfo=UTC)
    assert phrase("giờ {due:%H:%M} đã qua", due=due).told(english) == "19:30 has passed"


def test_what_it_quotes_of_phrases_is_told_likewise_and_other_text_stays() -> None:
    assert HELD == 'bài đang "tạm giữ"'
    assert HELD.told(english) == "the post is “held”"
    assert phrase('bài đang "{state}"', state="tạm giữ").told(english) == "the post is “tạm giữ”"


def test_a_sentence_that_nobody_translated_stays_vietnamese_around_what_was() -> None:
    assert phrase("chưa dịch: {why}", why=HELD).told(english) == "chưa dịch: the post is “held”"


def test_without_figures_braces_stand_for_themselves() -> None:
    said = phrase("câu có { hoặc [")
    assert (said, said.told(english)) == ("câu có { hoặc [", "text with { or [")


def test_figures_that_hold_braces_are_not_filled_again() -> None:
    said = phrase('bài đang "{state}"', state="{state} {0} {{")
    assert said == 'bài đang "{state} {0} {{"'
    assert said.told(english) == "the post is “{state} {0} {{”"


def test_a_table_of_phrases_is_filled_when_its_figures_come() -> None:
    assert phrase('bài đang "{state}"').filled(state="x").told(english) == "the post is “x”"


def test_lists_are_told_part_by_part() -> None:
    parts = listed([HELD, "lan", HELD], "; ")
    assert parts == 'bài đang "tạm giữ"; lan; bài đang "tạm giữ"'
    assert parts.told(english) == "the post is “held”; lan; the post is “held”"
    assert (listed([]), listed([]).told(english)) == ("", "")


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda said: pickle.loads(pickle.dumps(said))])
def test_a_copy_remembers_too(again: type) -> None:
    assert again(HELD) == HELD
    assert again(HELD).told(english) == "the post is “held”"


def test_an_error_that_says_one_can_be_told() -> None:
    said = str(ValueError(HELD))
    assert isinstance(said, Phrase)
    assert said.told(english) == "the post is “held”"
    assert phrase("chưa dịch: {error}", error=ValueError(HELD)).told(english) == "chưa dịch: the post is “held”"


def test_an_error_for_people_is_told_with_its_place_and_remedy() -> None:
    error = BhxhError(HELD, where="thu/fb-a", fix=phrase("tạm giữ"))
    assert str(error) == 'thu/fb-a: bài đang "tạm giữ" → tạm giữ'
    said = str(error)
    assert isinstance(said, Phrase)
    assert said.told(english) == "thu/fb-a: the post is “held” → held"


@given(st.text(), st.dates())
def test_any_figures_are_said_as_they_are(text: str, day: date) -> None:
    said = phrase("{text} ngày {day}", text=text, day=day)
    assert said == f"{text} ngày {day}"
    assert said.told(lambda _: "{day}: {text}") == f"{day}: {text}"
