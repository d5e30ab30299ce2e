"""A relay between one worker and Graph: it passes bytes on, notes what was asked, and tells a listener when.

Between the arrival of a call and the delivery of its answer lie the moments at which a worker dies worst. The
listener is told of each, and may kill. The worker knows no other address than the relay's.
"""

import contextlib
import select
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Protocol

_CHUNK = 65_536
_PATIENCE = 30.0
"""Seconds: no wait of a relay is longer."""


@dataclass(frozen=True)
class Ask:
    """A request as it came. `line` is its first line, `head` all of its headers."""

    line: str
    head: str

    @property
    def writes(self) -> bool:
        """Whether it changes something at Facebook."""
        return self.line.startswith(("POST ", "DELETE "))


class Listener(Protocol):
    """What happens to a call, told as it happens, from the thread of its connection."""

    def asked(self, ask: Ask) -> bool:
        """It arrived whole and was not passed on yet; False keeps it from Graph."""

    def executed(self, ask: Ask) -> None:
        """Graph began to answer; the worker knows nothing of it yet."""

    def answered(self, ask: Ask) -> None:
        """The beginning of the answer was handed to the worker."""


class Relay:
    """Listens on a port of its own. `asks` is everything that the worker ever asked for."""

    def __init__(self, graph: tuple[str, int], listener: Listener) -> None:
        self.asks: list[Ask] = []
        self._graph, self._listener = graph, listener
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The address that a worker is given."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}/"

    def stop(self) -> None:
        """Stop listening, and wait until every connection has ended."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def carry(self, worker: socket.socket) -> None:
        """Carry the calls of one connection, one after the other."""
        with contextlib.suppress(OSError), socket.create_connection(self._graph, _PATIENCE) as graph:
            worker.settimeout(_PATIENCE)
            for ask, request in _requests(worker):
                self.asks.append(ask)
                if not self._listener.asked(ask):
                    return
                graph.sendall(request)
                if not self._answer(ask, worker, graph):
                    return

    def _answer(self, ask: Ask, worker: socket.socket, graph: socket.socket) -> bool:
        """Pass the answer on until the worker asks again; False where Graph hung up, or said nothing for long.

        A worker that hangs up before the answer is not heeded: its call is already with Graph.
        """
        begun = False
        while True:
            ready, _, _ = select.select([worker, graph] if begun else [graph], [], [], _PATIENCE)
            if graph not in ready:
                return worker in ready
            chunk = graph.recv(_CHUNK)
            if not begun:
                self._listener.executed(ask)
            if not chunk:
                if not begun:
                    _reset(worker)
                return False
            worker.sendall(chunk)
            if not begun:
                self._listener.answered(ask)
            begun = True


def _requests(worker: socket.socket) -> Iterator[tuple[Ask, bytes]]:
    """The requests of a connection, each with all its bytes."""
    data = b""
    while True:
        while b"\r\n\r\n" not in data:
            if not (chunk := worker.recv(_CHUNK)):
                return
            data += chunk
        head, _, rest = data.partition(b"\r\n\r\n")
        text = head.decode("latin-1")
        line, _, headers = text.partition("\r\n")
        while len(rest) < (size := _length(headers)):
            if not (chunk := worker.recv(_CHUNK)):
                return
            rest += chunk
        yield Ask(line, headers), head + b"\r\n\r\n" + rest[:size]
        data = rest[size:]


def _length(headers: str) -> int:
    for header in headers.split("\r\n"):
        name, _, value = header.partition(":")
        if name.strip().lower() == "content-length":
            return int(value)
    return 0


def _reset(worker: socket.socket) -> None:
    """End a connection as Graph did: without an answer, at once."""
    worker.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class _Server(ThreadingTCPServer):
    daemon_threads = False
    block_on_close = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, relay: Relay) -> None:
        self.relay = relay
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        self.server.relay.carry(self.request)
