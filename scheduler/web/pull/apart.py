"""Work that takes a processor long, in a process of its own, which ends when nobody wants it for a while.

A PDF takes as long as a thousand pulls. Made in a thread it would hold them all up, because Python's threads take
turns; and the libraries that it needs would stay in the memory of the process that answers.
"""

import asyncio
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, TypeVar

from scheduler.store import database

P = ParamSpec("P")
T = TypeVar("T")

_NICE = 10
IDLE = 300.0
"""Seconds after which a process that nobody needed ends."""


def begin(url: str) -> None:
    """Open the database in such a process, and let it give way to everybody."""
    if hasattr(os, "nice"):
        os.nice(_NICE)
    database.use(url)


class Apart:
    """Runs importable functions one after the other in another process. For one event loop."""

    def __init__(self, begin: Callable[[], None] | None = None, idle: float = IDLE) -> None:
        """`begin` is called once in each new process, before its first work."""
        self._begin = begin
        self._idle = idle
        self._line = ThreadPoolExecutor(1, thread_name_prefix="apart")
        self._end: Connection | None = None
        self._process: Any = None
        self._ending: asyncio.TimerHandle | None = None
        self._running = 0
        self._closed = False

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the function gives. Raises what it raises; OSError where the process died of it."""
        self._running += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._line, self._call, partial(work, *args, **kwargs))
        finally:
            self._running -= 1
            self._end_later()

    def close(self) -> None:
        """End the process; what it is doing is dropped."""
        self._closed = True
        if self._ending is not None:
            self._ending.cancel()
        self._stop()
        self._line.shutdown(wait=False, cancel_futures=True)

    def _call(self, work: Callable[[], T]) -> T:
        if self._end is None:
            self._start()
        try:
            if self._end is None:
                raise EOFError
            self._end.send(work)
            done, result = self._end.recv()
        except (EOFError, OSError) as error:
            self._stop()
            raise OSError("the process died") from error
        if not done:
            raise result
        return result  # type: ignore[no-any-return]  # what the work gave, as it was sent

    def _start(self) -> None:
        # Not a fork: this process has threads, and its child must not share their locks and connections.
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._begin), daemon=True)
        process.start()
        theirs.close()
        self._end, self._process = ours, process
        if self._closed:  # meanwhile, by the event loop
            self._stop()

    def _stop(self) -> None:
        end, process, self._end, self._process = self._end, self._process, None, None
        if process is not None:
            process.terminate()
            process.join(10)
        if end is not None:
            end.close()

    def _end_later(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
        self._ending = asyncio.get_running_loop().call_later(self._idle, self._end_if_idle)

    def _end_if_idle(self) -> None:
        if not self._running:
            self._line.submit(self._stop)


def _serve(end: Connection, begin: Callable[[], None] | None) -> None:
    """In the other process: work until nobody is at the other end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if begin is not None:
        begin()
    while True:
        try:
            work = end.recv()
        except EOFError:
            return
        try:
            answer = (True, work())
        except Exception as error:  # it is raised where somebody waits for it
            answer = (False, error)
        with suppress(BrokenPipeError):
            end.send(answer)
