"""The text as the rules see it: one blank for many, one kind of hyphen and of figures; each sign keeps its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from re import Match

_BLANK = "\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ODD = re.compile(rf"[{_BLANK}]{{2,}}|[^\S \n\r]|[\u2010-\u2012\u2015\u2212\uff01-\uff5e]|[^\D0-9]|(?<=\w)–(?=\w)")
"""What word processors, telephones and other keyboards put for a blank, a hyphen or a figure."""
_HYPHENS = "\u2010\u2011\u2012\u2212–"
_WIDE = 0xFEE0
"""How far the wide signs of East Asian keyboards are from the plain ones."""


@dataclass(frozen=True, slots=True)
class Plain:
    """``text`` for the rules; ``at`` tells for each of its characters where that begins in what was written."""

    written: str
    text: str
    at: tuple[int, ...] | range

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of ``text`` stands in what was written."""
        return self.at[start], self.at[end]


def plain(written: str) -> Plain:
    """Replace what only looks different; what means something else ("½", hidden characters) stays as it is."""
    text, at, end = "", list[int](), 0
    for match in _ODD.finditer(written):
        text += written[end : match.start()] + _plainly(match)
        at += range(end, match.start() + 1)
        end = match.end()
    return Plain(written, text + written[end:], (*at, *range(end, len(written) + 1)) if at else range(len(written) + 1))


def _plainly(match: Match[str]) -> str:
    shown = match[0]
    if shown.isspace():
        return "\t" if _between_figures(match) and (len(shown) > 1 or shown == "\t") else " "
    if shown in _HYPHENS:
        return "-"
    if shown == "\u2015":
        return "—"
    return str(int(shown)) if shown.isdecimal() else chr(ord(shown) - _WIDE)


def _between_figures(match: Match[str]) -> bool:
    """A wide gap between figures parts two columns: "120    300 đồng" is not 120.300 đồng."""
    sides = match.string[max(0, match.start() - 1) : match.start()] + match.string[match.end() : match.end() + 1]
    return len(sides) == 2 and sides.isdecimal()
