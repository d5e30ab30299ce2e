"""Figures that texts quote, as the desk shows them: by the document that they rest on, those in doubt first."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from scheduler.core.content import Content
from scheduler.store.desk.inbox import Sheet, figures


@dataclass
class Quoted:
    """The figures that rest on one source, each with what it is called. `doubtful`: nobody has confirmed them."""

    source: str
    doubtful: bool
    values: list[tuple[str, str]] = field(default_factory=list)


def quoted(content: Content, sheets: Iterable[Sheet]) -> list[Quoted]:
    """The figures of the texts, each once."""
    found: dict[tuple[bool, str], Quoted] = {}
    for figure in figures(sheets):
        name = (not figure.doubtful, figure.fact.source)
        group = found.setdefault(name, Quoted(figure.fact.source, figure.doubtful))
        group.values.append((label(content, figure.fact.key), figure.fact.text))
    return [found[name] for name in sorted(found)]


def label(content: Content, key: str) -> str:
    """What a figure is called, with its group; the key itself where content no longer has it."""
    name, _, group = key.partition(".")
    fact = content.facts.facts.get(name) or content.facts.derived.get(name)
    if fact is None:
        return key
    groups = content.facts.groups_of(name)
    return f"{fact.label} – {groups.get(group, group)}" if group else fact.label
