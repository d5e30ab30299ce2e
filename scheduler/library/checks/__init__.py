"""What only shows when files are seen together. Each check takes the book and yields problems."""

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from scheduler.core.content import Content
from scheduler.core.kind import KindRules
from scheduler.core.render import Renderer
from scheduler.library.book import Book
from scheduler.library.checks.campaigns import check_calendar, check_campaign, check_channels_of, check_shares
from scheduler.library.checks.channels import check_channels
from scheduler.library.checks.facts import check_facts
from scheduler.library.checks.lexicon import check_lexicon
from scheduler.library.checks.messages import check_messages
from scheduler.library.checks.texts import check_texts
from scheduler.library.checks.units import check_names, check_units
from scheduler.library.problem import Problem, clean


def cross_check(book: Book, content: Content, kinds: Mapping[str, KindRules], zone: ZoneInfo) -> Iterator[Problem]:
    """Every problem that no file shows alone."""
    found = list(_links(book, kinds))
    yield from found
    renderer = Renderer(content)
    yield from check_texts(book, content, kinds, zone, renderer)
    yield from check_names(book, content)
    for item in book.campaigns.values():
        problems = list(check_campaign(book, item, kinds))
        yield from problems
        yield from check_shares(book, item)
        yield from check_channels_of(item, book, content)
        whole = clean(problems) and clean(found) and not book.broken
        yield from check_calendar(item, book, content, zone, renderer, whole=whole)


def _links(book: Book, kinds: Mapping[str, KindRules]) -> Iterator[Problem]:
    yield from check_units(book)
    yield from check_facts(book)
    yield from check_channels(book, kinds)
    yield from check_messages(book, kinds)
    yield from check_lexicon(book)
    if book.media:
        from scheduler.library.checks.media import check_media  # Pillow is slow to load and mostly not needed

        yield from check_media(book)
