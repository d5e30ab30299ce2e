"""Letters as mail: SMTP with STARTTLS where the server has it, and a bound on the whole conversation."""

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.header import Header
from email.mime.text import MIMEText
from email.utils import format_datetime

from scheduler.config_notices import Smtp as Settings
from scheduler.errors import BhxhError
from scheduler.publish.notices.letter import Letter
from scheduler.publish.notices.way import NotDelivered

TLS_PORT = 465
"""Where TLS begins at once (RFC 8314); elsewhere it is asked for with STARTTLS (RFC 3207)."""

_READY = 220
_SHUTTING = 421
"""Said instead of any answer where the server hangs up (RFC 5321, 3.8)."""

_WHOLE = 3
"""A letter with all that it needs may last so many times the timeout of a single answer."""


class Line:
    """A conversation with the mail server: begun with the first letter, kept for those that follow, closed at last.

    `timeout` is seconds for each answer. Each letter to each address is a message of its own, so that nobody reads in
    it who else is told, and an address that is refused keeps nobody from his letter.
    """

    def __init__(self, settings: Settings, timeout: float) -> None:
        self._settings = settings
        self._timeout = timeout
        self._server: smtplib.SMTP | None = None

    def send(self, letter: Letter, to: str) -> None:
        """Send a letter to an address. Raises NotDelivered, `wide` where it is the server that failed."""
        if not to.isascii():  # smtplib would ask for an extension that hardly any server has
            raise NotDelivered(f"địa chỉ {to} có chữ mà máy chủ thư không nhận")
        try:
            with self._bounded() as server:
                server.send_message(self._message(letter, to), self._settings.from_, [to])
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise NotDelivered(f"máy chủ thư không nhận địa chỉ {to} (mã {code})", wide=code == _SHUTTING) from None
        except BhxhError as error:
            raise NotDelivered(str(error), wide=True) from None
        except smtplib.SMTPAuthenticationError as error:
            raise NotDelivered(f"máy chủ thư không nhận tên hay mật khẩu (mã {error.smtp_code})", wide=True) from None
        except smtplib.SMTPDataError as error:
            raise NotDelivered(f"máy chủ thư từ chối thư gửi {to} (mã {error.smtp_code})") from None
        except smtplib.SMTPResponseException as error:
            raise NotDelivered(f"máy chủ thư từ chối (mã {error.smtp_code})", wide=True) from None
        except (smtplib.SMTPException, OSError, ValueError) as error:
            what = f"không nói chuyện được với máy chủ thư ({type(error).__name__})"
            raise NotDelivered(what, wide=True) from None

    def close(self) -> None:
        """End the conversation, if there is one."""
        if self._server is None:
            return
        with suppress(NotDelivered, smtplib.SMTPException, OSError), self._bounded() as server:
            server.quit()
        self._drop()

    @contextmanager
    def _bounded(self) -> Iterator[smtplib.SMTP]:
        """The server, greeted and logged in; ended by force where it drags on, however slowly it talks."""
        server = self._server or self._unconnected()
        alarm = threading.Timer(self._timeout * _WHOLE, _hang_up, [server])
        alarm.daemon = True
        alarm.start()
        try:
            if self._server is None:
                self._server = server
                self._greet(server)
            yield server
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError):
            if server.sock is None:  # it hung up with that
                self._drop()
            raise  # else smtplib has reset the conversation: it serves the next letter
        except BaseException:
            self._drop()
            raise
        finally:
            alarm.cancel()

    def _unconnected(self) -> smtplib.SMTP:
        # Named, so that smtplib does not ask the DNS for our own name, which no timeout bounds.
        own = self._settings.from_.partition("@")[2]
        if self._settings.port == TLS_PORT:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(local_hostname=own, timeout=self._timeout, context=context)
        return smtplib.SMTP(local_hostname=own, timeout=self._timeout)

    def _greet(self, server: smtplib.SMTP) -> None:
        # typeshed does not know it; a certificate is checked against this name, which connect() alone leaves unset.
        server._host = self._settings.host  # type: ignore[attr-defined]  # private, and set by no other way
        code, greeting = server.connect(self._settings.host, self._settings.port)
        if code != _READY:
            raise smtplib.SMTPConnectError(code, greeting)
        server.ehlo_or_helo_if_needed()
        if not isinstance(server, smtplib.SMTP_SSL) and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        self._log_in(server)

    def _log_in(self, server: smtplib.SMTP) -> None:
        user, password = self._settings.user, self._settings.password
        if not user or password is None:
            return
        if not isinstance(server.sock, ssl.SSLSocket):
            fix = "dùng cổng 465, hoặc máy chủ có STARTTLS, hoặc bỏ user và password"
            raise BhxhError("máy chủ thư không mã hóa đường truyền, nên không gửi mật khẩu", where="smtp", fix=fix)
        server.login(user, password.resolve())

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None

    def _message(self, letter: Letter, to: str) -> MIMEText:
        """The letter as a message. Not EmailMessage: Python 3.11 loses blanks where it folds a Vietnamese subject."""
        message = MIMEText(letter.body, "plain", "utf-8")
        message["Subject"] = Header(letter.subject, "utf-8")  # type: ignore[assignment]  # typeshed knows str alone
        message["From"] = self._settings.from_
        message["To"] = to
        message["Date"] = format_datetime(letter.at)
        message["Auto-Submitted"] = "auto-generated"
        return message


@dataclass(frozen=True)
class Mail:
    """A mailbox, reached over a line that it may share with others."""

    line: Line
    to: str
    server: str = "smtp"

    @property
    def name(self) -> str:
        """One name for one mailbox, however its letters are written."""
        return f"mail:{self.to.lower()}"

    def send(self, letter: Letter) -> None:
        """Send the letter there. Raises NotDelivered."""
        self.line.send(letter, self.to)


def _hang_up(server: smtplib.SMTP) -> None:
    if server.sock is not None:
        with suppress(OSError):
            server.sock.shutdown(socket.SHUT_RDWR)
