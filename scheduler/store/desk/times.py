"""When channels already speak on a day."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.core.states import State
from scheduler.store.find import start_of
from scheduler.store.models import Post

_TAKES_NONE = (State.CANCELLED, State.RECALLED, State.MISSED, State.DRAFT)


def times_of(wanted: Mapping[str, datetime], zone: ZoneInfo, *, but: int | None = None) -> dict[str, list[datetime]]:
    """By channel, when it speaks on the day of the time given for it; in one question. `but` is a post left out."""
    if not wanted:
        return {}
    days = {channel: due.astimezone(zone).date() for channel, due in wanted.items()}
    first, last = start_of(min(days.values()), zone), start_of(max(days.values()) + timedelta(days=1), zone)
    rows = Post.objects.filter(channel__in=wanted, due__gte=first, due__lt=last).exclude(state__in=_TAKES_NONE)
    found: dict[str, list[datetime]] = {}
    for channel, due in (rows if but is None else rows.exclude(pk=but)).order_by("due").values_list("channel", "due"):
        if due.astimezone(zone).date() == days[channel]:
            found.setdefault(channel, []).append(due)
    return found
