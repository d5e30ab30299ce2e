"""A message that is being written, held against the library's rules before it is in any file."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from scheduler.core import speech
from scheduler.core.kind import KindRules
from scheduler.core.message import Message
from scheduler.core.template import Templates
from scheduler.library.book import Book, Item
from scheduler.library.cache import Trees
from scheduler.library.checks.spot import Spot
from scheduler.library.checks.templates import check_template
from scheduler.library.checks.wording import check_wording, own_links
from scheduler.library.folder import File, scan
from scheduler.library.problem import Problem
from scheduler.library.reading import read_book
from scheduler.library.source import decode
from scheduler.library.writing.emit import message_yaml
from scheduler.library.yamltree import read_tree


class Drafting:
    """The rules of one state of the content folder. Make another when the content changed."""

    def __init__(self, path: Path, kinds: Mapping[str, KindRules], cache: Path | None = None) -> None:
        self._path, self._kinds, self._cache = path, kinds, cache

    @cached_property
    def _book(self) -> Book:
        return read_book(scan(str(self._path)), Trees(self._cache))

    @cached_property
    def _templates(self) -> Templates:
        return Templates(self._book.templates, {"say": speech.say})

    def problems(self, message: Message) -> list[Problem]:
        """What is wrong with the words of the message: unknown names, typed figures, what cannot be read aloud,
        foreign links, hidden characters. Rendering them for a unit and a day shows the rest."""
        text = message_yaml(message)
        name = f"messages/{message.topic}/{message.id}.yaml"
        found = decode(text.encode(), name)[1]
        tree, more = read_tree(text, name)
        if tree is None:
            return [*found] or [*more]  # what hides in the words is why the file cannot be read
        book = replace(self._book, files={**self._book.files, name: File(name, name, "message", text.encode())})
        for kind, bodies in message.texts.items():
            for lang, body in bodies.items():
                spot = Spot(book, Item(message, tree), kind, lang, body)
                found += check_template(spot, self._templates)
                found += check_wording(spot, self._kinds.get(kind), own_links(book))
        return sorted({*found})
