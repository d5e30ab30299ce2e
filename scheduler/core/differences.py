"""What differs between texts, word by word: for the eye of whoever writes or approves them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

_WORD = re.compile(r"\w+(?:[.,/-]\w+)*\s*|[^\w\s]\s*|\s+")
_MOST = 3000
"""Words that are compared one by one; longer texts are compared by lines, and very long ones as a whole."""

Kind = Literal["same", "old", "new"]


@dataclass(frozen=True)
class Piece:
    """A run of words. `old` ones are gone from the newer text, `new` ones are in it alone."""

    text: str
    kind: Kind = "same"


def changes(old: str, new: str) -> tuple[Piece, ...]:
    """Both texts in one: the `same` and `old` pieces make the old text, the `same` and `new` ones the new."""
    before, after = _split(old, new)
    pieces: list[Piece] = []
    for tag, a, b, c, d in _matcher(before, after).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("".join(after[c:d])))
            continue
        pieces += [Piece("".join(before[a:b]), "old")] if b > a else []
        pieces += [Piece("".join(after[c:d]), "new")] if d > c else []
    return tuple(pieces)


def apart(texts: Sequence[str]) -> list[tuple[Piece, ...]]:
    """Each text with what not all of them say marked `new`: how one message differs from unit to unit."""
    common = _common(texts)
    return [tuple(_marked(text, common)) for text in texts]


def extracts(pieces: Sequence[Piece], around: int = 40) -> list[tuple[Piece, ...]]:
    """What differs, with some letters of what stands around it: enough to read it by, without the rest.

    Differences with little between them are one extract.
    """
    found: list[list[Piece]] = []
    gap = True
    for n, piece in enumerate(pieces):
        if piece.kind != "same":
            if gap:
                found.append([Piece(_tail(pieces[n - 1].text, around))] if n else [])
            found[-1].append(piece)
            gap = False
        elif found and not gap:
            last = not any(later.kind != "same" for later in pieces[n + 1 :])
            gap = last or len(piece.text) > 2 * around
            found[-1].append(Piece(_head(piece.text, around)) if gap else piece)
    return [tuple(extract) for extract in found]


def _head(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rpartition(' ')[0] or text[:most]} …"


def _tail(text: str, most: int) -> str:
    return text if len(text) <= most else f"… {text[-most:].partition(' ')[2] or text[-most:]}"


def _common(texts: Sequence[str]) -> list[str]:
    """Words that all texts have, in the same order."""
    distinct = list(dict.fromkeys(texts))
    common = _WORD.findall(distinct[0]) if distinct else []
    for text in distinct[1:]:
        words = _WORD.findall(text)
        common = [word for a, _, size in _blocks(common, words) for word in common[a : a + size]]
    return common


def _marked(text: str, common: Sequence[str]) -> Iterator[Piece]:
    words = _WORD.findall(text)
    same = [False] * len(words)
    for _, b, size in _blocks(common, words):
        same[b : b + size] = [True] * size
    for alike, run in groupby(zip(same, words, strict=True), key=lambda pair: pair[0]):
        yield Piece("".join(word for _, word in run), "same" if alike else "new")


def _blocks(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int, int]]:
    """Runs that both have, in order. The same ends are found first: most texts differ in a few words only."""
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    inner_a, inner_b = a[start : len(a) - end], b[start : len(b) - end]
    found = [(0, 0, start)]
    if max(len(inner_a), len(inner_b)) <= _MOST:
        found += [(m.a + start, m.b + start, m.size) for m in _matcher(inner_a, inner_b).get_matching_blocks()]
    return [*found, (len(a) - end, len(b) - end, end)]


def _split(old: str, new: str) -> tuple[list[str], list[str]]:
    before, after = _WORD.findall(old), _WORD.findall(new)
    if max(len(before), len(after)) > _MOST:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    return ([old], [new]) if max(len(before), len(after)) > _MOST else (before, after)


def _matcher(a: Sequence[str], b: Sequence[str]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, a, b, autojunk=False)
