"""Whether the log was whole when it was last looked at, and whether somebody wants to know anew.

Looking at a million rows takes half a minute, so the clock looks, and pages show what it found.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scheduler.store.models import Setting
from scheduler.store.verify import Verdict

DAILY = timedelta(hours=24)
_FOUND, _WANTED = "verdict", "verdict wanted"
_NAMED = 20
"""How many faults are kept for pages; all are named by `bhxh log --verify`."""


@dataclass(frozen=True)
class Found:
    """What the last look found."""

    at: datetime
    whole: bool
    rows: int
    last_seal: str
    faults: list[str] = field(default_factory=list)


def record(verdict: Verdict, now: datetime) -> None:
    """Remember what was found."""
    body = {
        "at": now.isoformat(), "whole": verdict.whole, "rows": verdict.rows, "last_seal": verdict.last_seal,
        "faults": verdict.faults[:_NAMED],
    }  # fmt: skip
    Setting.objects.update_or_create(name=_FOUND, defaults={"value": json.dumps(body, ensure_ascii=False)})
    Setting.objects.filter(name=_WANTED, value__lte=now.isoformat()).delete()


def last() -> Found | None:
    """What the last look found, or None where nobody looked yet."""
    row = Setting.objects.filter(name=_FOUND).first()
    if row is None:
        return None
    body = json.loads(row.value)
    return Found(**{**body, "at": datetime.fromisoformat(body["at"])})


def want(now: datetime) -> None:
    """Let the clock look at its next turn."""
    Setting.objects.get_or_create(name=_WANTED, defaults={"value": now.isoformat()})


def wanted() -> bool:
    """Whether somebody waits for a look."""
    return Setting.objects.filter(name=_WANTED).exists()


def due(now: datetime) -> bool:
    """Whether the clock should look now: somebody wants it, or a day has passed."""
    found = last()
    return wanted() or found is None or found.at + DAILY <= now
