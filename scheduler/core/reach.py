"""Reach: which posts a person of a unit sees and moves, by the unit and the time of each post.

A post belongs to its unit and to every unit above it on the day it is due. What a unit left behind when it ended
belongs to its heir, by `successor`, whatever the day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.core.channel import Channel
from scheduler.core.unit import Unit, Units

Span = tuple[datetime | None, datetime | None]
"""From an instant to just before another; None is open."""


@dataclass(frozen=True)
class Reach:
    """The posts within reach: all, or those of the units `always`, and of others while they were below (`during`).

    `present` are the units whose people and channels are within reach today.
    """

    everything: bool = False
    always: frozenset[str] = frozenset()
    during: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    present: frozenset[str] = frozenset()

    def holds(self, unit: str, due: datetime) -> bool:
        """Whether a post of this unit, due at this time, is within reach."""
        if self.everything or unit in self.always:
            return True
        return any(_inside(span, due) for span in self.during.get(unit, ()))

    def has_unit(self, unit: str) -> bool:
        """Whether the unit itself is within reach today: its people and its channels."""
        return self.everything or unit in self.present

    def has_channel(self, channel: Channel, day: date) -> bool:
        """Whether the unit that owns the channel on the day is within reach today."""
        return self.has_unit(channel.owner_on(day) or "")


ALL = Reach(everything=True)


def only(unit: str) -> Reach:
    """The unit's own posts and no other, or all where no unit is named: what holds without knowing what lies below."""
    return Reach(always=frozenset({unit}), present=frozenset({unit})) if unit else ALL


def reach_of(unit: str, units: Units, today: date, zone: ZoneInfo) -> Reach:
    """What a person of the unit reaches today; "" is everything."""
    if not unit:
        return ALL
    days = _turning_days(units)
    always, during = {unit}, dict[str, tuple[Span, ...]]()
    for other in units:
        lives = [day for day in days if other.on(day)]
        under = [day for day in lives if unit in units.above(other.id, day)]
        if _inherited(other, unit, units, today) or (under and under == lives):
            always.add(other.id)
        elif under and other.id != unit:
            during[other.id] = tuple(_spans(under, days, zone))
    below = {other for other in during if unit in units.above(other, today)}
    return Reach(always=frozenset(always), during=during, present=frozenset(always | below))


def _turning_days(units: Units) -> list[date]:
    """The days on which anything about who is above whom may change."""
    starts = {period.from_ for unit in units for period in unit.periods}
    ends = {period.to + timedelta(days=1) for unit in units for period in unit.periods if period.to}
    return sorted(starts | ends)


def _inherited(unit: Unit, by: str, units: Units, today: date) -> bool:
    """Whether the unit has ended, and its living heir is `by` or below it."""
    if unit.periods[-1].to is None or unit.periods[-1].to >= today:
        return False
    seen, heir = {unit.id}, unit.successor
    while heir and heir in units and heir not in seen and not units[heir].on(today):
        seen.add(heir)
        heir = units[heir].successor
    return heir is not None and heir in units and by in units.above(heir, today)


def _spans(under: list[date], days: list[date], zone: ZoneInfo) -> Iterator[Span]:
    """The turning days under a unit as spans of time, each to the next turning day; the last is open."""
    start: date | None = None
    for day, following in zip(days, [*days[1:], None], strict=True):
        if day in under and start is None:
            start = day
        if start is not None and (following is None or following not in under):
            end = datetime.combine(following, time(), zone) if following else None
            yield datetime.combine(start, time(), zone), end
            start = None


def _inside(span: Span, due: datetime) -> bool:
    start, end = span
    return (start is None or start <= due) and (end is None or due < end)
