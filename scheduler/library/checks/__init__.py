"""What only shows when files are seen together. Each check takes the book and yields problems."""

from collections.abc import Iterator, Mapping

from scheduler.core.kind import KindRules
from scheduler.library.book import Book
from scheduler.library.checks.units import check_units
from scheduler.library.problem import Problem


def cross_check(book: Book, kinds: Mapping[str, KindRules]) -> Iterator[Problem]:
    """Everything that links one file to another, but for the texts."""
    yield from check_units(book)
