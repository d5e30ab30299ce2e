"""HTTP connections on which nothing lasts for ever: also an answer that comes byte by byte has an end.

requests and urllib3 bound the time between two bytes only; a server that drips would hold a thread and a lease
for hours. Here the read timeout bounds the whole answer, and a whole request has `send_seconds` to leave: for a photo
of 4 MB over a weak line, where urllib3 would give it the time that is meant for connecting.
"""

import http.client
import io
import socket
import time
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

_PIECE = 16_384
"""Bytes sent at a time: what fits into one record of TLS."""


class _Deadline(io.RawIOBase):
    """What a socket receives until an instant; afterwards reading raises TimeoutError."""

    def __init__(self, sock: socket.socket, seconds: float) -> None:
        self._sock, self._raw = sock, sock.makefile("rb", buffering=0)
        self._until = time.monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the answer took too long")
        self._sock.settimeout(left)
        count: int | None = self._raw.readinto(buffer)
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        seconds = sock.gettimeout()
        if seconds is not None:
            self.fp.close()
            self.fp = io.BufferedReader(_Deadline(sock, seconds))


class _Connection(HTTPConnection):
    """A connection on which a request has `send_seconds` to leave, however slowly the other side takes it. TLS bounds
    each piece of what is sent on its own, so pieces are cut here, and each has what is left of the time."""

    response_class = _Response
    send_seconds = 60.0
    _until: float | None = None

    def putrequest(self, *args: Any, **kwargs: Any) -> None:
        self._until = None
        super().putrequest(*args, **kwargs)

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        self._until = self._until or time.monotonic() + self.send_seconds
        view = memoryview(data if isinstance(data, bytes) else bytes(data))
        for at in range(0, len(view), _PIECE):
            left = self._until - time.monotonic()
            if left <= 0:
                raise TimeoutError("the request took too long to leave")
            self.sock.settimeout(left)
            super().send(view[at : at + _PIECE])


class _SecureConnection(_Connection, HTTPSConnection):
    """The same over TLS."""


class BoundedAdapter(HTTPAdapter):
    """The adapter of requests over such connections. `send_seconds` bounds a request on its way out."""

    def __init__(self, send_seconds: float, **options: Any) -> None:
        self._send_seconds = send_seconds
        super().__init__(**options)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """As requests does it, with pools of our connections."""
        super().init_poolmanager(*args, **kwargs)
        told = {"send_seconds": self._send_seconds}
        plain = {"ConnectionCls": type("Connection", (_Connection,), told)}
        secure = {"ConnectionCls": type("SecureConnection", (_SecureConnection,), told)}
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("Pool", (HTTPConnectionPool,), plain),
            "https": type("SecurePool", (HTTPSConnectionPool,), secure),
        }
