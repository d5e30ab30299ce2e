"""The names that a template uses, found without rendering it."""

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import nodes


@dataclass(frozen=True)
class Reference:
    """A dotted name that a template uses, as `fact.luong_co_so`, and the line where, in the text or in `part`."""

    path: tuple[str, ...]
    line: int
    part: str = ""


def references(tree: nodes.Template, part: str) -> Iterator[Reference]:
    """Every dotted name but those that a loop makes."""
    loops = {name.name for loop in tree.find_all(nodes.For) for name in _targets(loop.target)} | {"loop"}
    inner: set[int] = set()
    for node in tree.find_all((nodes.Getattr, nodes.Getitem, nodes.Name)):
        path = _path(node, inner) if id(node) not in inner else ()
        if path and path[0] not in loops:
            yield Reference(path, node.lineno, part)


def included(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """The name of each shared part that the template includes, and the line; an empty name where it is computed."""
    for include in tree.find_all(nodes.Include):
        name = include.template.value if isinstance(include.template, nodes.Const) else None
        yield (name if isinstance(name, str) else ""), include.lineno


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
