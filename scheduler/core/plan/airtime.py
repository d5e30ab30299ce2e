"""The air time of a day: a station's slots as instants with the seconds that are ours, shared by stations alike."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache

from scheduler.core.campaign import Quiet
from scheduler.core.channel import WEEKDAYS, Station, Weekday
from scheduler.core.plan.cadence import Fire, at_wall
from scheduler.core.plan.day import Day, quiet_seconds

_Slots = tuple[tuple[time, int, tuple[Weekday, ...]], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """What of a station's slots matters for placing: wall time, seconds, weekdays; by time.

    Stations with the same slots share one object, which is compared as such: many thousands have a few patterns.
    """

    slots: _Slots


@dataclass(frozen=True, slots=True)
class AirDay:
    """One pattern on one day. `seconds` is 0 for a slot in quiet hours.

    For each firing, `first` is the slot to begin with, and `reach` the seconds of the longest from there on.
    """

    starts: tuple[int, ...]
    dues: tuple[datetime, ...]
    seconds: tuple[int, ...]
    first: tuple[int, ...]
    reach: tuple[int, ...]


def pattern_of(station: Station) -> Pattern:
    """The station's slots in order of time."""
    return _shared(tuple(sorted((slot.time, slot.seconds, slot.days) for slot in station.slots)))


@lru_cache(maxsize=20_000)
def _shared(slots: _Slots) -> Pattern:
    return Pattern(slots)


def longest(pattern: Pattern, earliest: time, quiet: Quiet | None) -> int:
    """The seconds of the longest slot that a cadence firing from `earliest` on can reach on some day; 0 for none."""
    return max(
        (s for wall, s, days in pattern.slots if days and wall >= earliest and not _is_quiet(wall, quiet)),
        default=0,
    )


def _is_quiet(wall: time, quiet: Quiet | None) -> bool:
    if quiet is None:
        return False
    if quiet.from_ < quiet.to:
        return quiet.from_ <= wall < quiet.to
    return wall >= quiet.from_ or wall < quiet.to


def air_day(pattern: Pattern, day: Day, fires: Sequence[Fire], quiet: Quiet | None) -> AirDay:
    """The slots that broadcast on the day, and what each firing can reach."""
    weekday = WEEKDAYS[day.day.weekday()]
    hushed = quiet_seconds(quiet, day)
    slots = sorted((at_wall(day.day, wall, day.zone), s) for wall, s, days in pattern.slots if weekday in days)
    starts = tuple(start for start, _ in slots)
    seconds = tuple(0 if any(a <= start < b for a, b in hushed) else s for start, s in slots)
    first = tuple(bisect_left(starts, fire.second) for fire in fires)
    return AirDay(
        starts,
        tuple(datetime.fromtimestamp(start, day.zone) for start in starts),
        seconds,
        first,
        tuple(max(seconds[at:], default=0) for at in first),
    )
