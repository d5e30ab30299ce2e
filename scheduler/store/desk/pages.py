"""How fanpages stand: access, pauses, pace, what went out last, and what the last probe found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max

from scheduler.store import pace, probes
from scheduler.store.models import Health, Pace, Pause, Post

RECENT = timedelta(days=31)
"""How far back a list looks for what went out or was fetched last: what is older is told only of one channel."""


@dataclass(frozen=True)
class PageStanding:
    """What is known of a fanpage. `pause` is its own, `kind_pause` one of all fanpages; `percent` is how much of its
    budget of calls was used within the last hour; `asked` says that a probe waits for the clock."""

    health: Health | None
    pause: Pause | None
    kind_pause: Pause | None
    percent: int | None
    last_out: datetime | None
    asked: bool

    @property
    def resting(self) -> Pause | None:
        """The pause that keeps it from publishing, or None."""
        return self.pause or self.kind_pause

    @property
    def troubled(self) -> bool:
        """Whether a person should look."""
        return self.resting is not None or (self.health is not None and self.health.well is False)


def standing(channels: Sequence[str], kind: str, now: datetime) -> dict[str, PageStanding]:
    """By channel of a kind. A fixed number of questions, however many posts there are."""
    whole = f"*{kind}"
    health = Health.objects.in_bulk(list(channels))
    pauses = {row.channel: row for row in pace.pauses(now).filter(channel__in=[*channels, whole])}
    paces = {row.scope: row.percent for row in _paces(channels, now)}
    last, asked = _last_out(channels, now), probes.wanted()
    return {
        name: PageStanding(
            health.get(name), pauses.get(name), pauses.get(whole), paces.get(name), last.get(name), name in asked
        )
        for name in channels
    }


def troubled(now: datetime) -> set[str]:
    """The channels that are paused or were found without access, and kinds (`*kind`) that are paused."""
    unwell = set(Health.objects.filter(well=False).values_list("channel", flat=True))
    return unwell | set(pace.pauses(now).values_list("channel", flat=True))


def _paces(channels: Sequence[str], now: datetime) -> list[Pace]:
    return list(Pace.objects.filter(scope__in=channels, at__gt=now - pace.MEMORY))


def _last_out(channels: Sequence[str], now: datetime) -> dict[str, datetime]:
    """When each last published. By the time they were due, which an index knows."""
    rows = Post.objects.filter(channel__in=channels, due__gt=now - RECENT, due__lte=now + timedelta(days=1))
    told = rows.filter(published_at__isnull=False).order_by().values_list("channel").annotate(Max("published_at"))
    return dict(told)


def last_out(channel: str) -> datetime | None:
    """When the channel last published, however long ago."""
    rows = Post.objects.filter(channel=channel, published_at__isnull=False)
    return rows.order_by("-due").values_list("published_at", flat=True).first()
