"""A draft that somebody changed on Facebook: what goes out is what was approved, or it does not go out."""

import unicodedata
from dataclasses import replace
from typing import Any

import pytest

from scheduler.core.outcome import Returned, Sent
from scheduler.publish.carrier import Step

RELEASE = Step("release", visible=True)
TEXT = "Bà con nhớ gia hạn thẻ BHYT."


def approved_as(bench: Any, words: str) -> Any:
    """A draft at Facebook that says TEXT, of a post that was approved with these words."""
    return replace(bench.prepared(), payload=bench.job(words).payload)


def test_a_draft_that_was_changed_on_the_page_is_not_shown_and_its_words_are_told(bench: Any) -> None:
    result = bench.carrier.perform(RELEASE, approved_as(bench, "Chữ đã duyệt."), bench.due)
    assert isinstance(result.outcome, Returned) and TEXT in result.outcome.why
    assert bench.seen() == []


ALIKE = [unicodedata.normalize("NFD", TEXT), TEXT.replace(" ", "  "), TEXT.replace("BHYT", "BH\u200bYT"), f"{TEXT}\n"]


@pytest.mark.parametrize("words", ALIKE)
def test_what_no_reader_can_tell_apart_is_no_change(bench: Any, words: str) -> None:
    outcome = bench.carrier.perform(RELEASE, approved_as(bench, words), bench.due).outcome
    assert isinstance(outcome, Sent) and not outcome.altered


@pytest.mark.parametrize("words", [TEXT.replace("BHYT", "BHXH"), TEXT[:-1], TEXT + " 1", TEXT.lower()])
def test_a_changed_letter_is_a_change(bench: Any, words: str) -> None:
    assert isinstance(bench.carrier.perform(RELEASE, approved_as(bench, words), bench.due).outcome, Returned)


def test_a_draft_that_cannot_be_read_is_not_shown(bench: Any) -> None:
    job = bench.prepared()
    bench.fails("html", edge="post", method="GET")
    bench.carrier.perform(RELEASE, job, bench.due)
    assert bench.seen() == []


def test_a_post_that_somebody_released_with_other_words_is_published_and_says_what_people_read(bench: Any) -> None:
    job = approved_as(bench, "Chữ đã duyệt.")
    bench.carrier.perform(RELEASE, replace(job, payload=bench.job(TEXT).payload), bench.due)
    outcome = bench.carrier.perform(RELEASE, job, bench.due).outcome
    assert isinstance(outcome, Sent) and TEXT in outcome.altered
    assert len(bench.seen()) == 1
