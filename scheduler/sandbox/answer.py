"""What goes back over the wire, or does not."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from scheduler.sandbox.errors import GraphError, error_body

JSON_TYPE = "application/json; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer; with `cut` the connection ends without one; `delay` in seconds comes first."""

    status: int = 200
    content: bytes = b""
    media_type: str = JSON_TYPE
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    delay: float = 0


def encode(body: Any) -> bytes:
    """JSON as Graph writes it: ASCII only, and every slash escaped."""
    return json.dumps(body, ensure_ascii=True, separators=(",", ":")).replace("/", "\\/").encode()


def json_answer(body: Any, headers: dict[str, str] | None = None) -> Answer:
    """HTTP 200 with JSON."""
    content = encode(body)
    etag = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    return Answer(200, content, JSON_TYPE, {"ETag": f'"{etag}"', **(headers or {})})


def error_answer(error: GraphError, trace: str) -> Answer:
    """An error in Graph's words, with the challenge that accompanies a refusal."""
    reason = "invalid_token" if error.code in (102, 190) else "invalid_request"
    text = error.message.encode("ascii", "replace").decode().replace('"', "'")
    text = "".join(sign for sign in text if sign.isprintable())
    headers = dict(error.headers)
    if error.status >= 400:
        headers["WWW-Authenticate"] = f'OAuth "Facebook Platform" "{reason}" "{text}"'
    return Answer(error.status, encode(error_body(error, trace)), JSON_TYPE, headers)
