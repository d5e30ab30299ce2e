"""Changing single values in a YAML file that a person wrote: every other line, comments too, stays as it is."""

import re
from collections.abc import Iterator
from typing import Any

from scheduler.core.phrase import phrase
from scheduler.library.tree import Loc, Tree
from scheduler.library.writing.emit import block_lines, scalar

_QUOTED = {'"': re.compile(r'"(?:[^"\\]|\\.)*"'), "'": re.compile(r"'(?:[^']|'')*'")}

Change = tuple[tuple[str | int, ...], str]


class CannotPatch(ValueError):
    """This way of writing cannot be changed by machine; the text says where."""


def changed_values(old: Any, new: Any, loc: tuple[str | int, ...] = ()) -> Iterator[Change]:
    """The single texts in which two trees of data differ. Raises CannotPatch where more than texts differ."""
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        for key in old:
            yield from changed_values(old[key], new[key], (*loc, key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for n, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from changed_values(one, other, (*loc, n))
    elif isinstance(old, str) and isinstance(new, str):
        if str(old) != new:
            yield loc, new
    elif old != new:
        raise CannotPatch(phrase('chỗ "{place}" thêm hoặc bớt mục', place=".".join(map(str, loc)) or phrase("cả tệp")))


def patched(source: str, tree: Tree, changes: list[Change]) -> str:
    """The file with those values. Raises CannotPatch where one of them is written in a way that is not known here."""
    lines = source.split("\n")
    # From the end, so that the lines of those still to come stay where they were.
    for loc, value in sorted(changes, key=lambda change: tree.style(change[0])[1], reverse=True):
        style, first, _ = tree.style(loc)
        if style == "|":
            _replace_block(lines, first, value)
        else:
            _replace_scalar(lines, tree, loc, value)
    return "\n".join(lines)


def _replace_block(lines: list[str], first: int, value: str) -> None:
    """`first` is the line, from 1, of the key with its `|`."""
    if not re.search(r"\|\s*(#.*)?$", lines[first - 1]):
        raise CannotPatch(phrase("dòng {first} dùng kiểu khối đặc biệt", first=first))
    end = first
    line = next((line for line in lines[first:] if line.strip()), "")
    indent = " " * (len(line) - len(line.lstrip(" ")))
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith(indent)):
        end += 1
    while end > first and not lines[end - 1].strip():
        end -= 1
    block = block_lines(value, indent)
    if block is None:
        raise CannotPatch(
            phrase("đoạn chữ ở dòng {first} bắt đầu bằng dấu cách hoặc kết thúc bằng dòng trống", first=first)
        )
    lines[first:end] = block


def _replace_scalar(lines: list[str], tree: Tree, loc: Loc, value: str) -> None:
    style, first, last = tree.style(loc)
    line, col = lines[first - 1], tree.place(loc)[1] - 1
    rest = line[col:]
    match = _QUOTED[style].match(rest) if style in _QUOTED else re.match(r"[^#\n]*?(?=\s*(?:\s#|$))", rest)
    if first != last or match is None:
        raise CannotPatch(phrase("dòng {first} viết thành nhiều dòng", first=first))
    lines[first - 1] = f"{line[:col]}{scalar(value)}{rest[match.end() :]}"
