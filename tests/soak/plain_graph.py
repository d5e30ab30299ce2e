"""A stand-in for the Graph API that shares no line with the product's sandbox, and fails in its own ways.

`python -m tests.soak.plain_graph PAGES JOURNAL SEED` prints its address and serves until its standard input closes.
PAGES is a JSON file of page ids and tokens; without faults where SEED is negative.
"""

import asyncio
import contextlib
import json
import random
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from tests.soak.plain_pages import GraphError, Json, Pages

_FAULTS = {
    "lost before": 3, "cut": 6, "half an answer": 4, "code 2": 6, "500 without error": 4, "error page": 5, "empty": 4,
    "silence": 3,
}  # fmt: skip
_SHARE = 0.45
"""Of the calls that change something; a tenth of the others."""

_CLOSES = 0.2
"""The share of answers after which the connection ends."""

_SILENCE = 2.5
_FIELD = re.compile(rb'name="(\w+)"\r\n(?:[\w-]+: [^\r]*\r\n)*\r\n(.*?)\r\n--', re.DOTALL)


class Server:
    """Reads requests, asks the Pages, and answers, or fails to."""

    def __init__(self, pages: Pages, seed: int) -> None:
        self._pages, self._seed, self._numbers = pages, seed, count(1)
        self._dice = random.Random(f"faults/{seed}")

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                line, _, headers = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").partition("\r\n")
                size = re.search(r"(?im)^content-length: *(\d+)", headers)
                body = await reader.readexactly(int(size[1])) if size else b""
                if not await self._answer(line, headers, body, writer):
                    writer.transport.abort()
                    return
        writer.close()

    async def _answer(self, line: str, headers: str, body: bytes, writer: asyncio.StreamWriter) -> bool:
        method, target, _ = line.split(" ", 2)
        path, _, query = target.partition("?")
        given = dict(parse_qsl(query)) | _given(headers, body)
        fault = self._fault(method)
        token = re.search(r"(?im)^authorization: *(?:bearer|oauth) +(\S+)", headers)
        status, data = self._perform(method, path.split("/")[2:], given, token[1] if token else "", fault)
        if fault in ("lost before", "cut"):
            return False
        if fault == "silence":
            await asyncio.sleep(_SILENCE)
        closes = self._dice.random() < _CLOSES
        writer.write(_bytes(status, data, fault, closes=closes))
        await writer.drain()
        if closes:
            writer.close()
            await writer.wait_closed()
        return fault != "half an answer" and not closes

    def _fault(self, method: str) -> str:
        share = _SHARE if method != "GET" else _SHARE / 10
        if self._seed < 0 or self._dice.random() >= share:
            return ""
        return self._dice.choices(list(_FAULTS), list(_FAULTS.values()))[0]

    def _perform(
        self, method: str, path: list[str], given: Mapping[str, str], token: str, fault: str
    ) -> tuple[int, Json]:
        """Carry out a call, unless it got lost on its way, and write it down before anybody is told."""
        status, data, code = 0, dict[str, object](), -1
        if fault != "lost before":
            status, data, code = self._executed(method, path, given, token)
        edge = path[1] if len(path) > 1 else "post" if "_" in path[0] else "page"
        self._pages.note(
            n=next(self._numbers), at=datetime.now(UTC).isoformat(), method=method, edge=edge, object_id=path[0],
            parameters={name: given[name] for name in ("message", "alt_text_custom") if name in given},
            result_id=data.get("id"), code=code, status=status, fault=fault or None,
        )  # fmt: skip
        return status, data

    def _executed(self, method: str, path: list[str], given: Mapping[str, str], token: str) -> tuple[int, Json, Any]:
        """Status, answer, and the code of the error if it is one."""
        try:
            return 200, self._pages.call(method, path, given, token), None
        except GraphError as error:
            return 400, error.body, error.body["error"]["code"]


def _given(headers: str, body: bytes) -> dict[str, str]:
    """The parameters of a form or of a multipart body, files left out."""
    if "multipart/form-data" in headers.lower():
        return {name.decode(): value.decode("utf-8", "replace") for name, value in _FIELD.findall(body)}
    return dict(parse_qsl(body.decode()))


def _bytes(status: int, data: Json, fault: str, *, closes: bool) -> bytes:
    kind, content = "text/javascript; charset=UTF-8", json.dumps(data).replace("/", "\\/").encode()
    if fault == "error page":
        status, kind, content = 503, "text/html", b"<html><body>Sorry, something went wrong.</body></html>"
    elif fault == "code 2":
        error = {"message": "An unexpected error has occurred.", "type": "OAuthException", "code": 2}
        status, content = 500, json.dumps({"error": error | {"is_transient": True}}).encode()
    elif fault in ("empty", "500 without error"):
        status, content = 200 if fault == "empty" else 500, b"{}"
    ends = "Connection: close\r\n" if closes else ""
    head = f"HTTP/1.1 {status} X\r\n{ends}Content-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n".encode()
    return head + (content[: len(content) // 2] if fault == "half an answer" else content)


async def _main(pages: str, journal: str, seed: str) -> None:
    known = json.loads(Path(pages).read_text(encoding="utf-8"))
    state = Pages(known, Path(journal), int(seed))
    server = await asyncio.start_server(Server(state, int(seed)).serve, "127.0.0.1", 0, backlog=256)
    sys.stdout.write(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
