"""How much of a station's air time is left: broadcasts of a day with the seconds that are ours and still free. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.core.channel import WEEKDAYS, Station
from scheduler.core.plan.booking import Booking
from scheduler.core.plan.cadence import at_wall


@dataclass(frozen=True, slots=True)
class Room:
    """One broadcast: when it begins (wall time), how many of its seconds are ours, and how many of these are free."""

    start: datetime
    seconds: int
    left: int

    @property
    def end(self) -> datetime:
        """When our part of it is over."""
        return self.start + timedelta(seconds=self.seconds)


def rooms(station: Station, day: date, zone: ZoneInfo, booked: Iterable[Booking] = ()) -> tuple[Room, ...]:
    """The station's broadcasts of a day, by time; none on its silent days. Scripts lie in the latest that had begun."""
    if any(silent.holds(day) for silent in station.silent_days):
        return ()
    weekday = WEEKDAYS[day.weekday()]
    slots = sorted((at_wall(day, slot.time, zone), slot.seconds) for slot in station.slots if weekday in slot.days)
    free = [Room(datetime.fromtimestamp(start, zone), seconds, seconds) for start, seconds in slots]
    for booking in booked:
        at = _latest(free, booking.due)
        if at is not None:
            free[at] = replace(free[at], left=free[at].left - booking.seconds)
    return tuple(free)


def room_at(free: Sequence[Room], due: datetime) -> Room | None:
    """The broadcast on air at the instant; None between two."""
    at = _latest(free, due)
    return free[at] if at is not None and due < free[at].end else None


def roomy(free: Iterable[Room], seconds: int) -> Iterator[Room]:
    """The broadcasts that still take so many seconds."""
    return (room for room in free if room.left >= seconds)


def _latest(free: Sequence[Room], due: datetime) -> int | None:
    begun = [at for at, room in enumerate(free) if room.start <= due]
    return begun[-1] if begun else None
