"""Servers that take notices: mail and webhook, real ones on this machine, which fail as they are told."""

import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.pages import new_house, sandbox

__all__ = ["new_house", "sandbox"]
CERTIFICATE = Path(__file__).with_name("localhost.pem")
"""Made for these tests alone, for localhost; its key opens nothing."""


@dataclass
class MailServer:
    """An SMTP server. `manner`: well, silent, dripping, hangs-up, no-login, no-recipient, busy."""

    port: int
    manner: str = "well"
    tls: bool = False
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    logins: list[bytes] = field(default_factory=list)
    heard: list[bytes] = field(default_factory=list)
    secure: list[bool] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)


class _Conversation(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        with suppress(OSError):
            self._talk(self.server.mail)

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()
        self.connection.close()  # the TLS layer, which the server itself does not know of

    def _talk(self, mail: MailServer) -> None:
        if mail.manner == "silent":
            mail.stopping.wait(30)
            return
        while mail.manner == "dripping":  # one byte at a time, each within any timeout
            self.wfile.write(b"2")
            if mail.stopping.wait(0.1):
                return
        if mail.manner == "hangs-up":
            return
        self.say("421 busy" if mail.manner == "busy" else "220 ready")
        while line := self.rfile.readline():
            mail.heard.append(line.strip())
            if not self._answer(mail, line.strip().decode()):
                return

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")

    def _answer(self, mail: MailServer, line: str) -> bool:
        verb = line.split(" ")[0].split(":")[0].upper()
        secure = isinstance(self.connection, ssl.SSLSocket)
        if verb == "EHLO":
            self.say("250-localhost")
            if mail.tls and not secure:
                self.say("250-STARTTLS")
            self.say("250 AUTH PLAIN")
        elif verb == "STARTTLS":
            self.say("220 go on")
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            self.connection = context.wrap_socket(self.connection, server_side=True)
            self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        elif verb == "AUTH":
            mail.logins.append(line.encode())
            mail.secure.append(secure)
            self.say("535 no" if mail.manner == "no-login" else "235 ok")
        elif verb == "RCPT":
            refused = mail.manner == "no-recipient" or (mail.manner == "one-recipient" and "minh" in line)
            if not refused:
                mail.recipients.append(line.partition("<")[2].partition(">")[0])
            self.say("550 nobody" if refused else "250 ok")
        elif verb == "DATA":
            self._data(mail)
        elif verb == "QUIT":
            self.say("221 bye")
            return False
        else:
            self.say("250 ok")
        return True

    def _data(self, mail: MailServer) -> None:
        self.say("354 go on")
        body = b""
        while (line := self.rfile.readline()) != b".\r\n":
            body += line
        mail.letters.append(message_from_bytes(body, policy=default))
        self.say("250 taken")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what some tests are about."""


@pytest.fixture
def mail_server() -> Iterator[Callable[..., MailServer]]:
    running: list[tuple[_Server, MailServer]] = []

    def start(manner: str = "well", *, tls: bool = False) -> MailServer:
        server = _Server(("127.0.0.1", 0), _Conversation)
        mail = MailServer(server.server_address[1], manner, tls)
        server.mail = mail  # type: ignore[attr-defined]  # read by the conversation
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        running.append((server, mail))
        return mail

    yield start
    for server, mail in running:
        mail.stopping.set()
        server.shutdown()
        server.server_close()


class Hook(ThreadingHTTPServer):
    """A webhook that keeps what it gets and answers `status`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _HookHandler)
        self.status = 200
        self.got: list[bytes] = []
        self.silent = False
        self.stopping = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hook/very-secret-path"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that gave up is what some tests are about."""


class _HookHandler(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:  # http.server calls this name
        self.server.got.append(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.silent:
            self.server.stopping.wait(30)
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@contextmanager
def _hook() -> Iterator[Hook]:
    server = Hook()
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.stopping.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def hook() -> Iterator[Hook]:
    with _hook() as server:
        yield server


@pytest.fixture
def second_hook() -> Iterator[Hook]:
    with _hook() as server:
        yield server
