"""One writer for many threads: what they want stored at the same time is committed together.

SQLite takes one writer at a time and waits for the disk at each commit; thirty threads that commit for themselves
spend most of their time in the queue for it. Here each thread still waits until its own work is on the disk, so an
attempt row is as surely there before its call as ever; only the waiting for the disk is shared.
"""

import logging
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Protocol, TypeVar

from django.db import connection, connections, transaction

log = logging.getLogger("bhxh.publish")

T = TypeVar("T")
_MOST = 64
"""Works to a transaction, so that other processes get their turn."""


class Write(Protocol):
    """Does some writing and returns when it is committed."""

    def __call__(self, work: Callable[[], T]) -> T:
        """The result of the work. Raises what it raises; then nothing of it is stored."""

    def later(self, work: Callable[[], object]) -> None:
        """Have the work done before any that is given afterwards, and do not wait for it."""


class AtOnce:
    """Writing by the thread itself, for databases that take many writers."""

    def __call__(self, work: Callable[[], T]) -> T:
        """The result of the work."""
        return work()

    def later(self, work: Callable[[], object]) -> None:
        """Done now."""
        work()


def shared_writer() -> bool:
    """Whether the database gains from one writer."""
    return connection.vendor == "sqlite"


class _Wish:
    def __init__(self, work: Callable[[], Any], *, waited: bool = True) -> None:
        self.work, self.waited, self.done = work, waited, threading.Event()
        self.result: Any = None
        self.error: BaseException | None = None


class Scribe:
    """The writing thread, for the length of a `with` block."""

    def __init__(self) -> None:
        self._wishes: SimpleQueue[_Wish | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="scribe")

    def __enter__(self) -> "Scribe":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._wishes.put(None)
        self._thread.join()

    def __call__(self, work: Callable[[], T]) -> T:
        """Have the work done and committed. Raises what it raises, or why the commit failed."""
        wish = _Wish(work)
        self._wishes.put(wish)
        wish.done.wait()
        if wish.error is not None:
            raise wish.error
        result: T = wish.result
        return result

    def later(self, work: Callable[[], object]) -> None:
        """Have the work done with the next commit. What goes wrong is logged: nobody waits to be told."""
        self._wishes.put(_Wish(work, waited=False))

    def _run(self) -> None:
        try:
            while (wish := self._wishes.get()) is not None:
                batch, ends = self._batch(wish)
                _write(batch)
                if ends:
                    return
        finally:
            connections.close_all()

    def _batch(self, first: _Wish) -> tuple[list[_Wish], bool]:
        """What waits together with the first, and whether that was all for ever."""
        batch = [first]
        while len(batch) < _MOST:
            try:
                wish = self._wishes.get_nowait()
            except Empty:
                break
            if wish is None:
                return batch, True
            batch.append(wish)
        return batch, False


def _write(batch: list[_Wish]) -> None:
    """One transaction; a work that fails takes only itself back, a commit that fails all of them."""
    try:
        with transaction.atomic():
            for wish in batch:
                _do(wish)
    except BaseException as error:
        # Whoever waits must hear of it, whatever it is.
        for wish in batch:
            wish.error = error
    finally:
        for wish in batch:
            if wish.error is not None and not wish.waited:
                log.error("a write failed", exc_info=wish.error)
            wish.done.set()


def _do(wish: _Wish) -> None:
    try:
        with transaction.atomic():
            wish.result = wish.work()
    except Exception as error:
        wish.error = error
