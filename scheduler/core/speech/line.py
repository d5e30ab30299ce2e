"""One line being read: which stretches already have a reading, and what is still open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from re import Match, Pattern

from scheduler.core.speech.lexicon import Lexicon
from scheduler.core.speech.style import Style

# Read stretches are covered in `open_text` by one of these, so that offsets stay and no later rule sees them.
NUMBER_READ = "\ue010"
WORD_READ = "\ue011"
UNREAD = "\ue012"


@dataclass(frozen=True, slots=True)
class Unread:
    """A token that nobody may guess at: its text, its place in the NFC input, and why, for the clerk."""

    token: str
    start: int
    end: int
    why: str


@dataclass(slots=True)
class Piece:
    """A stretch of the line with its reading (``spoken`` empty means: say nothing)."""

    start: int
    end: int
    spoken: str


@dataclass(slots=True)
class Line:
    """A line of NFC text; rules claim stretches of it one after the other, the first claim wins."""

    text: str
    lexicon: Lexicon
    style: Style
    open_text: str = ""
    pieces: list[Piece] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.open_text = self.text

    def read(self, start: int, end: int, spoken: str, cover: str = NUMBER_READ) -> None:
        """Claim a stretch with its reading."""
        self.pieces.append(Piece(start, end, spoken))
        self._cover(start, end, cover)

    def refuse(self, start: int, end: int, why: str) -> None:
        """Claim a stretch as not readable; it stays in the spoken text as written."""
        self.unread.append(Unread(self.text[start:end], start, end, why))
        self._cover(start, end, UNREAD)

    def before(self, start: int, length: int = 40) -> str:
        """What stands before a place, lower case, as written (also what is read already)."""
        return self.text[max(0, start - length) : start].casefold()

    def after(self, end: int, length: int = 40) -> str:
        """What stands after a place, lower case, as written."""
        return self.text[end : end + length].casefold()

    def name_follows(self, end: int) -> bool:
        """Tell whether the next word begins with a capital, as a sentence or a name does."""
        word = self.text[end : end + 3].lstrip()
        return word[:2].istitle() and len(word) > 1

    def each(self, pattern: Pattern[str], rule: Callable[[Line, Match[str]], None], needs: str = "") -> None:
        """Run a rule on every match in what is still open, left to right.

        ``needs``: characters of which each match has at least one; most lines have none of a kind, and no match.
        """
        if needs and not any(char in self.open_text for char in needs):
            return
        position = 0
        while match := pattern.search(self.open_text, position):
            rule(self, match)
            position = match.start() + 1

    def _cover(self, start: int, end: int, cover: str) -> None:
        self.open_text = self.open_text[:start] + cover * (end - start) + self.open_text[end:]
