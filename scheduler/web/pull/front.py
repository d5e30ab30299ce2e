"""The application that granian serves: stations' pulls first, the desk behind them, on one port."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from scheduler.web.pull.address import ROOT
from scheduler.web.pull.bridge import Bridge, Scope
from scheduler.web.pull.visit import Pull, Visit

log = logging.getLogger("bhxh.pull")


class Front:
    """Sends each request to the pull or to the desk. `open_pull` runs on the event loop, and says how to close it."""

    def __init__(self, open_pull: Callable[[], tuple[Pull, Callable[[], None]]], desk: Bridge) -> None:
        self._open_pull = open_pull
        self._desk = desk
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
        if not scope.path.startswith(ROOT) or self._pull is None:
            await self._desk(scope, proto)
            return
        given = await self._pull(_visit(scope, proto))
        proto.response_bytes(given.status, given.headers, b"" if scope.method == "HEAD" else given.body)


def _visit(scope: Scope, proto: Any) -> Visit:
    get = scope.headers.get

    async def body(longest: int) -> bytes | None:
        held = b""
        async for piece in proto:
            held += piece
            if len(held) > longest:
                return None
        return held

    return Visit(scope.method, scope.path, lambda: source_of(scope.client, get), lambda name: get(name) or "", body)


def source_of(client: str, get: Callable[[str], str | None]) -> str:
    """The address somebody comes from, an IPv6 one by its network. A proxy on this machine says for whom it comes."""
    address = client.rpartition(":")[0].strip("[]")
    if address in ("127.0.0.1", "::1"):
        address = (get("x-forwarded-for") or address).rpartition(",")[2].strip()
    return ":".join(address.split(":")[:4]) if ":" in address else address
