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
from scheduler.core.template_names import Reference, included, references
from scheduler.core.template_rules import (
    FILTERS,
    MAX_ITEMS,
    MAX_OUTPUT,
    MAX_PARTS,
    MAX_SOURCE,
    TemplateFault,
    require_allowed,
)

__all__ = ["MAX_OUTPUT", "Reference", "TemplateFault", "Templates"]

_LOOP, _JOIN = " loop", " join"
"""Names of filters that nobody can write: a name in a template has no blank in front."""

_TEXT = "<template>"
"""What Jinja2 calls a template without a file."""

_FAILURES = (TemplateError, ArithmeticError, TypeError, ValueError, LookupError, RecursionError, MemoryError)


@dataclass
class _Parsed:
    """A text or shared part that may be used: what it names, which parts it includes, and the compiled form."""

    tree: nodes.Template
    references: tuple[Reference, ...]
    includes: tuple[tuple[str, int], ...]
    parts: tuple[str, ...] = ()
    template: Template | None = None


class ForbiddenError(ValueError):
    """An operation that a template may not do; the text says which."""


class _Environment(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"+", "*", "%"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if not isinstance(left, int | float) or not isinstance(right, int | float):
            raise ForbiddenError(f"phép {operator} chỉ dùng cho số; hãy nối chữ bằng ~")
        result = super().call_binop(context, operator, left, right)
        if abs(result) > 10**18:
            raise ForbiddenError(f"phép {operator} cho ra số quá lớn")
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

    def load(self, environment: Any, name: str, globals: Any = None) -> Template:  # noqa: A002  # Jinja2 names it
        return self._load(name)


class Templates:
    """The environment of all templates: shared parts by name, extra filters, compiled texts kept."""

    def __init__(self, parts: Mapping[str, str], filters: Mapping[str, Callable[..., Any]]) -> None:
        environment = _Environment(loader=_Loader(self._load), undefined=StrictUndefined, auto_reload=False)
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
        template = self._compiled(source)
        try:
            return _bounded(template.generate(names))
        except UndefinedError as error:
            sentence, name = words.missing(error.message)
            raise TemplateFault(sentence, *_place(error.__traceback__), name) from None
        except TemplateFault as fault:
            fault.line, fault.part = _place(fault.__traceback__)
            raise
        except _FAILURES as error:
            raise TemplateFault(words.failure(error), *_place(error.__traceback__)) from None

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

    def _compiled(self, source: str) -> Template:
        text = self._text(source)
        if text.template is None:
            text.template = self._template(text.tree, "")
        return text.template

    def _load(self, name: str) -> Template:
        part = self._part(name)
        if part.template is None:
            # Compiled under the part's own name, so that an error inside it can be told from one in the text.
            part.template = self._template(part.tree, name)
        return part.template

    def _template(self, tree: nodes.Template, name: str) -> Template:
        try:
            code = self._environment.compile(tree, name, name or _TEXT)
        except (*_FAILURES, SyntaxError) as error:
            raise TemplateFault(words.failure(error), 1, name) from None
        return Template.from_code(self._environment, code, {})

    def _text(self, source: str) -> _Parsed:
        if source not in self._texts:
            parsed = self._parse(source, "")
            parsed.parts = tuple(dict.fromkeys(self._expanded(parsed, ())))
            self._texts[source] = parsed
        return self._texts[source]

    def _part(self, name: str) -> _Parsed:
        if name not in self._parts:
            self._parts[name] = self._parse(self._sources[name], name)
        return self._parts[name]

    def _parse(self, source: str, part: str) -> _Parsed:
        if len(source) > MAX_SOURCE:
            raise TemplateFault(f"mẫu dài quá {MAX_SOURCE} ký tự; hãy chia ra nhiều bài", 1, part)
        try:
            tree = self._environment.parse(source)
            require_allowed(tree, part, self._filters, frozenset(self._environment.tests))
            parsed = _Parsed(tree, tuple(references(tree, part)), tuple(included(tree)))
            _bind(tree, self._environment)
        except TemplateSyntaxError as error:
            raise TemplateFault(words.syntax(error.message), error.lineno, part) from None
        except (RecursionError, ValueError) as error:
            if isinstance(error, TemplateFault):
                raise
            raise TemplateFault("mẫu lồng nhau quá sâu hoặc có số quá dài", 1, part) from None
        return parsed

    def _expanded(self, parsed: _Parsed, path: tuple[str, ...]) -> Iterator[str]:
        """Every part that rendering will enter, as often as it will. Refuses circles and parts without end."""
        entered = 0
        stack = [(include, path) for include in parsed.includes]
        while stack:
            (name, line), above = stack.pop()
            entered += 1
            if name not in self._sources:
                raise TemplateFault(
                    f'không có mẫu dùng chung "{name}" trong content/templates',
                    line,
                    above[-1] if above else "",
                    name,
                )
            if name in above or entered > MAX_PARTS:
                why = "gọi lại chính nó" if name in above else f"gọi quá {MAX_PARTS} mẫu khác"
                raise TemplateFault(f'mẫu dùng chung "{name}" {why}', line, above[-1] if above else "", name)
            yield name
            stack += [(include, (*above, name)) for include in self._part(name).includes]


def _bounded(pieces: Iterable[str]) -> str:
    text: list[str] = []
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > MAX_OUTPUT:
            raise TemplateFault(f"mẫu cho ra hơn {MAX_OUTPUT} ký tự; hãy viết ngắn lại hoặc bỏ vòng lặp")
        text.append(piece)
    return "".join(text)


def _items(values: Iterable[Any]) -> list[Any]:
    items = list(islice(values, MAX_ITEMS + 1))
    if len(items) > MAX_ITEMS:
        raise TemplateFault(f"vòng lặp quá {MAX_ITEMS} lần")
    return items


def _join(values: Iterable[Any]) -> str:
    return _bounded(str(value) for value in values)


def _place(traceback: TracebackType | None) -> tuple[int, str]:
    """The line of a template, and its part's name, where an exception came from."""
    place = (1, "")
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if "__jinja_exception__" in traceback.tb_frame.f_globals:
            place = (traceback.tb_lineno, "" if code.co_filename == _TEXT else code.co_filename)
        traceback = traceback.tb_next
    return place


def _bind(tree: nodes.Template, environment: _Environment) -> None:
    """Send every loop and every `~` through a filter of ours that stops where it gets too long."""
    for loop in tree.find_all(nodes.For):
        loop.iter = nodes.Filter(loop.iter, _LOOP, [], [], None, None, lineno=loop.lineno)
    stack: list[nodes.Node] = [tree]
    while stack:
        node = stack.pop()
        for name, value in node.iter_fields():
            if isinstance(value, list):
                value[:] = map(_joined, value)
            else:
                setattr(node, name, _joined(value))
        stack.extend(node.iter_child_nodes())
    tree.set_environment(environment)


def _joined(value: Any) -> Any:
    if not isinstance(value, nodes.Concat):
        return value
    pieces = nodes.List(value.nodes, lineno=value.lineno)
    return nodes.Filter(pieces, _JOIN, [], [], None, None, lineno=value.lineno)
