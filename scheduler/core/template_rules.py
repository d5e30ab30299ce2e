"""What a template may be made of, and the bounds that keep it cheap."""

from jinja2 import nodes

from scheduler.core import template_words as words
from scheduler.core.phrase import phrase

MAX_OUTPUT = 64_000
"""Characters; Facebook takes 63,206 and a station's longest slot about 20,000."""
MAX_SOURCE = 64_000
MAX_NODES = 3_000
MAX_LOOPS = 2
MAX_ITEMS = 50
"""Turns of one loop: with two loops in each other, 2,500."""
MAX_PARTS = 50

FILTERS = frozenset({"upper", "lower", "capitalize", "title", "trim", "first", "last", "length", "default", "abs", "e"})

_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const,
    nodes.Filter, nodes.Test, nodes.If, nodes.For, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or,
    nodes.Not, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Neg, nodes.Concat,
    nodes.Include, nodes.Tuple, nodes.List,
)  # fmt: skip

_PLAIN = frozenset({*_ALLOWED} - {nodes.Filter, nodes.Test, nodes.For, nodes.Include})
"""What needs no closer look outside a loop."""


class TemplateFault(ValueError):
    """A template that cannot be rendered. `line` counts from 1 within the template, or within the included `part`.

    `name` is the word at fault, where there is one.
    """

    def __init__(self, what: str, line: int = 1, part: str = "", name: str = "") -> None:
        super().__init__(what)
        self.what, self.line, self.part, self.name = what, line, part, name


def walk(tree: nodes.Template) -> list[tuple[nodes.Node, int]]:
    """Every node of a template with the number of loops around it. Jinja2's own walk takes four times as long."""
    found: list[tuple[nodes.Node, int]] = []
    stack: list[tuple[nodes.Node, int]] = [(tree, 0)]
    while stack:
        node, loops = stack.pop()
        if type(node) is nodes.For:
            loops += 1
        found.append((node, loops))
        for name in node.fields:
            value = getattr(node, name)
            if isinstance(value, nodes.Node):
                stack.append((value, loops))
            elif type(value) is list:
                stack += [(child, loops) for child in value if isinstance(child, nodes.Node)]
    return found


def require_allowed(
    found: list[tuple[nodes.Node, int]], part: str, filters: frozenset[str], tests: frozenset[str]
) -> None:
    """Raise TemplateFault at the first node that a template may not have."""
    if len(found) > MAX_NODES:
        raise TemplateFault(
            phrase("mẫu có quá {max_nodes} thành phần; hãy viết ngắn lại", max_nodes=MAX_NODES), 1, part
        )
    for node, loops in found:
        if (type(node) not in _PLAIN or loops) and (fault := _fault(node, loops, filters, tests)):
            raise TemplateFault(fault, node.lineno or 1, part, getattr(node, "name", None) or "")


def _fault(node: nodes.Node, loops: int, filters: frozenset[str], tests: frozenset[str]) -> str:
    if type(node) not in _ALLOWED:
        return phrase("mẫu không được dùng {form}", form=words.form(node))
    if isinstance(node, nodes.Filter) and node.name not in filters:
        return phrase('không có bộ lọc "{node}"; chỉ có: {filters}', node=node.name, filters=", ".join(sorted(filters)))
    if isinstance(node, nodes.Test) and node.name not in tests:
        return phrase('không có phép thử "is {node}"; hay dùng nhất là: is defined', node=node.name)
    if loops > MAX_LOOPS or (isinstance(node, nodes.For) and node.recursive):
        return phrase("mẫu lồng quá {max_loops} vòng lặp", max_loops=MAX_LOOPS)
    if isinstance(node, nodes.Include) and loops:
        return phrase("không đặt {% include %} trong vòng lặp")
    return ""
