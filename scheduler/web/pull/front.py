"""The application that granian serves: stations' pulls first, the desk behind them, on one port."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

from scheduler.web.proxy import comes_for
from scheduler.web.pull.address import is_pull
from scheduler.web.pull.bridge import Bridge, Scope
from scheduler.web.pull.visit import Pull, Visit

log = logging.getLogger("bhxh.pull")


class Front:
    """Sends each request to the pull or to the desk. `open_pull` runs on the event loop, and says how to close it.

    `behind_proxy`: a proxy stands in front, and says for whom it comes.
    """

    def __init__(
        self, open_pull: Callable[[], tuple[Pull, Callable[[], None]]], desk: Bridge, *, behind_proxy: bool
    ) -> None:
        self._open_pull = open_pull
        self._desk = desk
        self._behind_proxy = behind_proxy
        self._pull: Pull | None = None
        self._close: Callable[[], None] = desk.close

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        async def begin() -> None:
            self._pull, self._close = self._open_pull()

        loop.run_until_complete(begin())

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._close()
        self._desk.close()

    async def __rsgi__(self, scope: Scope, proto: Any) -> None:
        if not is_pull(scope.path) or self._pull is None:
            await self._desk(scope, proto)
            return
        given = await self._pull(_visit(scope, proto, behind_proxy=self._behind_proxy))
        proto.response_bytes(given.status, given.headers, b"" if scope.method == "HEAD" else given.body)


def _visit(scope: Scope, proto: Any, *, behind_proxy: bool) -> Visit:
    get = scope.headers.get

    def source() -> str:
        return source_of(scope.client, scope.headers.get_all("x-forwarded-for") if behind_proxy else [])

    async def body(longest: int) -> bytes | None:
        held = b""
        async for piece in proto:
            held += piece
            if len(held) > longest:
                return None
        return held

    return Visit(scope.method, scope.path, source, lambda name: get(name) or "", body)


def source_of(client: str, told: Sequence[str]) -> str:
    """The address somebody comes from, an IPv6 one by its network. `told`: what a proxy of our own says of it."""
    address = comes_for(told) or client.rpartition(":")[0].strip("[]")
    return ":".join(address.split(":")[:4]) if ":" in address else address
