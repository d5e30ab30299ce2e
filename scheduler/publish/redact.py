"""Keeps secrets out of logs and notes: urllib3 logs whole URLs, and Facebook's errors may quote a token."""

import logging
import re
from collections.abc import Iterable

_PARAMETERS = re.compile(r"((?:access_token|input_token|appsecret_proof|client_secret|fb_exchange_token)=)[^&\s\"')]+")
_LONG = re.compile(r"[A-Za-z0-9|-]{32,}")
"""Longer than any id that Facebook gives, shorter than any token or proof."""

HIDDEN = "***"


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without the given secrets, without the values of secret parameters, without long codes, and without
    the NUL that no database takes."""
    text = text.replace("\0", "")
    for secret in filter(None, secrets):
        text = text.replace(secret, HIDDEN)
    return _LONG.sub(HIDDEN, _PARAMETERS.sub(rf"\1{HIDDEN}", text))


class _Redactor(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; every record passes."""
        record.msg = _PARAMETERS.sub(rf"\1{HIDDEN}", record.getMessage())
        record.args = ()
        return True


_REDACTOR = _Redactor()


def redact_logs() -> None:
    """Make urllib3's own records harmless. Graph takes appsecret_proof only as a parameter, so for GET and
    DELETE it stands in the URL. May be called again."""
    for name in ("urllib3.connectionpool", "urllib3.util.retry"):
        logging.getLogger(name).addFilter(_REDACTOR)
