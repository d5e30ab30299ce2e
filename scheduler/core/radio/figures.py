"""Which written figure was read as which words: what an announcer checks the words against."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_DIGIT = re.compile(r"\d")
_EDGE = re.compile(r"^\W+|\W+$")


class Figure(NamedTuple):
    """A figure as it is written, and the words it is read as."""

    written: str
    spoken: str


class _Run(NamedTuple):
    """Written words that stand together: one that is read as it stands, or some that are read otherwise."""

    words: tuple[str, ...]
    kept: bool


def figures(written: str, spoken: str) -> tuple[Figure, ...]:
    """The figures of one line, in order; none where the two do not belong together.

    A reading changes words in their places, so the words it keeps tell where each figure stands.
    """
    said = spoken.split()
    runs = _runs(written.split(), {_bare(word) for word in said})
    reach = _reach(runs, [_bare(word) for word in said])
    return tuple(_found(runs, said, reach)) if reach[0][0] else ()


def _bare(word: str) -> str:
    return _EDGE.sub("", word).casefold() or word


def _runs(words: Sequence[str], said: set[str]) -> list[_Run]:
    runs: list[_Run] = []
    for word in words:
        kept = not _DIGIT.search(word) and _bare(word) in said
        if runs and not kept and not runs[-1].kept:
            runs[-1] = _Run((*runs[-1].words, word), kept=False)
        else:
            runs.append(_Run((word,), kept))
    return runs


def _reach(runs: Sequence[_Run], said: Sequence[str]) -> list[list[bool]]:
    """Whether the runs from here can be the words from there, for each pair of places."""
    words, width = len(said), len(said) + 1
    reach = [[False] * width for _ in range(len(runs) + 1)]
    reach[-1][words] = True
    for at in range(len(runs) - 1, -1, -1):
        run, mine, after = runs[at], reach[at], reach[at + 1]
        for word in range(words - 1, -1, -1):
            if run.kept:
                mine[word] = after[word + 1] and said[word] == _bare(run.words[0])
            else:
                mine[word] = after[word + 1] or mine[word + 1]
    return reach


def _found(runs: Sequence[_Run], said: Sequence[str], reach: Sequence[Sequence[bool]]) -> Iterator[Figure]:
    word = 0
    for at, run in enumerate(runs):
        end = word + 1
        while not reach[at + 1][end]:
            end += 1
        written = _EDGE.sub("", " ".join(run.words)) or " ".join(run.words)
        if not run.kept and _DIGIT.search(written):
            yield Figure(_whole(run.words), _EDGE.sub("", " ".join(said[word:end])))
        word = end


def _whole(words: Sequence[str]) -> str:
    """The written words without the marks around them, but with a percent sign, which is part of a figure."""
    return " ".join(words).strip(" .,;:!?()[]\"'“”‘’…")
