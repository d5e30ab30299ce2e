"""How much of its budget of calls a Page or app has used, as Facebook tells in headers."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

_HEADERS = ("X-App-Usage", "X-Page-Usage", "X-Business-Use-Case-Usage")
_SHARES = ("call_count", "total_time", "total_cputime")
_LONGEST = timedelta(days=1)


@dataclass(frozen=True)
class Usage:
    """`percent` of the budget, throttled from 100; `wait` is Facebook's estimate until it listens again."""

    percent: int = 0
    wait: timedelta | None = None


def usage_of(headers: Mapping[str, str]) -> Usage:
    """The highest of all figures in the usage headers. They come only after enough use; broken ones are skipped."""
    entries = [entry for name in _HEADERS for entry in _entries(headers.get(name))]
    percent = max((_number(entry.get(share)) for entry in entries for share in _SHARES), default=0)
    minutes = max((_number(entry.get("estimated_time_to_regain_access")) for entry in entries), default=0)
    return Usage(percent, min(timedelta(minutes=minutes), _LONGEST) if minutes else None)


def _entries(header: str | None) -> Iterator[Mapping[str, Any]]:
    try:
        told = json.loads(header or "{}")
    except (ValueError, RecursionError):
        return
    if not isinstance(told, dict):
        return
    yield told
    for value in told.values():
        yield from (entry for entry in value if isinstance(entry, dict)) if isinstance(value, list) else ()


def _number(value: Any) -> int:
    """A share or an estimate; anything that is no sane number counts as nothing."""
    return int(value) if isinstance(value, int | float) and 0 <= value < 1_000_000 else 0
