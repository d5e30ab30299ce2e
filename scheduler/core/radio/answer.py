"""How a station answers without our page: a line for each thing, sent by telephone, or filled in on a USB stick.

    NHAN 14/2026                                      the script was received
    DUYET 14/2026                                     the commune lets it be read
    PHAT 14/2026 05:32 65 giây, Nguyễn Văn A          it was read: when, how long, by whom; the last two may be left out
    KHONG PHAT 14/2026: mất điện                      it was not read, and why
    THU HOI 14/2026                                   its recall was seen

`14/2026` is number and year; a newer issue is `14/2026-2`. Diacritics and capitals do not matter; `#` begins a remark.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import TypeVar

from scheduler.core.radio.sheet import Sheet
from scheduler.core.text import fold, nfc

LONGEST_LINE, MOST_LINES = 500, 2000
"""Bounds of what is read: a file from a stick may be anything."""


class Verb(StrEnum):
    """What a line says."""

    RECEIVED = "NHAN"
    ACCEPTED = "DUYET"
    AIRED = "PHAT"
    NOT_AIRED = "KHONG PHAT"
    RECALL_SEEN = "THU HOI"


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of a station. `day` and `at` are wall time; without a day it is the script's own."""

    line: int
    verb: Verb
    number: int
    year: int
    issue: int | None = None
    day: date | None = None
    at: time | None = None
    seconds: int | None = None
    reader: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unclear:
    """A line that nobody can take, and what is wrong with it."""

    line: int
    text: str
    why: str


@dataclass
class Answers:
    """What a station sent. `station` and `person` are empty where the text does not name them."""

    station: str = ""
    person: str = ""
    answers: list[Answer] = field(default_factory=list)
    unclear: list[Unclear] = field(default_factory=list)


def script_code(sheet: Sheet) -> str:
    """The script as a line names it: `14/2026`, a newer issue `14/2026-2`."""
    return sheet.code if sheet.issue == 1 else f"{sheet.code}-{sheet.issue}"


def codes(sheet: Sheet) -> tuple[str, ...]:
    """The lines with which a station may answer a script, to be filled in."""
    code = script_code(sheet)
    if not sheet.usable:
        return (f"{Verb.RECALL_SEEN} {code}",) if sheet.status == "canceled" else (f"{Verb.RECEIVED} {code}",)
    # Blank on purpose: a time that stands there already would come back as the time on air.
    aired = f"{Verb.AIRED} {code} __:__ __ giây, "
    return f"{Verb.RECEIVED} {code}", aired, f"{Verb.NOT_AIRED} {code}: "


def read_answers(text: str) -> Answers:
    """Every line of a text; those that cannot be read are named, and never guessed at."""
    found = Answers()
    lines = nfc(text.removeprefix("\ufeff")).splitlines()
    for number, line in enumerate(lines[:MOST_LINES], 1):
        words = line.partition("#")[0].strip()
        if words:
            _line(found, number, words[:LONGEST_LINE])
    if len(lines) > MOST_LINES:
        found.unclear.append(Unclear(MOST_LINES + 1, "…", f"dài quá {MOST_LINES} dòng; phần sau không đọc"))
    return found


_HEAD = re.compile(r"(?P<name>[^:\d]{2,12}):(?P<value>.*)")
_VERB = re.compile(r"(khong phat|thu hoi|nhan|duyet|phat)\b")
_SCRIPT = re.compile(r"\s*(?:[sS][ốỐoO]\s*)?(\d{1,6})\s*/\s*(\d{4})(?:\s*-\s*(\d{1,2}))?\b(?P<rest>.*)", re.ASCII)
_DAY = re.compile(r"^\s*(?:ngày|ngay)?\s*(\d{1,2})/(\d{1,2})/(\d{4})\b", re.IGNORECASE)
_AT = re.compile(r"^\s*(?:lúc|luc)?\s*(\d{1,2})[:hg](\d{2})\b", re.IGNORECASE)
_LONG = re.compile(
    r"^\s*,?\s*(?:(\d{1,2})\s*(?:phút|phut|p)\s*)?(?:(\d{1,4})\s*(?:giây|giay|s)?)?(?=\s|,|$)", re.IGNORECASE
)
_BLANK = re.compile(r"_+(?:\s*:\s*_+)?(?:\s*(?:giây|giay)\b)?", re.IGNORECASE)
"""What was left to fill in, and was not."""

T = TypeVar("T")


def _line(found: Answers, number: int, words: str) -> None:
    verb = _VERB.match(fold(words))
    head = _HEAD.fullmatch(words)
    if verb is None and head and (name := fold(head["name"])) in ("dai", "nguoi"):
        setattr(found, {"dai": "station", "nguoi": "person"}[name], head["value"].strip())
        return
    answer = _answer(number, words, verb) if verb else "không hiểu; viết ví dụ: NHAN 14/2026"
    if isinstance(answer, Answer):
        found.answers.append(answer)
    else:
        found.unclear.append(Unclear(number, words, answer))


def _answer(number: int, words: str, verb: re.Match[str]) -> Answer | str:
    """The answer, or what is wrong. Folding keeps the count of letters in NFC, so places in both texts are the same."""
    what = Verb(verb[1].upper())
    rest = " ".join(words.split())[verb.end() :]
    script = _SCRIPT.match(rest)
    if script is None:
        return f"thiếu số bản tin; viết ví dụ: {what} 14/2026"
    head = (number, what, int(script[1]), int(script[2]), int(script[3]) if script[3] else None)
    if what == Verb.NOT_AIRED:
        reason = script["rest"].strip(" :,.-")
        return Answer(*head, reason=reason) if reason else "không phát thì cần lý do: KHONG PHAT 14/2026: mất điện"
    if what == Verb.AIRED:
        return _aired(head, script["rest"])
    trailing = script["rest"].strip(" .,;:")
    return Answer(*head) if not trailing else f'thừa chữ "{trailing}"'


def _aired(head: tuple[int, Verb, int, int, int | None], rest: str) -> Answer | str:
    rest = _BLANK.sub(" ", rest)
    try:
        day, rest = _taken(_DAY, rest, lambda m: date(int(m[3]), int(m[2]), int(m[1])))
        at, rest = _taken(_AT, rest, lambda m: time(int(m[1]), int(m[2])))
    except ValueError:
        return "ngày hoặc giờ phát không có thật; viết ví dụ: PHAT 14/2026 05:32"
    if at is None:
        return "thiếu giờ phát; viết ví dụ: PHAT 14/2026 05:32"
    seconds, rest = _taken(_LONG, rest, lambda m: 60 * int(m[1] or 0) + int(m[2] or 0))
    return Answer(*head, day=day, at=at, seconds=seconds or None, reader=rest.strip(" ,.;:-"))


def _taken(pattern: re.Pattern[str], rest: str, made: Callable[[re.Match[str]], T]) -> tuple[T | None, str]:
    """What the pattern finds at the beginning, and what stands after it."""
    match = pattern.match(rest)
    return (made(match), rest[match.end() :]) if match else (None, rest)
