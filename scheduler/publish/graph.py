"""The Graph API client: facebook-sdk 3.1.0 under a thin subclass that mends what the SDK lacks.

The SDK knows API versions up to 3.1, waits for ever, puts the token into URLs and bodies, sends Python's
`False` and `['media_fbid']` where Facebook wants `false` and JSON, loses the HTTP status, the headers and the
subcode, and returns a JSON 500 without `error` as a success. All of that happens in its `request`, which every
one of its methods calls, so `request` is what is replaced here.
"""

import hashlib
import hmac
import ipaddress
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import facebook
import requests
import urllib3

from scheduler.core.retry import Failure
from scheduler.publish.answer import Answer, GraphFault, Read, lost, read
from scheduler.publish.bounded import BoundedAdapter
from scheduler.publish.redact import redact_logs

_HEADER_VALUE = re.compile(r"[\x21-\x7e]+")


class BadTokenError(ValueError):
    """The access token holds characters that no HTTP header may carry. Never quotes it."""


@dataclass(frozen=True)
class Wire:
    """How Facebook is reached. `timeouts` are seconds to connect and seconds until an answer is whole."""

    url: str
    version: str
    timeouts: tuple[float, float]
    app_secret: str | None = field(default=None, repr=False)

    @property
    def base(self) -> str:
        """The address before the version, with its closing slash."""
        return self.url.rstrip("/") + "/"

    @property
    def local(self) -> bool:
        """Whether the other side is this very machine: only then may it be told a simulated time."""
        host = urlsplit(self.url).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"


def session(threads: int, send_seconds: float = 60.0) -> requests.Session:
    """The one session of a process, for up to `threads` calls at a time; a request has `send_seconds` to leave.

    It keeps no cookies, follows nothing that the environment says (proxies, .netrc) and repeats nothing.
    """
    made = requests.Session()
    made.trust_env = False
    made.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    adapter = BoundedAdapter(send_seconds, pool_connections=2, pool_maxsize=max(1, threads), max_retries=0)
    made.mount("https://", adapter)
    made.mount("http://", adapter)
    redact_logs()
    return made


class Graph(facebook.GraphAPI):  # type: ignore[misc]  # facebook-sdk ships no types
    """The SDK's client for one token. Its calls return an Answer and raise for bugs alone.

    `now` is the simulated instant of a rehearsal; it goes along only to a server on this machine.
    """

    def __init__(self, token: str, wire: Wire, pool: requests.Session, now: datetime | None = None) -> None:
        if not _HEADER_VALUE.fullmatch(token):
            raise BadTokenError("the access token is empty or holds blanks, line ends or letters beyond ASCII")
        super().__init__(access_token=token, timeout=wire.timeouts, session=pool)
        # Set afterwards: the constructor refuses every version that Facebook still serves.
        self.version = wire.version
        self._wire = wire
        self._headers = {"Authorization": f"Bearer {token}"}
        if now is not None and wire.local:
            self._headers["X-Sandbox-Now"] = now.isoformat()

    def request(
        self,
        path: str,
        args: Mapping[str, Any] | None = None,
        post_args: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        method: str | None = None,
    ) -> Answer:
        """Make a call. `path` holds the version, as the SDK's methods write it."""
        verb = "POST" if post_args is not None else method or "GET"
        given = encoded({**(args or {}), **(post_args or {}), "appsecret_proof": self._proof()})
        place = {"data": given} if verb == "POST" else {"params": given}
        try:
            response = self.session.request(
                verb, self._wire.base + path, headers=self._headers, timeout=self.timeout, files=files,
                allow_redirects=False, **place,
            )  # fmt: skip
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            _raise_bug(error)
            return lost(error)
        secrets = (self.access_token, self._wire.app_secret or "", given.get("appsecret_proof", ""))
        return read(response, Read.OBJECT if verb == "GET" else Read.RECEIPT, secrets)

    def get_connections(self, id: str, connection_name: str, **args: Any) -> Answer:  # noqa: A002  # the SDK's name
        """A page of a list. Without its rows it tells nothing: least of all that there are none."""
        answer: Answer = super().get_connections(id, connection_name, **args)
        if answer.fault is not None or isinstance(answer.data.get("data"), list):
            return answer
        return replace(answer, fault=GraphFault(Failure.UNKNOWN, what="danh sách không có dữ liệu"))

    def update_object(self, object_id: str, **data: Any) -> Answer:
        """Change an object by its id: what the SDK has no method for."""
        return self.request(f"{self.version}/{object_id}", post_args=data)

    def _proof(self) -> str | None:
        secret = self._wire.app_secret
        if not secret:
            return None
        return hmac.new(secret.encode(), self.access_token.encode(), hashlib.sha256).hexdigest()


def encoded(given: Mapping[str, Any]) -> dict[str, str]:
    """Parameters as Graph reads them: `true`, JSON for structures; None is left out."""
    return {name: _encode(value) for name, value in given.items() if value is not None}


def _encode(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _raise_bug(error: Exception) -> None:
    """A malformed address is our mistake, not the network's. Without the cause: it would quote the URL."""
    if isinstance(error, requests.RequestException) and isinstance(error, ValueError):
        raise ValueError(f"a Graph call could not be built: {type(error).__name__}") from None
