"""Templates that staff write: Jinja2, sandboxed, strict about names, and bounded in what they can cost.

Jinja2's own sandbox keeps templates away from Python, not from memory or time: `{{ 'x'*200000000 }}` renders
200 MB in it. So only what a policy text needs is allowed: names, filters that cannot grow a text, `if`, two
nested `for` and `include` of a named part. No `set`, macro or call is: they double a text at every line.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from types import TracebackType
from typing import Any

from jinja2 import (
    BaseLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
    UndefinedError,
    nodes,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from scheduler.core import template_words as words
from scheduler.core.figures import NoFigure
from scheduler.core.near import meant
from scheduler.core.phrase import phrase
from scheduler.core.template_names import Reference, branching, included, references
from scheduler.core.template_plain import Piece, Spot, plain, printed
from scheduler.core.template_rules import (
    FILTERS,
    MAX_ITEMS,
    MAX_OUTPUT,
    MAX_PARTS,
    MAX_SOURCE,
    TemplateFault,
    require_allowed,
    walk,
)

__all__ = ["MAX_OUTPUT", "Reference", "TemplateFault", "Templates"]

_LOOP, _JOIN = " loop", " join"
"""Names of filters that nobody can write: a name in a template has no blank in front."""

_TEXT = "<template>"
"""What Jinja2 calls a template without a file."""

_FAILURES = (TemplateError, ArithmeticError, TypeError, ValueError, LookupError, RecursionError, MemoryError)


@dataclass
class _Parsed:
    """A text or shared part that may be used: what it names, which parts it includes, and the form to print it from:
    its pieces where it only prints, else compiled."""

    tree: nodes.Template | None
    references: tuple[Reference, ...]
    includes: tuple[tuple[str, int], ...]
    branches: bool
    pieces: tuple[Piece, ...] | None = None
    parts: tuple[str, ...] = ()
    template: Template | None = None


class ForbiddenError(ValueError):
    """An operation that a template may not do; the text says which."""


class _Environment(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"+", "*", "%"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if not isinstance(left, int | float) or not isinstance(right, int | float):
            raise ForbiddenError(phrase("phép {operator} chỉ dùng cho số; hãy nối chữ bằng ~", operator=operator))
        result = super().call_binop(context, operator, left, right)
        if abs(result) > 10**18:
            raise ForbiddenError(phrase("phép {operator} cho ra số quá lớn", operator=operator))
        return result

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A key before an attribute, and the reason of a missing figure kept for whoever prints it."""
        if not isinstance(obj, str) and hasattr(type(obj), "__getitem__"):
            try:
                return obj[attribute]
            except NoFigure as reason:
                return self.undefined(hint=str(reason))
            except (TypeError, LookupError):
                pass
        value = super().getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute) if callable(value) else value


class _Loader(BaseLoader):
    """Gives parts that are checked and compiled already."""

    def __init__(self, load: Callable[[str], Template]) -> None:
        self._load = load

    def load(self, environment: Any, name: str, *_: Any, **__: Any) -> Template:
        return self._load(name)


