"""Making the pages of a day before anybody asks: at 05:00 every station comes at once, and each page takes a while.

Pages are made in a process of their own that gives way to everybody, many at a time, and kept where a pull looks for
them. Nothing rests on it: a page that is not there, or no longer what it should be, is made when it is asked for.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from scheduler.config import Config
from scheduler.core.content import Content
from scheduler.web.pull.address import PAGE
from scheduler.web.pull.apart import Apart, begin
from scheduler.web.pull.cache import Cache, Seen, Where
from scheduler.web.pull.oven import bake, wanted

log = logging.getLogger("bhxh.pull")

EVERY = 20.0
"""Seconds between two looks at what must be made anew."""

BATCH = 50
"""Pages made at a time."""


class Baker:
    """Looks again and again which pages of today are missing in the cache, and has them made."""

    def __init__(
        self, config: Config, cache: Cache, content: Callable[[], Content | None], clock: Callable[[], datetime]
    ) -> None:
        self._config, self._zone = config, ZoneInfo(config.zone)
        self._cache = cache
        self._content = content
        self._clock = clock
        self._apart = Apart(partial(begin, config.database))
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, on the event loop."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    def close(self) -> None:
        """Stop."""
        if self._task is not None:
            self._task.cancel()
        self._apart.close()

    async def _run(self) -> None:
        while True:
            try:
                await self.bake()
            except Exception:  # whatever it is, pages are made when they are asked for
                log.exception("making pages ahead failed")
            await asyncio.sleep(EVERY)

    async def bake(self) -> int:
        """Have made what is missing; how many pages that were."""
        content = self._content()
        if content is None:
            return 0
        now, digest = self._clock(), content.digest
        day = now.astimezone(self._zone).date()
        known = await self._apart.run(wanted, day, now, self._zone)
        missing = [
            station
            for station, mark in known.items()
            if self._cache.get(Where(station, day, "", PAGE), Seen(mark, digest), now) is None
        ]
        for first in range(0, len(missing), BATCH):
            some = missing[first : first + BATCH]
            for station, mark, made in await self._apart.run(bake, self._config, some, day, now, digest):
                self._cache.put(Where(station, day, "", PAGE), Seen(mark, digest), made)
        return len(missing)
