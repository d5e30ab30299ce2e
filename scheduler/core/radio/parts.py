"""The parts of a script: opening, lead, body, what is said again, close. Found by the words they begin with.

Messages are flat texts, as people write them; the house form (docs/messages.md) begins with "Kính thưa bà con",
says the main thing again after "Xin nhắc lại" and ends with thanks. What keeps to no form is one body.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby

from scheduler.core.radio.figures import Figure, figures
from scheduler.core.speech import syllables
from scheduler.core.text import fold

LONGEST_OPENING = 12
"""Syllables: a longer first line says more than a greeting."""

_GREETINGS = tuple(map(fold, (
    "Kính thưa", "Kính chào", "Thưa bà con", "Thưa quý vị", "Xin chào", "Xin kính chào", "Mời bà con nghe",
    "Mời quý vị nghe",
)))  # fmt: skip
_AGAIN = fold("Xin nhắc lại")
_FAREWELLS = tuple(map(fold, (
    "Bà con cần biết thêm", "Mọi chi tiết", "Chi tiết xin", "Xin trân trọng", "Trân trọng cảm ơn", "Xin cảm ơn",
    "Cảm ơn bà con", "Cảm ơn quý vị", "Kính chúc", "Xin kính chúc", "Xin chào tạm biệt",
)))  # fmt: skip


class Role(StrEnum):
    """What a part of a script is for."""

    OPENING = "opening"
    LEAD = "lead"
    BODY = "body"
    AGAIN = "again"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: as it is read, as it was written, and the figures in it."""

    spoken: str
    written: str
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines of a script that serve one purpose."""

    role: Role
    lines: tuple[Line, ...]


@lru_cache(maxsize=2000)
def parts(written: str, spoken: str, lang: str = "vi") -> tuple[Part, ...]:
    """A script in its parts. A text in another language is one body: nobody here knows its greetings."""
    lines = [_line(text, said or text) for text, said in _pairs(written, spoken) if (said or text).strip()]
    roles = _roles([fold(line.spoken) for line in lines]) if lang == "vi" else [Role.BODY] * len(lines)
    grouped = groupby(zip(roles, lines, strict=True), key=lambda pair: pair[0])
    return tuple(Part(role, tuple(line for _, line in some)) for role, some in grouped)


def _pairs(written: str, spoken: str) -> list[tuple[str, str]]:
    """Line by line where both have the same lines, as a reading of a text has; else what is said alone."""
    texts, said = written.splitlines(), (spoken or written).splitlines()
    return list(zip(texts, said, strict=True)) if len(texts) == len(said) else [("", line) for line in said]


def _line(written: str, spoken: str) -> Line:
    written, spoken = written.strip(), spoken.strip()
    return Line(spoken, written or spoken, figures(written, spoken) if written != spoken else ())


def _roles(lines: list[str]) -> list[Role]:
    """The role of each folded line."""
    roles = [Role.BODY] * len(lines)
    begin = next((at for at, line in enumerate(lines) if not _greets(line)), len(lines))
    end = _close(lines, begin)
    roles[:begin] = [Role.OPENING] * begin
    roles[end:] = [Role.CLOSE] * (len(lines) - end)
    for at in range(begin, end):
        if lines[at].startswith(_AGAIN):
            roles[at] = Role.AGAIN
    if roles[begin : begin + 2] == [Role.BODY, Role.BODY]:
        roles[begin] = Role.LEAD
    return roles


def _greets(line: str) -> bool:
    return line.startswith(_GREETINGS) and syllables(line) <= LONGEST_OPENING


def _close(lines: list[str], begin: int) -> int:
    """Where the close begins: after what is said again, else with the first farewell that only farewells follow."""
    again = [at for at in range(begin, len(lines)) if lines[at].startswith(_AGAIN)]
    if again:
        return again[-1] + 1
    end = len(lines)
    while end > begin + 1 and lines[end - 1].startswith(_FAREWELLS):
        end -= 1
    return end
