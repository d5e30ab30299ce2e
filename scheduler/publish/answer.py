"""What came back from a Graph call, read without trusting it."""

import json
import re
import ssl
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3

from scheduler.core.retry import Failure, Fault
from scheduler.publish.redact import redact
from scheduler.publish.usage import Usage, usage_of

_KEPT_HEADERS = ("facebook-api-version", "x-fb-trace-id", "x-app-usage", "x-page-usage", "x-business-use-case-usage")
_LONGEST_MESSAGE = 300
_ID = re.compile(r"[0-9A-Za-z_:.-]{1,100}")
_LARGEST_CODE = 2**31 - 1


@dataclass(frozen=True)
class GraphFault(Fault):
    """A Fault with what Facebook said about it, secrets taken out."""

    message: str = ""
    trace: str = ""

    @property
    def gone(self) -> bool:
        """Whether the object is not there, or the token may not know of it: Graph does not tell them apart."""
        return self.failure is Failure.ANSWERED and (self.code == 803 or (self.code, self.subcode) == (100, 33))


@dataclass(frozen=True)
class Answer:
    """An answer of Graph. It is a success only where `fault` is None; `status` is None where none came."""

    status: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    usage: Usage = field(default_factory=Usage)
    fault: GraphFault | None = None

    @property
    def id(self) -> str:
        """The id of the object, or an empty text where there is none that could be one."""
        return id_of(self.data)


def id_of(data: Mapping[str, Any]) -> str:
    """The `id` of an object, or an empty text where there is none that could be one. Graph's are texts; a whole
    number names an object as well."""
    value = data.get("id")
    text = str(value) if type(value) is int else value
    return text if isinstance(text, str) and _ID.fullmatch(text) else ""


class Read(Enum):
    """What a success must hold."""

    RECEIPT = auto()
    """Of a write: an `id`, or `"success": true`."""
    OBJECT = auto()
    """Of a read: any object that is not empty."""


def lost(error: Exception) -> Answer:
    """No answer came. The error's own text stays out: it quotes the URL."""
    what = _why_not_sent(error)
    if what:
        return Answer(fault=GraphFault(Failure.NOT_SENT, what=what))
    timeout = any(isinstance(cause, requests.Timeout | urllib3.exceptions.TimeoutError) for cause in _causes(error))
    what = "hết giờ chờ câu trả lời" if timeout else "mất kết nối khi đang chờ câu trả lời"
    return Answer(fault=GraphFault(Failure.UNKNOWN, what=what))


def read(response: requests.Response, kind: Read, secrets: Sequence[str]) -> Answer:
    """An HTTP response as an Answer. JSON is recognised by its shape: content types are not dependable."""
    data = _json_object(response.content)
    usage = usage_of(response.headers, _page_of(response))
    fault = _fault(response, data, kind, usage, secrets)
    headers = {name: value for name, value in response.headers.items() if name.lower() in _KEPT_HEADERS}
    return Answer(response.status_code, data or {}, headers, usage, fault)


def _page_of(response: requests.Response) -> str:
    """The Page that was called: of a post, the first half of its id."""
    node = urlsplit(str(response.url)).path.rstrip("/").split("/")[2:3]
    return node[0].partition("_")[0] if node else ""


def _json_object(body: bytes) -> dict[str, Any] | None:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _fault(
    response: requests.Response, data: dict[str, Any] | None, kind: Read, usage: Usage, secrets: Sequence[str]
) -> GraphFault | None:
    good = 200 <= response.status_code < 300
    if data is None:
        return GraphFault(Failure.UNKNOWN, what=f"HTTP {response.status_code}, không phải JSON")
    if "error" in data:
        return _told(data["error"], good and kind is Read.RECEIPT, usage, secrets)
    if not good:
        return GraphFault(Failure.UNKNOWN, what=f"HTTP {response.status_code}, không nói lỗi gì")
    proven = bool(data) if kind is Read.OBJECT else bool(data.get("id")) or data.get("success") is True
    return None if proven else GraphFault(Failure.UNKNOWN, what="câu trả lời không có mã bài")


def _told(error: Any, doubtful: bool, usage: Usage, secrets: Sequence[str]) -> GraphFault:
    """An `error` object. In a 2xx answer to a write it proves nothing: the call may have been carried out as well."""
    told: dict[str, Any] = error if isinstance(error, dict) else {}
    code = _whole(told.get("code"))
    transient = told.get("is_transient")
    return GraphFault(
        Failure.UNKNOWN if doubtful or code is None else Failure.ANSWERED,
        code,
        _whole(told.get("error_subcode")),
        transient if isinstance(transient, bool) else None,
        usage.wait,
        "" if code is not None else "lỗi không có mã",
        redact(_message(told), secrets)[:_LONGEST_MESSAGE],
        redact(str(told.get("fbtrace_id") or ""), secrets)[:64],
    )


def _message(told: Mapping[str, Any]) -> str:
    parts = (told.get("message"), told.get("error_user_title"), told.get("error_user_msg"))
    return " | ".join(str(part) for part in parts if part)


def _whole(value: Any) -> int | None:
    """A code; one written as digits counts as well."""
    value = int(value) if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,10}", value) else value
    return value if type(value) is int and abs(value) <= _LARGEST_CODE else None


def _why_not_sent(error: BaseException) -> str:
    """In Vietnamese why the request never left, or nothing where it may have left."""
    for cause in _causes(error):
        if isinstance(cause, urllib3.exceptions.NameResolutionError):
            return "không tìm thấy máy chủ Facebook"
        if isinstance(cause, urllib3.exceptions.NewConnectionError):
            return "không kết nối được"
        if isinstance(cause, requests.ConnectTimeout | urllib3.exceptions.ConnectTimeoutError):
            return "hết giờ chờ kết nối"
        # Other TLS errors may come after the request was sent; those stay unknown.
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "chứng chỉ TLS của máy chủ không hợp lệ"
    return ""


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and everything it wraps: requests keeps urllib3's errors as arguments, those theirs as reasons.

    Not `__context__`: that may hold what our caller was handling, and say "never sent" of another call.
    """
    waiting, seen = [error], set[int]()
    while waiting:
        current = waiting.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        inner = (*current.args, getattr(current, "reason", None))
        waiting += [one for one in inner if isinstance(one, BaseException)]
