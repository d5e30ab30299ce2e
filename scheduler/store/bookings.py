"""What other campaigns have already queued on a channel: for gaps, the most a day, and seconds of air."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from scheduler.core.plan import Booked, Booking, nothing_booked
from scheduler.core.states import State
from scheduler.store.models import Post

_TAKES_PLACE = [state for state in State if state not in (State.CANCELLED, State.RECALLED, State.MISSED)]


def takes_place(rows: QuerySet[Post]) -> QuerySet[Post]:
    """Those of the posts that take a place on their channel. A revision takes that of the script it replaces, which
    stands until the revision is out."""
    return rows.filter(Q(issue=1) | Q(state=State.PUBLISHED), state__in=_TAKES_PLACE)


def bookings(zone: ZoneInfo, campaign: str, channels: Collection[str] | None = None) -> Booked:
    """What campaigns but this one have queued, on some channels or all. `nothing_booked` where there is no other."""
    # Not `exclude`, which would read every post of this campaign to find that there is no other.
    if any(Post.objects.filter(**{f"campaign__{side}": campaign}).exists() for side in ("lt", "gt")):
        return Bookings(zone, campaign, channels)
    return nothing_booked


class Bookings:
    """Answers the planner's question, reading each day once and keeping the last few days."""

    def __init__(self, zone: ZoneInfo, campaign: str, channels: Collection[str] | None = None) -> None:
        self._zone, self._campaign, self._channels = zone, campaign, channels
        self._days: dict[date, dict[str, list[Booking]]] = {}

    def __call__(self, channel: str, day: date) -> Sequence[Booking]:
        """The bookings of other campaigns on a channel and day, by time."""
        if day not in self._days:
            if len(self._days) > 3:
                self._days.pop(min(self._days))
            self._days[day] = self._read(day)
        return self._days[day].get(channel, ())

    def _read(self, day: date) -> dict[str, list[Booking]]:
        start = datetime.combine(day, time(), self._zone)
        rows = takes_place(Post.objects.filter(due__gte=start, due__lt=start + timedelta(days=1)))
        if self._channels is not None:
            rows = rows.filter(channel__in=self._channels)
        booked: dict[str, list[Booking]] = {}
        for channel, due, seconds in (
            rows.exclude(campaign=self._campaign).order_by("due").values_list("channel", "due", "seconds")
        ):
            booked.setdefault(channel, []).append(Booking(due.astimezone(self._zone), seconds))
        return booked
