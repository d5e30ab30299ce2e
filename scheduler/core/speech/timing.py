"""How long a spoken text takes: syllables, seconds, and sentences too long for one breath."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from scheduler.core.speech.words import is_syllable

LONGEST_SENTENCE = 40
"""Syllables in a sentence beyond which an announcer is warned (VOV practice finds 50 too long)."""
DEFAULT_RATE = 200
"""Syllables a minute over a commune loudspeaker: outdoors, echo, older listeners; VOV news reads 233."""

_LINES_CACHED = 10_000
"""A country's offices say the same lines but for the two with their name and telephone."""

_WORD = re.compile(r"\w+")
_VOWELS = re.compile(r"[aeiouyăâêôơư]+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)\]]*\s+|\n+")


@dataclass(frozen=True, slots=True)
class LongSentence:
    """A sentence of the spoken text with more than `LONGEST_SENTENCE` syllables."""

    text: str
    syllables: int


def syllables(spoken: str) -> int:
    """Count the syllables of a spoken text; a foreign word counts its groups of vowels, a figure its digits."""
    return sum(map(_of_line, spoken.split("\n")))


@lru_cache(maxsize=_LINES_CACHED)
def _of_line(line: str) -> int:
    return sum(map(_of_word, _WORD.findall(line)))


@lru_cache(maxsize=10_000)
def _of_word(word: str) -> int:
    if is_syllable(word):
        return 1
    digits = sum(char.isdigit() for char in word)
    return max(1, digits + len(_VOWELS.findall(word.casefold())))


def seconds(count: int, rate: int = DEFAULT_RATE) -> int:
    """Give the reading time of so many syllables at ``rate`` a minute, in whole seconds, rounded up.

    Raises ValueError for a rate that is not positive.
    """
    if rate <= 0:
        raise ValueError(f"tốc độ đọc phải lớn hơn 0, đang là {rate}")
    return -(-count * 60 // rate)


def long_sentences(spoken: str) -> tuple[LongSentence, ...]:
    """Find the sentences that are too long to be read in one breath."""
    *lines, last = spoken.split("\n")
    return tuple(chain.from_iterable(map(_long_in, [*(f"{line}\n" for line in lines), last])))


@lru_cache(maxsize=_LINES_CACHED)
def _long_in(line: str) -> tuple[LongSentence, ...]:
    counted = ((sentence.strip(), syllables(sentence)) for sentence in _SENTENCE_END.split(line))
    return tuple(LongSentence(sentence, count) for sentence, count in counted if count > LONGEST_SENTENCE)
