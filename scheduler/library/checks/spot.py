"""From a line of a template to its line and column in the YAML file that holds it."""

import re
from dataclasses import dataclass

from scheduler.core.message import Body, Message
from scheduler.library.book import Book, Item
from scheduler.library.problem import Level, Problem

_INSIDE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_VISIBLE = re.compile(r"[^\n]")


@dataclass(frozen=True)
class Spot:
    """The text of a message for one kind and language, and where it stands."""

    book: Book
    item: Item[Message]
    kind: str
    lang: str
    body: Body

    @property
    def plain(self) -> str:
        """The template with everything inside {{ }}, {% %} and {# #} blanked out, line by line."""
        return _INSIDE.sub(lambda match: _VISIBLE.sub(" ", match[0]), self.body.text)

    def problem(self, line: int, word: str, message: str, level: Level = "error") -> Problem:
        """A problem at a line of the template, counted from 1, and at a word in it where it is found there."""
        tree = self.item.tree
        loc = self._loc()
        style, first, last = tree.style((*self.item.loc, *loc))
        lines = self.book.lines(tree.path)
        if style == "|":
            number = min(first + line, len(lines))
            return Problem(tree.path, number, column(lines[number - 1], word), message, level)
        # Folded and quoted text is joined by YAML: its lines are not those of the template, so look for the word.
        for number in range(first, min(last, len(lines)) + 1):
            if word and word in lines[number - 1]:
                return Problem(tree.path, number, column(lines[number - 1], word), message, level)
        return self.item.problem(loc, message, level)

    def at(self, offset: int, word: str, message: str, level: Level = "error") -> Problem:
        """A problem at an offset into the template."""
        return self.problem(self.body.text.count("\n", 0, offset) + 1, word, message, level)

    def _loc(self) -> tuple[str, ...]:
        """Where the text is: under `text`, or straight under the language in the short form."""
        loc = ("texts", self.kind, self.lang)
        return (*loc, "text") if self.item.tree.has((*self.item.loc, *loc, "text")) else loc


def spots(book: Book) -> list[Spot]:
    """Every text of every message."""
    return [
        Spot(book, item, kind, lang, body)
        for item in book.messages.values()
        for kind, bodies in item.value.texts.items()
        for lang, body in bodies.items()
    ]


def column(line: str, word: str) -> int:
    """The column of the word, preferably as part of a dotted name or filter; of the first letter without it."""
    if word:
        found = re.search(rf"[.|\"'\[ ]{re.escape(word)}\b", line)
        if found:
            return found.start() + 2
        if word in line:
            return line.index(word) + 1
    return len(line) - len(line.lstrip()) + 1
