"""Lets Django, a WSGI application, answer behind the pull: one port for both, and Django in threads of its own.

Not Django's own ASGI: it starts a thread for each request, and reads a long answer (an export) into memory whole.
"""

import asyncio
import io
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any, Protocol

THREADS = 4
LARGEST, SMALL = 100_000_000, 4_000_000
"""Bytes of a request's body at most: some photos at once, as telephones take them, from somebody who writes; and of all
others, whom nobody knows yet."""

ROOM = 4 * LARGEST
"""Bytes of bodies that are held at once."""

_IN_MEMORY, _THROWN_AWAY, _DIGITS = 1_000_000, 4 * LARGEST, 16
"""Bytes of a body that wait in memory, the others in a file; so many are read of one that is too large, for a browser
shows an answer only after it has sent everything; and a length has fewer digits."""

_WRITING, _LOGGED_IN = "/compose", "bhxh_session="

_BUSY = "Máy đang nhận nhiều ảnh cùng lúc. Đợi một phút rồi bấm “Tải lại”.\n"
_TOO_LARGE = f"Gửi lên quá lớn: một lần nhiều nhất {LARGEST // 1_000_000} MB. Bấm “Quay lại” và chọn ít ảnh hơn.\n"

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Scope(Protocol):
    """What of granian's RSGI scope is used."""

    method: str
    path: str
    query_string: str
    http_version: str
    scheme: str
    server: str
    client: str
    authority: str | None
    headers: Any


class Bridge:
    """Calls the application in a thread for each request, as many at once as there are threads."""

    def __init__(self, application: Wsgi, threads: int = THREADS) -> None:
        self._application = application
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="desk")
        self._held = 0

    async def __call__(self, scope: Scope, proto: Any) -> None:
        """Answer one request."""
        most = LARGEST if _may_be_large(scope) else SMALL
        size = _announced(scope, most)
        if size is not None and size <= most and self._held + size > ROOM:
            proto.response_str(503, [("content-type", "text/plain; charset=utf-8")], _BUSY)
            return
        self._held += size or 0
        try:
            await self._answer(scope, proto, size, most)
        finally:
            self._held -= size or 0

    async def _answer(self, scope: Scope, proto: Any, size: int | None, most: int) -> None:
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as body:
            if size is None or not await _taken(proto, body, size, most):
                proto.response_str(413, [("content-type", "text/plain; charset=utf-8")], _TOO_LARGE)
                return
            loop = asyncio.get_running_loop()
            environ = _environ(scope, body)
            await loop.run_in_executor(self._pool, lambda: _Call(proto, loop).run(self._application, environ))

    def close(self) -> None:
        """Let what is running end."""
        self._pool.shutdown()


class _Call:
    """One call of the application, in its thread. What it yields goes out in pieces, no faster than taken."""

    def __init__(self, proto: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._proto, self._loop = proto, loop
        self._status, self._headers = 500, [("content-type", "text/plain")]

    def run(self, application: Wsgi, environ: Environ) -> None:
        result = application(environ, self._start)
        try:
            if isinstance(result, list) or not getattr(result, "streaming", False):
                self._proto.response_bytes(self._status, self._headers, b"".join(result))
            else:
                self._stream(result)
        finally:
            if close := getattr(result, "close", None):
                close()

    def _start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        self._status = int(status.split(" ", 1)[0])
        self._headers = [(name.lower(), value) for name, value in headers]

    def _stream(self, pieces: Iterable[bytes]) -> None:
        transport = self._proto.response_stream(self._status, self._headers)
        for piece in pieces:
            if piece:
                asyncio.run_coroutine_threadsafe(_sent(transport, piece), self._loop).result()


async def _sent(transport: Any, piece: bytes) -> None:
    await transport.send_bytes(piece)


def _may_be_large(scope: Scope) -> bool:
    """Whether it goes where photos are sent to, from somebody who was let in, as a cookie says that is not read yet."""
    return scope.path.startswith(_WRITING) and _LOGGED_IN in (scope.headers.get("cookie") or "")


def _announced(scope: Scope, most: int) -> int | None:
    """How many bytes are to come: `most` where nobody says, None where what is said is no number."""
    told = scope.headers.get("content-length")
    if told is None:
        return most if scope.headers.get("transfer-encoding") else 0
    return int(told) if told.isascii() and told.isdecimal() and len(told) < _DIGITS else None


async def _taken(proto: Any, body: IO[bytes], size: int, most: int) -> bool:
    """Whether the request's body was written into `body`: not where it is too large, however it was announced."""
    if size == 0:
        return True
    got = 0
    async for piece in proto:
        got += len(piece)
        if max(got, size) <= most:
            body.write(piece)
        elif got > _THROWN_AWAY:
            break
    return max(got, size) <= most


def _environ(scope: Scope, body: IO[bytes]) -> Environ:
    """The request as PEP 3333 has it: texts are bytes in the disguise of Latin-1."""
    host, _, port = scope.server.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host.strip("[]") or "localhost",
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        _put(environ, name, value)
    environ["CONTENT_LENGTH"] = str(body.seek(0, io.SEEK_END))
    body.seek(0)
    if scope.authority and "HTTP_HOST" not in environ:
        environ["HTTP_HOST"] = scope.authority
    return environ


def _put(environ: Environ, name: str, value: str) -> None:
    if "_" in name:  # X_Forwarded_For must not pass for X-Forwarded-For
        return
    key = name.upper().replace("-", "_")
    if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        key = f"HTTP_{key}"
    joint = "; " if key == "HTTP_COOKIE" else ","
    environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value
