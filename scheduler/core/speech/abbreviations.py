"""Words that the lexicon knows: abbreviations, brands, foreign and place names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scheduler.core.speech.lexicon import LexiconEntry, first_run
from scheduler.core.speech.line import WORD_READ, Line
from scheduler.core.speech.nouns import AROUND_TU
from scheduler.core.speech.words import is_plain_caps, is_syllable

_RUN = re.compile(r"[^\W_]+")
_TWO_WORDS = re.compile(r"([^\W\d_]+) ([^\W\d_]+)")
_FIGURES = {
    "#": re.compile(r"\d"),
    "##": re.compile(r"\d{1,2}(?![\d/])"),
    "####": re.compile(r"(?:19|20)\d\d(?!\d)"),
    "#0": re.compile(r"\(?(?:0|\+84|1[89]00)"),
}
"""What may follow an abbreviation: a figure, a small one, a year, a telephone number."""
_JOINED_BEFORE = re.compile(r"\d[ .,:/\-]$")
_PART_OF_A_CODE = re.compile(r"\d/$")
_JOINED_AFTER = re.compile(r"[.,:/\-]\d|/[A-ZĐ]{2}")
_MORE_FIGURES = re.compile(r" \d{2}")
_NEXT_WORD = re.compile(r"\s([^\W\d_]+)")
_LAST_WORD = re.compile(r"([^\W\d_]+)\s*$")


def read_signed(line: Line) -> None:
    """Claim what an entry with figures or an address covers, before a rule takes it for an amount."""
    _look_up(line, line.lexicon.signed)


def read_abbreviations(line: Line) -> None:
    """Claim what an entry covers and its context allows; the longest writing wins, then the area's own."""
    _look_up(line, line.lexicon.words)


def _look_up(line: Line, words: Mapping[str, tuple[LexiconEntry, ...]]) -> None:
    for run in _RUN.finditer(line.text):
        for entry in words.get(run[0], ()):
            start = run.start() - entry.written.index(first_run(entry.written))
            if _stands_at(line, entry, start) and _allowed(line, entry, start):
                end = start + len(entry.written)
                gap = " " if line.text[end : end + 1].isalnum() else ""
                line.read(start, end, entry.spoken + gap, WORD_READ)
                break


def _stands_at(line: Line, entry: LexiconEntry, start: int) -> bool:
    end = start + len(entry.written)
    if start < 0 or line.open_text[start:end] != entry.written:
        return False
    before, after = line.text[start - 1 : start], line.text[end : end + 1]
    if before.isalnum() or before == "_" or _in_a_number(line, entry, start):
        return False
    return not (entry.written[-1].isalnum() and (after.isalnum() or after == "_"))


def in_a_heading(line: Line, word: str, start: int) -> bool:
    """Tell whether an abbreviation that is also a syllable stands among words in capitals: "PHÒNG TƯ PHÁP"."""
    beside = _neighbours(line, word, start)
    return is_syllable(word) and any(len(one) > 1 and one.isupper() and is_syllable(one) for one in beside)


def is_part_of_a_word(line: Line, word: str, start: int) -> bool:
    """Tell whether "TƯ" in a heading makes a word with one of the syllables beside it."""
    return word == "TƯ" and any(one.casefold() in AROUND_TU for one in _neighbours(line, word, start))


def _neighbours(line: Line, word: str, start: int) -> tuple[str, ...]:
    before, after = _LAST_WORD.search(line.text, 0, start), _NEXT_WORD.match(line.text, start + len(word))
    return tuple(one[1] for one in (before, after) if one)


def _in_a_number(line: Line, entry: LexiconEntry, start: int) -> bool:
    """An entry "24/7" is not the end of "12/24/7", nor "1900 9068" the beginning of a longer number."""
    end = start + len(entry.written)
    first, last = entry.written[0].isdigit(), entry.written[-1].isdigit()
    before = line.text[max(0, start - 2) : start]
    joined = _PART_OF_A_CODE.search(before) or (first and _JOINED_BEFORE.search(before))
    follows = last and (_JOINED_AFTER.match(line.text, end) or (first and _MORE_FIGURES.match(line.text, end)))
    return bool(joined or follows)


def _allowed(line: Line, entry: LexiconEntry, start: int) -> bool:
    end = start + len(entry.written)
    if len(entry.written) == 2 and entry.written[1] == "." and _in_a_name(line, start):
        return False
    if not entry.bound and in_a_heading(line, entry.written, start):
        return False
    before = not entry.before or any(_ends_with(line.before(start), word) for word in entry.before)
    return before and (not entry.after or any(_begins_with(line.text[end:], word) for word in entry.after))


def _in_capitals(name: str) -> bool:
    """Tell whether the name goes on in a heading: "TP. YÊN BÁI"; "TP HCM" is another abbreviation."""
    return name.isupper() and is_syllable(name) and not is_plain_caps(name)


def _in_a_name(line: Line, start: int) -> bool:
    """After a name a single letter is an initial: "Trần Thị H. Trú tại…" is no "huyện"."""
    last = _LAST_WORD.search(line.text[:start])
    return bool(last and last[1].istitle() and last.start(1) > 0)


def _ends_with(before: str, word: str) -> bool:
    before = before.rstrip(" :(")
    if word == "#":
        return before[-1:].isdigit()
    return before.endswith(word) and not (word[0].isalnum() and before[: -len(word)][-1:].isalnum())


def _begins_with(after: str, word: str) -> bool:
    after = after.lstrip(" :")
    if word in _FIGURES:
        return _FIGURES[word].match(after) is not None
    if word == "^^":
        pair = _TWO_WORDS.match(after)
        return bool(pair and pair[1].istitle() and pair[2].istitle())
    if word == "^":
        name = _RUN.match(after)
        return bool(name and after[0].isupper() and (after[1:2].islower() or _in_capitals(name[0])))
    return after.casefold().startswith(word) and not after[len(word) : len(word) + 1].isalnum()
