"""What the last look at each Page's access found, kept for the desk and for whoever comes next."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from scheduler.store.models import Health

_AGAIN = timedelta(hours=1)
"""How long to leave a Page alone that could not be reached."""


def record(channel: str, *, well: bool | None, report: Mapping[str, Any], now: datetime) -> None:
    """Remember what a look found. With `well` None the Page could not be reached: the last finding stays."""
    changes: dict[str, Any] = {"busy_until": now + _AGAIN}
    if well is not None:
        changes = {"checked_at": now, "well": well, "report": dict(report), "busy_until": None}
    Health.objects.update_or_create(channel=channel, defaults=changes)


def record_probe(channel: str, probe: Mapping[str, Any], now: datetime) -> None:
    """Remember what a probe found, or what it is about to leave behind should it be killed."""
    Health.objects.update_or_create(channel=channel, defaults={"probe": dict(probe), "probed_at": now})


def of(channel: str) -> Health | None:
    """What is known of a Page, or None where nobody ever looked."""
    return Health.objects.filter(channel=channel).first()


def unwell(channels: Collection[str]) -> dict[str, Health]:
    """Those of the channels whose last look found that they cannot publish."""
    rows = Health.objects.filter(channel__in=list(channels), well=False)
    return {row.channel: row for row in rows}


def unchecked(channels: Collection[str], since: datetime, now: datetime) -> list[str]:
    """Those of the channels that nobody looked at since an instant, and that no machine is looking at now."""
    rows = Health.objects.filter(Q(checked_at__gt=since) | Q(busy_until__gt=now))
    return sorted(set(channels) - set(rows.values_list("channel", flat=True)))


def take(channel: str, since: datetime, now: datetime, lease: timedelta) -> bool:
    """Take the turn to look at a Page: False where another machine has it or was faster."""
    Health.objects.get_or_create(channel=channel)
    free = Health.objects.filter(channel=channel).filter(Q(busy_until=None) | Q(busy_until__lte=now))
    return free.filter(Q(checked_at=None) | Q(checked_at__lte=since)).update(busy_until=now + lease) == 1
