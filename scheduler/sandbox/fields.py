"""The `fields=` parameter: `id,message,attachments{media},comments.limit(3){id}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scheduler.sandbox.errors import GraphError

_NAME = re.compile(r"\s*([a-z_0-9]+)((?:\.[a-z_]+\([^(){}]*\))*)\s*")
MOST_FIELDS = 200
DEEPEST = 8

Sub = tuple["Field", ...]
Maker = Callable[[Sub], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A field asked for, with the fields asked for inside it."""

    name: str
    sub: Sub = ()


def parse_fields(text: str) -> Sub:
    """The fields asked for. Raises GraphError (code 2500) for what is not a list of fields."""
    parsed, end = _parse(text, 0, 0)
    if end != len(text):
        raise _syntax(text, end)
    return parsed


def _parse(text: str, start: int, depth: int) -> tuple[Sub, int]:
    if depth > DEEPEST:
        raise _syntax(text, start)
    found: list[Field] = []
    while True:
        match = _NAME.match(text, start)
        if not match or len(found) >= MOST_FIELDS:
            raise _syntax(text, start)
        sub: Sub = ()
        start = match.end()
        if text[start : start + 1] == "{":
            sub, start = _parse(text, start + 1, depth + 1)
            if text[start : start + 1] != "}":
                raise _syntax(text, start)
            start += 1
        found.append(Field(match[1], sub))
        if text[start : start + 1] != ",":
            return tuple(found), start
        start += 1


def _syntax(text: str, position: int) -> GraphError:
    return GraphError(2500, message=f"Syntax error at character {position} of fields: {text[:80]!r}")


def unknown_field(node: str, name: str) -> GraphError:
    """Code 100 that names the field and the kind of node."""
    return GraphError(100, message=f"(#100) Tried accessing nonexisting field ({name}) on node type ({node})")


def select(node: str, wanted: str | Sub | None, default: Iterable[str], makers: Mapping[str, Maker]) -> dict[str, Any]:
    """The fields of a node that were asked for; `id` is always among them; None values are left out.

    Raises GraphError (code 100) for a field that this kind of node does not have.
    """
    asked = parse_fields(wanted) if isinstance(wanted, str) and wanted.strip() else wanted
    chosen = asked if asked else tuple(Field(name) for name in default)
    if not isinstance(chosen, tuple):
        raise TypeError("fields must be parsed")
    answer: dict[str, Any] = {}
    for item in (*chosen, Field("id")):
        if item.name not in makers:
            raise unknown_field(node, item.name)
        value = makers[item.name](item.sub)
        if value is not None:
            answer[item.name] = value
    return answer
