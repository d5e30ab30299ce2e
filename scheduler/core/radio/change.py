"""What of a script's spoken words a new revision changed, word by word: what an announcer must look at."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Op = Literal["same", "out", "in"]

_AROUND = 6
"""Unchanged words that are shown before and after a change."""


class Piece(NamedTuple):
    """Some words in a row that stayed, went out or came in."""

    op: Op
    words: str


def spoken_change(old: str, new: str) -> tuple[Piece, ...]:
    """The changes with a few words around each; … stands for unchanged words between. Empty where none changed."""
    before, after = old.split(), new.split()
    if before == after:
        return ()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return tuple(piece for code in matcher.get_opcodes() for piece in _pieces(code, before, after))


def _pieces(code: tuple[str, int, int, int, int], before: list[str], after: list[str]) -> Iterator[Piece]:
    tag, old_from, old_to, new_from, new_to = code
    if tag == "equal":
        first, last = new_from == 0, new_to == len(after)
        yield Piece("same", _shortened(after[new_from:new_to], first=first, last=last))
        return
    if old_from < old_to:
        yield Piece("out", " ".join(before[old_from:old_to]))
    if new_from < new_to:
        yield Piece("in", " ".join(after[new_from:new_to]))


def _shortened(words: list[str], *, first: bool, last: bool) -> str:
    head, tail = [] if first else words[:_AROUND], [] if last else words[-_AROUND:]
    if len(head) + len(tail) >= len(words):
        return " ".join(words)
    return " ".join((*head, "…", *tail))
