"""A YAML file as plain data with the place of every key and value.

Marks mirror the data as JSON can hold it, with lines and columns from 0:
a scalar is [line, col, style, last line], a list [line, col, [marks]],
a mapping [line, col, {key: [key line, key col, marks]}].
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from scheduler.library.problem import Level, Problem

Loc = Sequence[str | int]
Place = tuple[int, int]


@dataclass(frozen=True)
class Tree:
    """The data of one file: dict, list, str, Unquoted and None, nothing else."""

    path: str
    data: Any
    marks: Any

    def place(self, loc: Loc, *, key: bool = False) -> Place:
        """Line and column, from 1, of the value at `loc` (or of its key); of the nearest one above that exists."""
        found = self._walk(loc)
        if key and found[1] is not None:
            return found[1]
        return found[0][0] + 1, found[0][1] + 1

    def has(self, loc: Loc) -> bool:
        """Whether there is a value at `loc`."""
        return self._walk(loc)[2] == len(loc)

    def style(self, loc: Loc) -> tuple[str, int, int]:
        """Style of the scalar at `loc` ('' plain, ' " quoted, | > block), its first and last line from 1."""
        mark = self._walk(loc)[0]
        if isinstance(mark[2], str):
            return mark[2], mark[0] + 1, mark[3] + 1
        return "", mark[0] + 1, mark[0] + 1

    def problem(self, loc: Loc, message: str, level: Level = "error", *, key: bool = False) -> Problem:
        """A problem at the value at `loc`, or at its key."""
        line, col = self.place(loc, key=key)
        return Problem(self.path, line, col, message, level)

    def _walk(self, loc: Iterable[str | int]) -> tuple[Any, Place | None, int]:
        mark, key, depth = self.marks, None, 0
        for step in loc:
            children = mark[2]
            if isinstance(children, dict) and step in children:
                line, col, mark = children[step]
                key = (line + 1, col + 1)
            elif isinstance(children, list) and isinstance(step, int) and step < len(children):
                mark, key = children[step], None
            else:
                break
            depth += 1
        return mark, key, depth