class Templates:
    """The environment of all templates: shared parts by name, extra filters, compiled texts kept."""

    def __init__(self, parts: Mapping[str, str], filters: Mapping[str, Callable[..., Any]]) -> None:
        environment = _Environment(
            loader=_Loader(self._load), undefined=StrictUndefined, auto_reload=False, optimized=False
        )
        chosen = {name: environment.filters[name] for name in FILTERS} | dict(filters)
        self._filters = frozenset(chosen)
        environment.filters = chosen | {_LOOP: _items, _JOIN: _join}
        environment.globals = {}
        self._environment = environment
        self._sources = parts
        self._texts: dict[str, _Parsed] = {}
        self._parts: dict[str, _Parsed] = {}

    def render(self, source: str, names: Mapping[str, Any]) -> str:
        """The text. Raises TemplateFault for a missing name, a failing expression, or too long an output."""
        text, spot = self._text(source), Spot()
        try:
            return _bounded(self._printed(text, "", names, spot))
        except UndefinedError as error:
            sentence, name = words.missing(error.message)
            raise TemplateFault(sentence, *_place(error.__traceback__, spot), name) from None
        except TemplateFault as fault:
            fault.line, fault.part = _place(fault.__traceback__, spot)
            raise
        except _FAILURES as error:
            raise TemplateFault(words.failure(error), *_place(error.__traceback__, spot)) from None

    def _printed(self, parsed: _Parsed, part: str, names: Mapping[str, Any], spot: Spot) -> Iterator[str]:
        if parsed.pieces is None:
            return self._template(parsed, part).generate(names)

        def enter(name: str) -> Iterator[str]:
            return self._printed(self._part(name), name, names, spot)

        return printed(parsed.pieces, part, names, spot, self._environment, enter)

    def references(self, source: str) -> list[Reference]:
        """Every dotted name used by the template and the parts it includes. Raises TemplateFault as `render`."""
        text = self._text(source)
        return [*text.references, *(r for part in text.parts for r in self._part(part).references)]

    def references_of(self, part: str) -> list[Reference]:
        """The dotted names in a shared part. Raises TemplateFault where the part cannot be used."""
        parsed = self._part(part)
        _ = tuple(self._expanded(parsed, (part,)))
        return list(parsed.references)

    def parts_of(self, source: str) -> tuple[str, ...]:
        """The names of the shared parts that a template includes, directly or not."""
        return self._text(source).parts

    def branches(self, source: str) -> bool:
        """Whether the text asks for values and not only prints them: what it says of one unit then proves nothing
        of another."""
        text = self._text(source)
        return text.branches or any(self._part(part).branches for part in text.parts)

    def _load(self, name: str) -> Template:
        # Compiled under the part's own name, so that an error inside it can be told from one in the text.
        return self._template(self._part(name), name)

    def _template(self, parsed: _Parsed, name: str) -> Template:
        if parsed.template is None:
            if parsed.tree is None:
                raise TemplateFault(phrase("không dùng được mẫu này"), 1, name)
            tree, parsed.tree = parsed.tree, None  # trees are large, and needed once
            try:
                code = self._environment.compile(tree, name, name or _TEXT)
            except (*_FAILURES, SyntaxError) as error:
                raise TemplateFault(words.failure(error), 1, name) from None
            parsed.template = Template.from_code(self._environment, code, {})
        return parsed.template

    def _text(self, source: str) -> _Parsed:
        if source not in self._texts:
            parsed = self._parse(source, "")
            parsed.parts = tuple(dict.fromkeys(self._expanded(parsed, ())))
            if parsed.pieces is not None:
                parsed.tree = None
            self._texts[source] = parsed
        return self._texts[source]

    def _part(self, name: str) -> _Parsed:
        if name not in self._parts:
            self._parts[name] = self._parse(self._sources[name], name)
        return self._parts[name]

    def _parse(self, source: str, part: str) -> _Parsed:
        if len(source) > MAX_SOURCE:
            raise TemplateFault(
                phrase("mẫu dài quá {max_source} ký tự; hãy chia ra nhiều bài", max_source=MAX_SOURCE), 1, part
            )
        try:
            tree = self._environment.parse(source)
            placed = walk(tree)
            require_allowed(placed, part, self._filters, frozenset(self._environment.tests))
            found = [node for node, _ in placed]
            names, parts = tuple(references(found, part)), tuple(included(found))
            parsed = _Parsed(tree, names, parts, branching(found), plain(tree))
            _bind(found, self._environment)
        except TemplateSyntaxError as error:
            raise TemplateFault(words.syntax(error.message), error.lineno, part) from None
        except (RecursionError, ValueError) as error:
            if isinstance(error, TemplateFault):
                raise
            raise TemplateFault(phrase("mẫu lồng nhau quá sâu hoặc có số quá dài"), 1, part) from None
        return parsed

    def _expanded(self, parsed: _Parsed, path: tuple[str, ...]) -> Iterator[str]:
        """Every part that rendering will enter, as often as it will. Refuses circles and parts without end."""
        entered = 0
        stack = [(include, path) for include in parsed.includes]
        while stack:
            (name, line), above = stack.pop()
            entered += 1
            if fault := self._part_fault(name, above, entered):
                raise TemplateFault(fault, line, above[-1] if above else "", name)
            yield name
            stack += [(include, (*above, name)) for include in self._part(name).includes]

    def _part_fault(self, name: str, above: tuple[str, ...], entered: int) -> str:
        if name not in self._sources:
            hint = meant(name, self._sources)
            return phrase(
                'không có mẫu dùng chung "{name}" trong content/templates{hint}',
                name=name,
                hint=hint and phrase("; {hint}", hint=hint),
            )
        if name in above:
            return phrase('mẫu dùng chung "{name}" gọi lại chính nó', name=name)
        return phrase("mẫu gọi quá {max_parts} mẫu dùng chung", max_parts=MAX_PARTS) if entered > MAX_PARTS else ""


def _bounded(pieces: Iterable[str]) -> str:
    text: list[str] = []
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > MAX_OUTPUT:
            raise TemplateFault(
                phrase("mẫu cho ra hơn {max_output} ký tự; hãy viết ngắn lại hoặc bỏ vòng lặp", max_output=MAX_OUTPUT)
            )
        text.append(piece)
    return "".join(text)


def _items(values: Iterable[Any]) -> list[Any]:
    items = list(islice(values, MAX_ITEMS + 1))
    if len(items) > MAX_ITEMS:
        raise TemplateFault(phrase("vòng lặp quá {max_items} lần", max_items=MAX_ITEMS))
    return items


def _join(values: Iterable[Any]) -> str:
    return _bounded(str(value) for value in values)


def _place(traceback: TracebackType | None, spot: Spot) -> tuple[int, str]:
    """The line of a template, and its part's name, where an exception came from: the innermost compiled template
    that it went through, else the spot that printing had come to."""
    place = (spot.line, spot.part)
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if "__jinja_exception__" in traceback.tb_frame.f_globals:
            place = (traceback.tb_lineno, "" if code.co_filename == _TEXT else code.co_filename)
        traceback = traceback.tb_next
    return place


def _bind(found: list[nodes.Node], environment: _Environment) -> None:
    """Send every loop and every `~` through a filter of ours that stops where it gets too long."""
    for node in found:
        if isinstance(node, nodes.For):
            node.iter = _filtered(node.iter, _LOOP, environment)
        elif isinstance(node, nodes.Concat):
            pieces = nodes.List(node.nodes, lineno=node.lineno, environment=environment)
            node.nodes = [_filtered(pieces, _JOIN, environment)]


def _filtered(node: nodes.Node, name: str, environment: _Environment) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno, environment=environment)
