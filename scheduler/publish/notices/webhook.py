"""Letters as JSON to an address that somebody else gave us; the address itself is a secret."""

from dataclasses import dataclass

import requests
import urllib3

from scheduler.errors import BhxhError
from scheduler.publish.notices.letter import Letter
from scheduler.publish.notices.way import NotDelivered
from scheduler.secret import Secret


@dataclass(frozen=True)
class Webhook:
    """An address that takes `{"text", "notices", "at"}`; `text` is what chat rooms show."""

    address: Secret
    timeout: float
    """Seconds to connect, and seconds for the answer to begin; its body is not waited for."""
    server: str = ""

    @property
    def name(self) -> str:
        """Named by where its address lies: the address is a secret."""
        return f"webhook:{self.address.where}"

    def send(self, letter: Letter) -> None:
        """Post the letter. Raises NotDelivered without ever quoting the address."""
        body = {"text": f"{letter.subject}\n\n{letter.body}", "notices": letter.rows, "at": letter.at.isoformat()}
        try:
            with requests.Session() as session:
                session.trust_env = False
                answer = session.post(
                    self.address.resolve(), json=body, timeout=(self.timeout, self.timeout), allow_redirects=False,
                    stream=True,
                )  # fmt: skip
                answer.close()
        except BhxhError as error:
            raise NotDelivered(str(error)) from None
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, UnicodeError, ValueError) as error:
            raise NotDelivered(f"không gửi được tới webhook ({type(error).__name__})") from None
        if not 200 <= answer.status_code < 300:
            raise NotDelivered(f"webhook trả lời HTTP {answer.status_code}")
