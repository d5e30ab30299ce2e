"""Templates without rendering them: syntax, names, filters, shared parts."""

from collections.abc import Iterator

from scheduler.core.phrase import phrase
from scheduler.core.render import NAMES
from scheduler.core.template import Reference, TemplateFault, Templates
from scheduler.library.book import Book
from scheduler.library.checks.spot import Spot, column
from scheduler.library.lines import lines_of
from scheduler.library.problem import Problem, perhaps

_OF_A_FACT = frozenset({"number", "label", "source", "per", "key"})
"""What may follow a figure's name: `fact.luong_co_so.number`."""


def check_parts(book: Book, templates: Templates) -> Iterator[Problem]:
    """Problems of shared parts, in their own files."""
    for name, path in book.template_paths.items():
        lines = lines_of(book.templates[name])
        try:
            references = templates.references_of(name)
        except TemplateFault as fault:
            # A circle of several parts is told where one of them calls the part that began it.
            if fault.part in book.template_paths and name in (fault.part, fault.name):
                where = lines_of(book.templates[fault.part])
                yield _in_part(book.template_paths[fault.part], where, fault.line, fault.name, fault.what)
            continue
        for reference in references:
            if what := _unknown(book, reference):
                yield _in_part(path, lines, reference.line, reference.path[-1], what)


def check_template(spot: Spot, templates: Templates) -> Iterator[Problem]:
    """Problems of one text: what Jinja2 refuses, and names that do not exist."""
    try:
        references = templates.references(spot.body.text)
    except TemplateFault as fault:
        if fault.part:
            return  # told once, in the part's own file
        yield spot.problem(fault.line, fault.name, fault.what)
        return
    for reference in references:
        if not reference.part and (what := _unknown(spot.book, reference)):
            yield spot.problem(reference.line, _culprit(spot.book, reference), what)


def _in_part(path: str, lines: list[str], line: int, word: str, what: str) -> Problem:
    text = lines[line - 1] if line <= len(lines) else ""
    return Problem(path, line, column(text, word), what)


def _unknown(book: Book, reference: Reference) -> str:
    root, *rest = reference.path
    if root == "fact":
        return _unknown_fact(book, rest)
    if root not in NAMES:
        return phrase('mẫu không có biến "{root}"{hint}', root=root, hint=perhaps(root, [*NAMES, "fact"]))
    if not rest:
        return phrase(
            '"{root}" gồm nhiều phần; hãy viết {root}.{first} (có: {parts})',
            root=root,
            first=sorted(NAMES[root])[0],
            parts=", ".join(sorted(NAMES[root])),
        )
    if rest[0] not in NAMES[root]:
        return phrase('không có "{root}.{rest}"{hint}', root=root, rest=rest[0], hint=perhaps(rest[0], NAMES[root]))
    if len(rest) > 1:
        return phrase('"{root}.{name}" không có phần "{part}"', root=root, name=rest[0], part=rest[1])
    return ""


def _unknown_fact(book: Book, rest: list[str]) -> str:
    if not rest:
        return phrase("hãy viết fact.<mã số liệu>")
    key, *more = rest
    if not book.knows("facts", key):
        return phrase(
            'không có số liệu "{key}" trong content/facts{hint}', key=key, hint=perhaps(key, book.named["facts"])
        )
    groups = _groups(book, key)
    if groups is None:
        return ""
    if groups:
        if not more:
            return phrase(
                'số liệu "{key}" có nhiều nhóm; hãy viết fact.{key}.<nhóm> ({groups})',
                key=key,
                groups=", ".join(groups),
            )
        if more[0] not in groups:
            return phrase(
                'số liệu "{key}" không có nhóm "{group}"{hint}',
                key=key,
                group=more[0],
                hint=perhaps(more[0], groups),
            )
        more = more[1:]
    if more and (more[0] not in _OF_A_FACT or len(more) > 1):
        return phrase(
            'số liệu "{key}" không có phần "{part}"{hint}',
            key=key,
            part=more[0],
            hint=perhaps(more[0], _OF_A_FACT),
        )
    return ""


def _groups(book: Book, key: str) -> dict[str, str] | None:
    """The groups of a fact; None where its file has errors, so that they cannot be known."""
    if key in book.facts:
        return book.facts[key].value.groups
    each = book.derived[key].value.each if key in book.derived else None
    if key not in book.derived or (each and each not in book.facts):
        return None
    return book.facts[each].value.groups if each else {}


def _culprit(book: Book, reference: Reference) -> str:
    """The part of a dotted name that is wrong: the first that is unknown."""
    root, *rest = reference.path
    if not rest or (root != "fact" and root not in NAMES):
        return root
    if root == "fact" and book.knows("facts", rest[0]) and len(rest) > 1:
        return rest[1]
    return rest[0]
