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
_WHOLE = 3
"""The whole conversation may last so many times the timeout of a single answer."""


@dataclass(frozen=True)
class Mail:
    """A mail server. `timeout` is seconds for each answer of it."""

    settings: Settings
    timeout: float
    name: str = "smtp"

    def send(self, letter: Letter) -> str:
        """Send the letter; says which recipients the server refused. Raises NotDelivered where it went to nobody."""
        try:
            with self._conversation() as server:
                self._log_in(server)
                refused = server.send_message(self._message(letter), self.settings.from_, list(self.settings.to))
        except BhxhError as error:
            raise NotDelivered(str(error)) from None
        except smtplib.SMTPRecipientsRefused:
            raise NotDelivered("máy chủ thư không nhận địa chỉ nào trong notices.smtp.to") from None
        except smtplib.SMTPAuthenticationError as error:
            raise NotDelivered(f"máy chủ thư không nhận tên hay mật khẩu (mã {error.smtp_code})") from None
        except smtplib.SMTPResponseException as error:
            raise NotDelivered(f"máy chủ thư từ chối (mã {error.smtp_code})") from None
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise NotDelivered(f"không nói chuyện được với máy chủ thư ({type(error).__name__})") from None
        return f"máy chủ thư không nhận địa chỉ: {', '.join(sorted(refused))}" if refused else ""

    @contextmanager
    def _conversation(self) -> Iterator[smtplib.SMTP]:
        """A greeted server, over TLS if it can; ended by force where it drags on, however slowly it talks."""
        context = ssl.create_default_context()
        implicit, own = self.settings.port == TLS_PORT, self.settings.from_.partition("@")[2]
        # Named, so that smtplib does not ask the DNS for our own name, which no timeout bounds.
        server = (
            smtplib.SMTP_SSL(local_hostname=own, timeout=self.timeout, context=context)
            if implicit
            else smtplib.SMTP(local_hostname=own, timeout=self.timeout)
        )
        alarm = threading.Timer(self.timeout * _WHOLE, _hang_up, [server])
        alarm.daemon = True
        alarm.start()
        try:
            # A certificate is checked against this name; connect() alone would leave it unset.
            server._host = self.settings.host  # type: ignore[attr-defined]  # not in typeshed
            code, greeting = server.connect(self.settings.host, self.settings.port)
            if code != _READY:
                raise smtplib.SMTPConnectError(code, greeting)
            server.ehlo_or_helo_if_needed()
            if not implicit and server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            yield server
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
        finally:
            alarm.cancel()
            server.close()

    def _log_in(self, server: smtplib.SMTP) -> None:
        user, password = self.settings.user, self.settings.password
        if not user or password is None:
            return
        if not isinstance(server.sock, ssl.SSLSocket):
            fix = "dùng cổng 465, hoặc máy chủ có STARTTLS, hoặc bỏ user và password"
            raise BhxhError("máy chủ thư không mã hóa đường truyền, nên không gửi mật khẩu", where="smtp", fix=fix)
        server.login(user, password.resolve())

    def _message(self, letter: Letter) -> MIMEText:
        """The letter as a message. Not EmailMessage: Python 3.11 loses blanks where it folds a Vietnamese subject."""
        message = MIMEText(letter.body, "plain", "utf-8")
        message["Subject"] = Header(letter.subject, "utf-8")  # type: ignore[assignment]  # typeshed knows str alone
        message["From"] = self.settings.from_
        message["To"] = ", ".join(self.settings.to)
        message["Date"] = format_datetime(letter.at)
        message["Auto-Submitted"] = "auto-generated"
        return message


def _hang_up(server: smtplib.SMTP) -> None:
    if server.sock is not None:
        with suppress(OSError):
            server.sock.shutdown(socket.SHUT_RDWR)
