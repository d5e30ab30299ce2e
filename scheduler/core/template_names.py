"""The names that a template uses, found without rendering it."""

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import nodes

_BRANCHING = frozenset({nodes.If, nodes.For, nodes.CondExpr, nodes.Compare, nodes.And, nodes.Or, nodes.Not, nodes.Test})
_NAMING = frozenset({nodes.Getattr, nodes.Getitem, nodes.Name})


@dataclass(frozen=True)
class Reference:
    """A dotted name that a template uses, as `fact.luong_co_so`, and the line where, in the text or in `part`."""

    path: tuple[str, ...]
    line: int
    part: str = ""


def references(found: list[nodes.Node], part: str) -> Iterator[Reference]:
    """Every dotted name among the nodes of a template but those that a loop makes."""
    loops = {name.name for loop in found if isinstance(loop, nodes.For) for name in _targets(loop.target)} | {"loop"}
    inner: set[int] = set()
    for node in found:
        if type(node) in _NAMING and id(node) not in inner:
            path = _path(node, inner)
            if path and path[0] not in loops:
                yield Reference(path, node.lineno, part)


def included(found: list[nodes.Node]) -> Iterator[tuple[str, int]]:
    """The name of each shared part that is included, and the line; an empty name where it is computed."""
    for node in found:
        if isinstance(node, nodes.Include):
            name = node.template.value if isinstance(node.template, nodes.Const) else None
            yield (name if isinstance(name, str) else ""), node.lineno


def branching(found: list[nodes.Node]) -> bool:
    """Whether what is said depends on a value."""
    return any(type(node) in _BRANCHING for node in found)


def _targets(node: nodes.Node) -> list[nodes.Name]:
    return [node] if isinstance(node, nodes.Name) else list(node.find_all(nodes.Name))


def _path(node: nodes.Node, inner: set[int]) -> tuple[str, ...]:
    names: list[str] = []
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        if isinstance(node, nodes.Getattr):
            names.append(node.attr)
        elif isinstance(node.arg, nodes.Const):
            names.append(str(node.arg.value))
        else:
            names.clear()
        inner.add(id(node))
        node = node.node
    inner.add(id(node))
    return (node.name, *reversed(names)) if isinstance(node, nodes.Name) and node.ctx == "load" else ()
