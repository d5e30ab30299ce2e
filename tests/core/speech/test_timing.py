"""Reading time is counted on what is spoken."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.speech import Reading, seconds, syllables, timing


def test_a_vietnamese_word_is_one_syllable_and_a_hyphen_parts_two() -> None:
    assert syllables("Bảo hiểm xã hội, ki-lô-gam!") == 7


def test_a_foreign_word_counts_its_vowels() -> None:
    assert syllables("Zalo") == 2


def test_spoken_syllables_and_not_written_words_are_counted(read: Callable[[str], Reading]) -> None:
    assert read("2.340.000 đồng").syllables == 8


@pytest.mark.parametrize(("count", "rate", "expected"), [(200, 200, 60), (200, 233, 52), (0, 200, 0), (1, 200, 1)])
def test_seconds_are_rounded_up(count: int, rate: int, expected: int) -> None:
    assert seconds(count, rate) == expected


def test_a_rate_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="tốc độ đọc"):
        seconds(10, 0)


def test_a_sentence_over_forty_syllables_is_named(read: Callable[[str], Reading]) -> None:
    long = " ".join(["bà con"] * 21) + "."
    reading = read(f"Kính thưa bà con. {long} Xin cảm ơn.")
    assert [(one.text, one.syllables) for one in reading.long_sentences] == [(long, 42)]


def test_forty_syllables_are_still_one_breath(read: Callable[[str], Reading]) -> None:
    assert read(" ".join(["bà con"] * 20) + ".").long_sentences == ()


PIECES = ["bà", "con", "Zalo", "12", ". ", ".\n", "!” ", "…)\n\n", "\n", " ", "\r", "\u2028", "xin " * 41, "ki-lô"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_line_by_line_a_text_counts_as_it_does_whole(spoken: str) -> None:
    """Lines are counted apart and remembered, since offices say the same lines; nothing may get lost between them."""
    words = timing._WORD.findall(spoken)
    assert syllables(spoken) == sum(map(timing._of_word, words))
    sentences = [(one.strip(), syllables(one)) for one in timing._SENTENCE_END.split(spoken)]
    expected = [pair for pair in sentences if pair[1] > timing.LONGEST_SENTENCE]
    assert [(one.text, one.syllables) for one in timing.long_sentences(spoken)] == expected
