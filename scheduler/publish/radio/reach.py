"""Opening our own addresses from outside, as a station would: does anybody answer, and is it us."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import requests

_TIMEOUT = (5, 10)
_MOST = 200_000
"""Bytes of an answer that are looked at."""

_MADE = re.compile(r"Cập nhật lúc (\d{2}):(\d{2}) ngày (\d{2})/(\d{2})/(\d{4})")

NOBODY = "khong-phai-duong-dan-cua-dai-nao"
"""A link that no station has: whoever answers it as a wrong one is our own pull."""


@dataclass(frozen=True)
class Seen:
    """What came back. `problem` says why nothing did, without the address, which may be secret."""

    status: int = 0
    text: str = ""
    ours: bool = False
    problem: str = ""


def look(address: str) -> Seen:
    """Fetch an address. Never raises for what the network does."""
    try:
        with requests.get(address, timeout=_TIMEOUT, stream=True) as answer:
            data = answer.raw.read(_MOST, decode_content=True)
            ours = answer.headers.get("Referrer-Policy") == "no-referrer"
            return Seen(answer.status_code, data.decode("utf-8", "replace"), ours)
    except requests.exceptions.SSLError:
        return Seen(problem="chứng chỉ HTTPS không dùng được")
    except requests.exceptions.Timeout:
        return Seen(problem="không trả lời trong thời gian chờ")
    except requests.exceptions.ConnectionError:
        return Seen(problem="không ai trả lời")
    except (requests.exceptions.RequestException, OSError, ValueError) as error:
        return Seen(problem=f"không mở được ({type(error).__name__})")


def made_at(page: str, zone: ZoneInfo) -> datetime | None:
    """When a page of a mirror says that it was made; None where it is none of ours."""
    match = _MADE.search(page)
    if match is None:
        return None
    hour, minute, day, month, year = map(int, match.groups())
    return datetime(year, month, day, hour, minute, tzinfo=zone)
