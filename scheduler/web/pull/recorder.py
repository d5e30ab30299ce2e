"""Recording what stations pull: each waits until its line is on the disk, and they share the waiting."""

import asyncio
import logging
import threading
import time
from typing import Any

from django.db import connections

from scheduler.store.radio.pulls import Pulled
from scheduler.store.radio.spool import Spool, lazily

log = logging.getLogger("bhxh.pull")

AGAIN = 0.5
"""Seconds until the database is asked again to take what it could not."""

QUIET, TAKE_EVERY = 0.05, 1.0
"""It takes what was written when nobody came for so many seconds, or, where many come, so often."""


class _Written(asyncio.Future[bool]):
    """That what came together is on disk. Many wait for it: one who goes away must not cancel it for the others."""

    def cancel(self, msg: Any | None = None) -> bool:
        return False


class Recorder:
    """Writes on the event loop, and lets the database take it in a thread.

    All that has come by the time of a flush shares it. It holds up the loop, but nobody on it who would not wait for
    it anyway; handing it to a thread and back costs more than the flush itself.
    """

    def __init__(self, spool: Spool) -> None:
        """Made on the event loop that it serves."""
        self._spool = spool
        self._loop = asyncio.get_running_loop()
        self._held: list[Pulled] = []
        self._written: _Written | None = None
        self._some, self._closing = threading.Event(), threading.Event()
        self._taker = threading.Thread(target=self._take_all, name="pulls")
        self._taker.start()

    async def record(self, pull: Pulled) -> bool:
        """Whether it is on disk now. It is not where the disk takes nothing: then the loss is in the machine's log, and
        the station gets its scripts all the same."""
        if self._written is None:
            self._written = _Written(loop=self._loop)
            self._loop.call_soon(self._gather)
        self._held.append(pull)
        return await self._written

    def close(self) -> None:
        """Write what is left, let the database take it, and end."""
        if self._written is not None:
            self._flush()
        self._closing.set()
        self._some.set()
        self._taker.join()

    def _gather(self) -> None:
        """Let those in who came meanwhile."""
        self._loop.call_soon(self._flush)

    def _flush(self) -> None:
        held, written = self._held, self._written
        self._held, self._written = [], None
        try:
            self._spool.write(held)
        except OSError:
            log.exception("%d pulls are not recorded", len(held))
        if not self._some.is_set():
            self._some.set()
        if written is not None:
            written.set_result(True)

    def _take_all(self) -> None:
        try:
            self._tried(lazily)
            self._tried(self._spool.adopt)
            while not self._closing.is_set():
                self._some.wait()
                self._wait_for_quiet()
                if not self._tried(self._spool.take):
                    self._closing.wait(AGAIN)
                    self._some.set()
            self._tried(self._spool.close)
        finally:
            connections.close_all()

    def _wait_for_quiet(self) -> None:
        until = time.monotonic() + TAKE_EVERY
        while self._some.is_set() and time.monotonic() < until and not self._closing.is_set():
            self._some.clear()
            self._closing.wait(QUIET)
        self._some.clear()

    def _tried(self, work: Any) -> bool:
        try:
            work()
        except Exception:  # whatever it is, later pulls must still be taken
            log.exception("the database does not take what stations pulled; it stays in the spool")
            connections.close_all()
            return False  # the next connection waits for the disk again: slower, and as good
        return True
