"""A book as Content: the value that planning and rendering start from."""

from collections.abc import Iterator, Mapping
from typing import Any

from scheduler.core.calendar import Calendar, CalendarFile
from scheduler.core.content import Content, Medium, Origin
from scheduler.core.figures import Facts
from scheduler.core.speech import Lexicon
from scheduler.core.unit import Units
from scheduler.library.book import Book, Item


def build(book: Book, digest: str) -> Content:
    """Link what was read. With problems in the book, the content is what is left without them."""
    lexicon, areas = _lexicons(book)
    return Content(
        digest=digest,
        units=Units({key: item.value for key, item in book.units.items()}),
        channels={key: item.value for key, item in book.channels.items()},
        facts=Facts(
            tuple(item.value for item in book.facts.values()), tuple(item.value for item in book.derived.values())
        ),
        messages={key: item.value for key, item in book.messages.items()},
        campaigns={key: item.value for key, item in book.campaigns.items()},
        calendar=Calendar.of(book.calendar or CalendarFile()),
        templates=book.templates,
        lexicon=lexicon,
        area_lexicons=areas,
        media={name: Medium(name, file.sha256, len(file.data)) for name, file in book.media.items()},
        places=dict(_places(book)),
    )


def _places(book: Book) -> Iterator[tuple[tuple[str, str], Origin]]:
    things: dict[str, Mapping[str, Item[Any]]] = {
        "unit": book.units, "channel": book.channels, "message": book.messages, "campaign": book.campaigns,
        "fact": {**book.facts, **book.derived},
    }  # fmt: skip
    for word, items in things.items():
        for name, item in items.items():
            yield (word, name), Origin(item.tree.path, *item.tree.place(item.loc))


def _lexicons(book: Book) -> tuple[Lexicon, dict[str, Lexicon]]:
    entries = [item.value for item in book.entries]
    areas = sorted({entry.area for entry in entries if entry.area})
    return Lexicon.from_entries(entries), {area: Lexicon.from_entries(entries, area) for area in areas}
