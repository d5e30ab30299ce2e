"""Pauses of channels, and how much of their budget of calls they have used. Both survive a restart.

A pause is of one channel, or of all of a kind (`*facebook`) where the limit is that of the app. A pause that
waits for a person is never shortened by one that ends by itself.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min, Q, QuerySet

from scheduler.core.outcome import Call, Spent
from scheduler.store.models import Pace, Pause, Post

SLOW_FROM, PAUSE_FROM = 75, 90
"""Per cent of a budget of calls. Facebook throttles at 100, and calling while blocked prolongs the block."""

_REST = timedelta(minutes=15)
"""How long to rest from PAUSE_FROM on where the channel names no time: the next answer tells the share anew."""

MEMORY = timedelta(hours=1)
"""For how long a told share counts: the budget is one of a rolling hour."""


def pauses(now: datetime) -> QuerySet[Pause]:
    """The pauses that hold now."""
    return Pause.objects.filter(Q(until__isnull=True) | Q(until__gt=now))


def paused_channels(now: datetime) -> QuerySet[Pause, Any]:
    """The channels that take nothing now, as a subquery."""
    return pauses(now).values("channel")


def paused_kinds(now: datetime) -> set[str]:
    """The kinds of which no channel takes anything now."""
    rows = pauses(now).filter(channel__startswith="*").values_list("channel", flat=True)
    return {name.removeprefix("*") for name in rows}


def resting(channel: str, kind: str, now: datetime) -> bool:
    """Whether the channel takes nothing now."""
    return pauses(now).filter(channel__in=(channel, f"*{kind}")).exists()


def pause(channel: str, until: datetime | None, why: str, now: datetime) -> None:
    """Remember that a channel takes nothing; survives a restart."""
    row, new = Pause.objects.get_or_create(channel=channel, defaults={"until": until, "why": why, "since": now})
    if not new and row.until is not None and (until is None or until > row.until):
        Pause.objects.filter(channel=channel).update(until=until, why=why, since=now)


def resume(channel: str) -> bool:
    """Let a channel work again; True where it was paused."""
    return Pause.objects.filter(channel=channel).delete()[0] > 0


def first_end(now: datetime) -> datetime | None:
    """When the first of the present pauses ends by itself."""
    end: datetime | None = Pause.objects.filter(until__gt=now).aggregate(end=Min("until"))["end"]
    return end


def note_call(channel: str, kind: str, call: Call, now: datetime) -> set[str]:
    """Keep what an answer told of the budgets; from PAUSE_FROM on, rest until the time that it names. Who rests now."""
    resting = set()
    for scope, spent in ((channel, call.page), (f"*{kind}", call.app)):
        if spent.percent >= SLOW_FROM:
            Pace.objects.update_or_create(scope=scope, defaults={"percent": spent.percent, "at": now})
        if spent.percent >= PAUSE_FROM:
            pause(scope, now + (spent.wait or _REST), _spent(spent), now)
            resting.add(scope)
    return resting


def _spent(spent: Spent) -> str:
    return f"đã dùng {spent.percent}% số lần gọi Facebook cho phép: tự nghỉ rồi gửi tiếp"


def slowed(now: datetime) -> set[str]:
    """The channels, and kinds (`*kind`), that were last told that little of their budget is left."""
    rows = Pace.objects.filter(at__gt=now - MEMORY, percent__gte=SLOW_FROM)
    return set(rows.values_list("scope", flat=True))


def last_shown(channel: str, since: datetime, reach: timedelta) -> datetime | None:
    """When the channel last showed a post of ours after `since`; `reach` is how late a post may go out."""
    rows = Post.objects.filter(channel=channel, due__gt=since - reach, published_at__gt=since)
    return rows.order_by("-published_at").values_list("published_at", flat=True).first()
