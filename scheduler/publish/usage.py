"""How much of its budget of calls a Page or app has used, as Facebook tells in headers."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from scheduler.core.outcome import Spent

_OF_APP = ("X-App-Usage",)
_OF_PAGE = ("X-Page-Usage", "X-Business-Use-Case-Usage")
_SHARES = ("call_count", "total_time", "total_cputime")
_OURS = "pages"
_LONGEST = timedelta(days=1)


@dataclass(frozen=True)
class Usage:
    """The budgets of the Page and of the app that called; throttled from 100 per cent."""

    page: Spent = field(default_factory=Spent)
    app: Spent = field(default_factory=Spent)

    @property
    def percent(self) -> int:
        """The share of the budget that is nearest to its end."""
        return max(self.page.percent, self.app.percent)

    @property
    def wait(self) -> timedelta | None:
        """The longest that Facebook asks to be left alone, where it names a time."""
        return max(filter(None, (self.page.wait, self.app.wait)), default=None)


def usage_of(headers: Mapping[str, str], page_id: str = "") -> Usage:
    """The highest of all figures of a budget. The headers come only after enough use; broken ones are skipped.

    A header may tell of many Pages, and of budgets that are not for Pages: where it names `page_id`, that Page's
    entries alone count, so that no Page rests for another's sake.
    """
    return Usage(_spent(headers, _OF_PAGE, page_id), _spent(headers, _OF_APP))


def _spent(headers: Mapping[str, str], names: Sequence[str], page_id: str = "") -> Spent:
    entries = [entry for name in names for entry in _entries(headers.get(name), page_id)]
    percent = max((_number(entry.get(share)) for entry in entries for share in _SHARES), default=0)
    minutes = max((_number(entry.get("estimated_time_to_regain_access")) for entry in entries), default=0)
    return Spent(percent, min(timedelta(minutes=minutes), _LONGEST) if minutes else None)


def _entries(header: str | None, page_id: str) -> Iterator[Mapping[str, Any]]:
    try:
        told = json.loads(header or "{}")
    except (ValueError, RecursionError):
        return
    if not isinstance(told, dict):
        return
    yield told
    for value in [told[page_id]] if page_id in told else told.values():
        for entry in value if isinstance(value, list) else ():
            if isinstance(entry, dict) and entry.get("type", _OURS) == _OURS:
                yield entry


def _number(value: Any) -> int:
    """A share or an estimate; anything that is no sane number counts as nothing."""
    return int(value) if isinstance(value, int | float) and 0 <= value < 1_000_000 else 0
