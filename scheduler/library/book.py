"""Everything that could be read, each thing with the place where it stands, ready to be linked and checked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import PurePosixPath
from typing import Any, Generic, TypeVar

from scheduler.core.calendar import CalendarFile
from scheduler.core.campaign import Campaign
from scheduler.core.channel import Channel, ChannelsFile
from scheduler.core.fact import DerivedFact, Fact, FactsFile
from scheduler.core.message import Message
from scheduler.core.phrase import phrase
from scheduler.core.speech import LexiconEntry, LexiconFile
from scheduler.core.unit import Unit, UnitsFile
from scheduler.library.folder import File
from scheduler.library.lines import lines_of
from scheduler.library.problem import Level, Problem
from scheduler.library.source import decode
from scheduler.library.translate import parse, parse_what_is_left
from scheduler.library.tree import Loc, Tree

T = TypeVar("T")
_ONE_A_FILE = frozenset({"message", "campaign"})
ROLES = ("units", "channels", "facts", "message", "campaign", "calendar", "lexicon", "template", "medium")


@dataclass(frozen=True)
class Item(Generic[T]):
    """A value and where it was read."""

    value: T
    tree: Tree
    loc: tuple[str | int, ...] = ()

    def problem(self, loc: Loc, message: str, level: Level = "error", *, key: bool = False) -> Problem:
        """A problem at a place inside the value."""
        return self.tree.problem((*self.loc, *loc), message, level, key=key)


@dataclass
class Book:
    """What was read, by id. The first of two with one id stays; the second is a problem."""

    units: dict[str, Item[Unit]] = field(default_factory=dict)
    channels: dict[str, Item[Channel]] = field(default_factory=dict)
    facts: dict[str, Item[Fact]] = field(default_factory=dict)
    derived: dict[str, Item[DerivedFact]] = field(default_factory=dict)
    messages: dict[str, Item[Message]] = field(default_factory=dict)
    campaigns: dict[str, Item[Campaign]] = field(default_factory=dict)
    entries: list[Item[LexiconEntry]] = field(default_factory=list)
    calendar: CalendarFile | None = None
    templates: dict[str, str] = field(default_factory=dict)
    template_paths: dict[str, str] = field(default_factory=dict)
    """Where each template is."""
    media: dict[str, File] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    """By path, for naming a file's folder and finding a word's column."""
    named: dict[str, set[str]] = field(default_factory=lambda: {role: set() for role in ROLES})
    """By role, every id that stands in a file, even where the rest of it is wrong."""
    unread: set[str] = field(default_factory=set)
    """Roles of which some file could not be read at all: what seems missing may be in it."""
    broken: set[str] = field(default_factory=set)
    """Roles of which some file has errors: what is computed from it would be wrong too."""
    partial: set[str] = field(default_factory=set)
    """Messages and campaigns of which only a part could be read: what they name is checked, not what they say."""
    problems: list[Problem] = field(default_factory=list)
    _lines: dict[str, list[str]] = field(default_factory=dict)

    def knows(self, role: str, name: str) -> bool:
        """Whether something of the role is so named, or may be in a file that could not be read."""
        return name in self.named[role] or role in self.unread

    def lines(self, path: str) -> list[str]:
        """The lines of a file as it was read."""
        if path not in self._lines:
            self._lines[path] = lines_of(decode(self.files[path].data, path)[0] or "")
        return self._lines[path]


def read_into(book: Book, file: File, tree: Tree | None) -> None:
    """Add what a file holds to the book. No tree: a file that could not be read.

    A message or campaign is then taken to be called as its file, so that other mistyped ids still show.
    """
    before, role = len(book.problems), file.role
    if tree is None and role in _ONE_A_FILE:
        book.named[role].add(PurePosixPath(file.name).stem)
    elif tree is None:
        book.unread.add(role)
    else:
        book.named[role].update(_names(tree.data))
        _READERS[role](book, tree)
    if tree is None or any(problem.level == "error" for problem in book.problems[before:]):
        book.broken.add(role)


def _names(data: Any) -> Iterator[str]:
    """Ids at the top of a file and in its lists."""
    if not isinstance(data, dict):
        return
    lists = (value for value in data.values() if isinstance(value, list))
    for thing in (data, *chain.from_iterable(lists)):
        name = (thing.get("id") or thing.get("key")) if isinstance(thing, dict) else None
        if isinstance(name, str):
            yield name


def _units(book: Book, tree: Tree) -> None:
    if left := parse_what_is_left(tree, UnitsFile, book.problems):
        parsed, tree = left
        _keep(book, book.units, phrase("đơn vị"), "id", _items(tree, "units", parsed.units))


def _channels(book: Book, tree: Tree) -> None:
    if left := parse_what_is_left(tree, ChannelsFile, book.problems):
        parsed, tree = left
        for key, channels in (
            ("pages", parsed.pages),
            ("stations", parsed.stations),
            ("channels", parsed.channels),
        ):
            items: Iterator[Item[Channel]] = _items(tree, key, channels)
            _keep(book, book.channels, phrase("kênh"), "id", items)


def _facts(book: Book, tree: Tree) -> None:
    if left := parse_what_is_left(tree, FactsFile, book.problems):
        parsed, tree = left
        _keep(book, book.facts, phrase("số liệu"), "key", _items(tree, "facts", parsed.facts), book.derived)
        _keep(book, book.derived, phrase("số liệu"), "key", _items(tree, "derived", parsed.derived), book.facts)


def _message(book: Book, tree: Tree) -> None:
    if left := parse_what_is_left(tree, Message, book.problems):
        message = Item(*left)
        _keep(book, book.messages, phrase("thông điệp"), "id", [message])
        if message.tree is not tree:
            book.partial.add(message.value.id)


def _campaign(book: Book, tree: Tree) -> None:
    if left := parse_what_is_left(tree, Campaign, book.problems):
        campaign = Item(*left)
        _keep(book, book.campaigns, phrase("chiến dịch"), "id", [campaign])
        if campaign.tree is not tree:
            book.partial.add(campaign.value.id)


def _calendar(book: Book, tree: Tree) -> None:
    book.calendar = parse(tree, CalendarFile, book.problems)


def _lexicon(book: Book, tree: Tree) -> None:
    if left := parse_what_is_left(tree, LexiconFile, book.problems):
        parsed, tree = left
        book.entries += _items(tree, "entries", parsed.entries)


_READERS = {
    "units": _units,
    "channels": _channels,
    "facts": _facts,
    "message": _message,
    "campaign": _campaign,
    "calendar": _calendar,
    "lexicon": _lexicon,
}


def _items(tree: Tree, key: str, values: Iterable[T]) -> Iterator[Item[T]]:
    return (Item(value, tree, (key, n)) for n, value in enumerate(values))


def _keep(
    book: Book, known: dict[str, Item[T]], word: str, key: str, items: Iterable[Item[T]], also: Iterable[str] = ()
) -> None:
    for item in items:
        name = str(getattr(item.value, key))
        if name in known:
            first = known[name]
            line = first.tree.place((*first.loc, key))[0]
            what = phrase(
                '{word} "{name}" đã có ở {path} dòng {line}; hãy đặt {key} khác hoặc bỏ một',
                word=word,
                name=name,
                path=first.tree.path,
                line=line,
                key=key,
            )
            book.problems.append(item.problem((key,), what))
        elif name in also:
            book.problems.append(
                item.problem(
                    (key,), phrase('{word} "{name}" vừa ở facts vừa ở derived; hãy bỏ một', word=word, name=name)
                )
            )
        else:
            known[name] = item
