"""A server that answers as it is told: well, oddly, or not at all. And clients that speak to it."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from scheduler.publish.graph import Graph, Wire, session

TOKEN = "EAABsbCS1iHgBO7ZCqZBqmZA8sxGfTp9secrettoken"
SECRET = "0123456789abcdef0123456789abcdef"


@dataclass
class Heard:
    """A request as the server got it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}

    @property
    def query(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}


@dataclass
class Say:
    """What the server answers. `cut` closes the connection after reading; `silent` says nothing until released."""

    status: int = 200
    body: bytes = b'{"id":"1_2"}'
    kind: str | None = "application/json; charset=UTF-8"
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    half: bool = False
    silent: bool = False


class OddServer(ThreadingHTTPServer):
    daemon_threads = True
    say = Say()

    def answers(self, **told: Any) -> None:
        """From now on, this."""
        self.say = Say(**told)

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.heard: list[Heard] = []
        self.release = threading.Event()
        self.connections = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def get_request(self) -> tuple[socket.socket, Any]:
        self.connections += 1
        return super().get_request()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: OddServer

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.heard.append(Heard(self.command, self.path, dict(self.headers), body))
        say = self.server.say
        if say.silent:
            self.server.release.wait(10)
        if say.silent or say.cut:
            self.close_connection = True
            return
        self.send_response(say.status)
        if say.kind is not None:
            self.send_header("Content-Type", say.kind)
        for name, value in say.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(say.body) + (100 if say.half else 0)))
        self.end_headers()
        self.wfile.write(say.body)
        self.close_connection = say.half

    do_GET = do_POST = do_DELETE = answer  # noqa: N815  # http.server calls these names

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def odd_server() -> Iterator[Callable[[], OddServer]]:
    """Servers, as many as a test asks for."""
    running: list[OddServer] = []

    def start() -> OddServer:
        running.append(OddServer())
        threading.Thread(target=running[-1].serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return running[-1]

    yield start
    for server in running:
        server.release.set()
        server.shutdown()
        server.server_close()


@pytest.fixture
def server(odd_server: Callable[[], OddServer]) -> OddServer:
    return odd_server()


@pytest.fixture
def pool() -> Iterator[requests.Session]:
    with session(4) as made:
        yield made


@pytest.fixture
def client(server: OddServer, pool: requests.Session) -> Callable[..., Graph]:
    def make(
        url: str = server.url, *, token: str = TOKEN, secret: str | None = SECRET,
        now: datetime | None = None, read: float = 5.0,
    ) -> Graph:  # fmt: skip
        return Graph(token, Wire(url, "v26.0", (2.0, read), secret), pool, now)

    return make


@pytest.fixture
def closed_port() -> str:
    """An address where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/"


@pytest.fixture
def dripping() -> Iterator[Callable[[bytes], str]]:
    """An address that answers a byte every 50 ms, for ever if need be."""
    stop = threading.Event()
    listeners: list[socket.socket] = []

    def serve(listener: socket.socket, answer: bytes) -> None:
        connection, _ = listener.accept()
        with connection, suppress(OSError):
            connection.recv(65536)
            for byte in answer:
                if stop.wait(0.05):
                    return
                connection.sendall(bytes([byte]))

    def start(answer: bytes) -> str:
        listeners.append(socket.create_server(("127.0.0.1", 0)))
        threading.Thread(target=serve, args=(listeners[-1], answer), daemon=True).start()
        return f"http://127.0.0.1:{listeners[-1].getsockname()[1]}/"

    yield start
    stop.set()
    for listener in listeners:
        listener.close()
