"""Pages that were made, kept as long as nothing that they show has changed."""

from collections import OrderedDict
from datetime import date, datetime
from typing import NamedTuple

from scheduler.web.pull.answer import Page

MOST = 64 * 1024 * 1024
"""Bytes of pages kept: those of a country's stations for a day, packed, take half of it."""


class Where(NamedTuple):
    """Which page: a station's day, a part of it (a script's name, or empty for all of it), and its form."""

    station: str
    day: date
    part: str
    form: str


class Seen(NamedTuple):
    """What a page was made from: the mark of the station's scripts, and the content."""

    mark: str
    content: str


class Made(NamedTuple):
    """A page, and when it would be another without anybody's doing: a validity ends, a day begins."""

    page: Page
    until: datetime


class Cache:
    """Bounded; what was not asked for longest goes first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Where, tuple[Seen, Made]] = OrderedDict()
        self.size = 0

    def get(self, where: Where, seen: Seen, now: datetime) -> Page | None:
        """The page, if it is what would be made now."""
        known, made = self._kept.get(where, (None, None))
        if made is None or known != seen or now >= made.until:
            return None
        self._kept.move_to_end(where)
        return made.page

    def put(self, where: Where, seen: Seen, made: Made) -> None:
        """Keep a page, in the place of the one before."""
        self._drop(where)
        self._kept[where] = (seen, made)
        self.size += made.page.size
        while self.size > self._most and self._kept:
            self._drop(next(iter(self._kept)))

    def _drop(self, where: Where) -> None:
        old = self._kept.pop(where, None)
        if old is not None:
            self.size -= old[1].page.size

    def __len__(self) -> int:
        return len(self._kept)
