"""Serving the sandbox: one process, one event loop, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server
from starlette.applications import Starlette

from scheduler.sandbox.app import create_app
from scheduler.sandbox.settings import Settings

ACCEPT_SECONDS = 10.0


class AddressInUseError(Exception):
    """Somebody else serves this address; the text says what to do."""


def serve(
    host: str,
    port: int,
    data: Path,
    *,
    seed: Path | None = None,
    scenario: Path | None = None,
    ready: Callable[[str], None] | None = None,
    settings: Settings | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT. Port 0 takes a free one; `ready` gets the address once it answers.

    Raises AddressInUseError, or what `app.create_app` raises for files that it cannot take.
    """
    with _reserved(host, port) as free_port:
        app = create_app(data, seed=seed, scenario=scenario, settings=settings)
        try:
            asyncio.run(_serve(app, host, free_port, ready))
        finally:
            app.state.sandbox.database.close()


@contextlib.contextmanager
def _reserved(host: str, port: int) -> Iterator[int]:
    """Hold a port for granian, which shares ports (SO_REUSEPORT) and so would not notice a rival.

    A socket that is bound but does not listen keeps the number for us and receives nothing.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
        holder = socket.socket(family)
        if hasattr(socket, "SO_REUSEPORT"):
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            holder.bind((host, port))
    except OSError as error:
        raise AddressInUseError(f"{host}:{port}: không mở được cổng này ({error}); hãy chọn cổng khác") from error
    with holder:
        yield holder.getsockname()[1] or port


async def _serve(app: Starlette, host: str, port: int, ready: Callable[[str], None] | None) -> None:
    server = Server(
        app,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        websockets=False,
        backlog=1024,
        log_enabled=False,
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, server.stop)
    running = loop.create_task(server.serve())
    await _until_accepting(host, port, running)
    if ready and not running.done():
        ready(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
    await running


async def _until_accepting(host: str, port: int, running: asyncio.Task[None]) -> None:
    async with asyncio.timeout(ACCEPT_SECONDS):
        while not running.done():
            try:
                _, writer = await asyncio.open_connection(host, port)
            except OSError:
                await asyncio.sleep(0.01)
                continue
            writer.close()
            return
