"""One coming of a station: who it is, what it wants, and what it gets."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from scheduler.store.find import start_of
from scheduler.store.radio.glance import Ask, Glance, Glances
from scheduler.store.radio.links import digest
from scheduler.store.radio.pulls import Pulled
from scheduler.web.pull import address, answer
from scheduler.web.pull.address import Address
from scheduler.web.pull.answer import Answer, Page
from scheduler.web.pull.cache import Cache, Made, Seen, Where
from scheduler.web.pull.limits import Limit, Rate

log = logging.getLogger("bhxh.pull")

LINKS, MOST_LINKS = Rate(120, 2), 20_000
"""A link: a hundred pages at once, then two a second; no person and no program of a station needs more."""
SOURCES, MOST_SOURCES = Rate(20, 0.2), 10_000
"""An address that comes with wrong links. A right link is never refused for what others at its address did."""

NOT_HERE = answer.plain(404, "Không có trang này. Hãy mở lại đường dẫn của đài để xem kịch bản hôm nay.")
BUSY = answer.plain(503, "Máy đang bận, chưa trả lời được. Hãy thử lại sau một phút.", ("retry-after", "60"))
ONLY_READ = answer.plain(405, "Trang này chỉ để đọc.", ("allow", "GET, HEAD"))
ONLY_SENT = answer.plain(405, "Hãy quay lại trang kịch bản và bấm nút ở đó.", ("allow", "POST"))


@dataclass(slots=True)
class Visit:
    """A request, without its protocol. `source` says where it comes from, `header` gives an empty
    text for a header that was not sent, `body` None for one longer than the caller takes."""

    method: str
    path: str
    source: Callable[[], str]
    header: Callable[[str], str]
    body: Callable[[int], Awaitable[bytes | None]]


class Maker(Protocol):
    """Makes pages; what it does takes long, so it does it elsewhere."""

    @property
    def content(self) -> str:
        """The digest of the content that pages are made from now."""

    async def make(self, where: Where, now: datetime) -> Made | Answer:
        """A page and until when it stands by itself; or an answer that there is none, or not here."""

    async def tell(self, visit: Visit, station: str, link: int, now: datetime) -> Answer:
        """Store what a station says, and send it back to its page."""


class Recording(Protocol):
    """What `recorder.Recorder` does."""

    async def record(self, pull: Pulled) -> bool:
        """Returns once it is on disk."""


@dataclass(frozen=True)
class Parts:
    """What a pull works with."""

    glances: Glances
    recorder: Recording
    maker: Maker
    cache: Cache
    clock: Callable[[], datetime]
    zone: ZoneInfo


class Pull:
    """Answers stations."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._cache = parts.cache
        self._making: dict[tuple[Where, Seen], asyncio.Future[Made | Answer]] = {}
        self._links = Limit(LINKS, MOST_LINKS)
        self._sources = Limit(SOURCES, MOST_SOURCES)

    async def __call__(self, visit: Visit) -> Answer:
        """The answer. Every path under a wrong link takes the same way to the same bytes."""
        now = self._parts.clock()
        today = now.astimezone(self._parts.zone).date()
        station, secret, rest = address.split(visit.path)
        wanted = address.read(rest, today)
        try:
            glance = await self._look(station, secret, wanted or Address(today), now)
        except OSError:
            log.exception("cannot look who comes")
            return BUSY
        if glance is None:
            return self._turned_away(visit.source())
        if not self._links.take(glance.link, time.monotonic()):
            return answer.too_many(self._links.wait(glance.link))
        return await self._let_in(visit, station, glance, wanted, now)

    async def _look(self, station: str, secret: str, wanted: Address, now: datetime) -> Glance | None:
        since, until = _window(wanted.day, wanted.days, self._parts.zone)
        return await self._parts.glances.look(Ask(station, digest(secret), since, until, now))

    def _turned_away(self, source: str) -> Answer:
        if self._sources.take(source, time.monotonic()):
            return answer.WRONG
        return answer.too_many(self._sources.wait(source))

    async def _let_in(
        self, visit: Visit, station: str, glance: Glance, wanted: Address | None, now: datetime
    ) -> Answer:
        if wanted is None:
            return NOT_HERE
        if wanted.form == address.TELL:
            if visit.method != "POST":
                return ONLY_SENT
            return await self._parts.maker.tell(visit, station, glance.link, now)
        if visit.method not in ("GET", "HEAD"):
            return ONLY_READ
        if wanted.form == address.MOVED:
            return answer.elsewhere(302, f"../{wanted.day.isoformat()}")
        if address.is_open(visit.path):
            return answer.elsewhere(302, f"{visit.path.rpartition('/')[2]}/")
        page = await self._page(Where(station, wanted.day, wanted.part, wanted.form), glance.mark, now)
        if isinstance(page, Answer):
            return page
        if visit.method == "HEAD":
            return page.answer(visit.header("accept-encoding"))
        return await self._hand_out(visit, page, Pulled(station, wanted.ending, now, glance.link))

    async def _page(self, where: Where, mark: str, now: datetime) -> Page | Answer:
        seen = Seen(mark, self._parts.maker.content)
        return self._cache.get(where, seen, now) or await self._new_page(where, seen, now)

    async def _new_page(self, where: Where, seen: Seen, now: datetime) -> Page | Answer:
        """Make a page; who wants the same one meanwhile waits for it instead of making it too."""
        making = self._making.get((where, seen))
        if making is None:
            making = asyncio.ensure_future(self._parts.maker.make(where, now))
            self._making[where, seen] = making
            making.add_done_callback(lambda _: self._making.pop((where, seen), None))
        made = await asyncio.shield(making)
        if isinstance(made, Answer):
            return made
        self._cache.put(where, seen, made)
        return made.page

    async def _hand_out(self, visit: Visit, page: Page, pull: Pulled) -> Answer:
        """The page, once it is on disk that it was pulled. Who knows it already has fetched nothing new."""
        known = visit.header("if-none-match")
        if known and page.is_known(known):
            await self._parts.recorder.record(pull)
            return page.unchanged
        await self._parts.recorder.record(pull._replace(posts=page.posts))
        return page.answer(visit.header("accept-encoding"))


@lru_cache(maxsize=64)
def _window(day: date, days: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The instants between which so many days lie."""
    return start_of(day, zone), start_of(day + timedelta(days=days), zone)
