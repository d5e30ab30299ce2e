"""The bridge to the desk: a request as WSGI has it, an answer piece by piece."""

import asyncio
import hashlib
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from scheduler.web.pull.bridge import LARGEST, ROOM, SMALL, Bridge


class Headers(dict[str, str]):
    def items(self) -> Any:
        return [(name, value) for name, value in super().items()]


class Scope:
    def __init__(self, path: str = "/", method: str = "GET", **headers: str) -> None:
        self.path, self.method, self.query_string, self.http_version, self.scheme = path, method, "a=1", "1.1", "http"
        self.server, self.client, self.authority = "127.0.0.1:8000", "203.0.113.9:4000", None
        self.headers = Headers({name.replace("_", "-"): value for name, value in headers.items()})


class Line:
    """What granian hands over besides the scope."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces, self.sent = pieces, list[bytes]()
        self.status = 0
        self.headers: list[tuple[str, str]] = []

    async def __aiter__(self) -> Any:
        for piece in self._pieces:
            yield piece

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.sent = status, headers, [body]

    def response_str(self, status: int, headers: list[tuple[str, str]], body: str) -> None:
        self.response_bytes(status, headers, body.encode())

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> "Line":
        self.status, self.headers = status, headers
        return self

    async def send_bytes(self, piece: bytes) -> None:
        self.sent.append(piece)


def bridged(application: Any, scope: Scope, line: Line) -> Line:
    bridge = Bridge(application, 2)
    asyncio.run(bridge(scope, line))
    bridge.close()
    return line


def test_the_desk_gets_the_request_as_wsgi_has_it() -> None:
    got: dict[str, Any] = {}

    def desk(environ: dict[str, Any], start: Any) -> list[bytes]:
        got.update(environ, body=environ["wsgi.input"].read(), thread=threading.current_thread().name)
        start("201 Created", [("Content-Type", "text/plain"), ("X-A", "1"), ("X-A", "2")])
        return [b"a", b"b"]

    scope = Scope("/bài viết", "POST", content_length="5", content_type="text/x", x_forwarded_for="1.2.3.4", host="h")
    scope.headers["X_Forwarded_Proto"] = "https"
    line = bridged(desk, scope, Line(b"he", b"llo"))
    assert (line.status, line.sent, line.headers[1:]) == (201, [b"ab"], [("x-a", "1"), ("x-a", "2")])
    assert got["PATH_INFO"].encode("latin-1").decode() == "/bài viết" and got["body"] == b"hello"
    assert (got["CONTENT_TYPE"], got["CONTENT_LENGTH"], got["HTTP_HOST"]) == ("text/x", "5", "h")
    assert (got["REMOTE_ADDR"], got["QUERY_STRING"]) == ("203.0.113.9", "a=1")
    assert "HTTP_X_FORWARDED_PROTO" not in got, "a name with _ must not pass for the one with -"
    assert got["thread"].startswith("desk")


def test_a_long_answer_goes_out_piece_by_piece_and_is_closed() -> None:
    class Long:
        streaming, closed = True, False

        def __iter__(self) -> Iterator[bytes]:
            yield from (b"1", b"", b"2")

        def close(self) -> None:
            Long.closed = True

    def desk(environ: dict[str, Any], start: Any) -> Long:
        start("200 OK", [])
        return Long()

    assert bridged(desk, Scope(), Line()).sent == [b"1", b"2"] and Long.closed


@pytest.mark.parametrize("length", [str(LARGEST + 1), "-1", "x", "²", "9" * 5000])
def test_what_is_too_large_or_nonsense_never_reaches_the_desk(length: str) -> None:
    line = bridged(_nobody, writing(content_length=length), Line(b"x"))
    assert line.status == 413


def test_what_is_too_large_is_read_to_its_end_so_that_a_browser_shows_the_answer() -> None:
    piece, taken = b"x" * 1_000_000, list[bytes]()

    class Long(Line):
        async def __aiter__(self) -> Any:
            for _ in range(LARGEST // len(piece) + 1):
                taken.append(piece)
                yield piece

    line = bridged(_nobody, writing(transfer_encoding="chunked"), Long())
    assert (line.status, len(taken)) == (413, LARGEST // len(piece) + 1)
    assert "nhiều nhất 100 MB" in line.sent[0].decode()


def test_several_photos_of_a_telephone_reach_the_desk_whole() -> None:
    pieces = [bytes([n]) * 5_000_000 for n in range(4)]
    got = hashlib.sha256()

    def desk(environ: dict[str, Any], start: Any) -> list[bytes]:
        assert environ["CONTENT_LENGTH"] == "20000000"
        while some := environ["wsgi.input"].read(1_000_000):
            got.update(some)
        start("200 OK", [])
        return []

    assert bridged(desk, writing(content_length="20000000"), Line(*pieces)).status == 200
    assert got.hexdigest() == hashlib.sha256(b"".join(pieces)).hexdigest()


@pytest.mark.parametrize(
    "scope",
    [
        Scope("/compose", "POST", content_length=str(SMALL + 1)),
        Scope("/login", "POST", content_length=str(SMALL + 1), cookie="bhxh_session=a"),
    ],
    ids=["nobody", "elsewhere"],
)
def test_only_who_writes_may_send_much(scope: Scope) -> None:
    assert bridged(_nobody, scope, Line(b"x")).status == 413


def test_of_many_who_send_much_at_once_the_last_are_asked_to_wait() -> None:
    async def all_at_once() -> list[int]:
        bridge, gate = Bridge(_accepted, 2), asyncio.Event()
        lines = [Slow(gate) for _ in range(ROOM // LARGEST + 1)]
        calls = [asyncio.create_task(bridge(writing(content_length=str(LARGEST)), line)) for line in lines]
        await calls[-1]
        gate.set()
        await asyncio.gather(*calls)
        after = Line(b"x")
        await bridge(writing(content_length=str(LARGEST)), after)
        bridge.close()
        return [*(line.status for line in lines), after.status]

    assert asyncio.run(all_at_once()) == [200] * (ROOM // LARGEST) + [503, 200]


class Slow(Line):
    """A body that waits until it may come."""

    def __init__(self, gate: asyncio.Event) -> None:
        super().__init__()
        self._gate = gate

    async def __aiter__(self) -> Any:
        await self._gate.wait()
        yield b"x"


def writing(**headers: str) -> Scope:
    return Scope("/compose", "POST", cookie="bhxh_session=abc", **headers)


def _accepted(environ: dict[str, Any], start: Any) -> list[bytes]:
    start("200 OK", [])
    return []


def _nobody(environ: dict[str, Any], start: Any) -> list[bytes]:
    raise AssertionError
