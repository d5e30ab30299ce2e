"""A server that answers the calls of one post as Graph would, 150 ms after each: what a measurement is held against.

It does next to nothing besides waiting, so that what is measured is the client. `python -m bench.slow_graph` prints
its address and serves until its standard input is closed.
"""

import asyncio
import contextlib
import itertools
import json
import sys
from datetime import UTC, datetime
from urllib.parse import parse_qs

LATENCY = 0.150
"""Seconds from a request to its answer."""

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=UTF-8\r\nContent-Length: %d\r\n\r\n%s"


class SlowGraph:
    """Posts in memory: their words, and which of them are released."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._posts: dict[str, str] = {}
        self._shown: set[str] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection: one call after the other."""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                line, _, headers = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").partition("\r\n")
                body = await reader.readexactly(_length(headers))
                await asyncio.sleep(LATENCY)
                method, target, _ = line.split(" ", 2)
                answer = json.dumps(self.answer(method, target, body)).encode()
                writer.write(_HEAD % (len(answer), answer))
                await writer.drain()
        writer.close()

    def answer(self, method: str, target: str, body: bytes) -> dict[str, object]:
        """Create an unpublished post, release one, or read one."""
        _, _, name, *edge = target.partition("?")[0].split("/")
        if method == "POST" and edge:
            post = f"{name}_{next(self._numbers)}"
            self._posts[post] = parse_qs(body.decode()).get("message", [""])[0]
            return {"id": post}
        if method == "POST":
            self._shown.add(name)
            return {"success": True}
        return {
            "id": name, "is_published": name in self._shown, "permalink_url": f"https://www.facebook.com/{name}",
            "created_time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000"), "message": self._posts.get(name, ""),
        }  # fmt: skip


def _length(headers: str) -> int:
    for header in headers.split("\r\n"):
        name, _, value = header.partition(":")
        if name.lower() == "content-length":
            return int(value)
    return 0


async def _main() -> None:
    server = await asyncio.start_server(SlowGraph().serve, "127.0.0.1", 0, backlog=256)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_main())
