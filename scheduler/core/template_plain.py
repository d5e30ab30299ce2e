"""Templates that only print: text, dotted names and shared parts. They are read off, never compiled.

To compile a template takes a hundred times longer than to print it, and most texts are plain: it was a third of what
a check of all content took.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, nodes


@dataclass(frozen=True, slots=True)
class Printed:
    """A dotted name whose value is printed, and the line where it stands."""

    path: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Entered:
    """A shared part that is included, and the line where."""

    part: str
    line: int


Piece = str | Printed | Entered


def plain(tree: nodes.Template) -> tuple[Piece, ...] | None:
    """The pieces of a template in order; None where it does more than print them."""
    pieces: list[Piece] = []
    for node in tree.body:
        found = node.nodes if isinstance(node, nodes.Output) else [node]
        for piece in map(_piece, found):
            if piece is None:
                return None
            pieces.append(piece)
    return tuple(pieces)


def _piece(node: nodes.Node) -> Piece | None:
    if isinstance(node, nodes.TemplateData):
        return node.data
    return _entered(node) if isinstance(node, nodes.Include) else _printed(node)


def _entered(node: nodes.Include) -> Entered | None:
    name = node.template.value if isinstance(node.template, nodes.Const) else None
    if isinstance(name, str) and node.with_context and not node.ignore_missing:
        return Entered(name, node.lineno)
    return None


def _printed(node: nodes.Node) -> Printed | None:
    names: list[str] = []
    inner = node
    while isinstance(inner, nodes.Getattr):
        names.append(inner.attr)
        inner = inner.node
    return Printed((inner.name, *reversed(names)), node.lineno) if isinstance(inner, nodes.Name) else None


@dataclass
class Spot:
    """Where printing has come to: a line of the text, or of the shared part that it is in."""

    line: int = 1
    part: str = ""


def printed(
    pieces: tuple[Piece, ...], part: str, names: Mapping[str, Any], spot: Spot, environment: Environment,
    enter: Callable[[str], Iterator[str]],
) -> Iterator[str]:  # fmt: skip
    """The text piece by piece, with values as Jinja2 itself would find and print them. `enter` prints a part."""
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
            continue
        spot.line, spot.part = piece.line, part
        if isinstance(piece, Entered):
            yield from enter(piece.part)
        else:
            yield _value(piece.path, names, environment)


def _value(path: tuple[str, ...], names: Mapping[str, Any], environment: Environment) -> str:
    first, *rest = path
    value = names[first] if first in names else environment.undefined(name=first)
    for name in rest:
        value = environment.getattr(value, name)
    return str(value)
