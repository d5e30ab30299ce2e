"""Which channels take part on a day, and which would but for something amiss."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from scheduler.core.campaign import Campaign
from scheduler.core.channel import Channel
from scheduler.core.content import Content
from scheduler.core.fields import Interval
from scheduler.core.phrase import phrase
from scheduler.core.unit import UnitPeriod


@dataclass(frozen=True, slots=True)
class Member:
    """A channel that takes part. `index` is its place among the kind's channels, in the order in which they joined."""

    channel: Channel
    unit: str
    period: UnitPeriod
    index: int


@dataclass(frozen=True, slots=True)
class Attendance:
    """The channels of one kind on a day, by id; `absent` are those that a clerk would miss, each with the reason."""

    members: list[Member] = field(default_factory=list)
    absent: list[tuple[str, str]] = field(default_factory=list)


class Roster:
    """Attendance by day. It changes only where an owner or a unit's period does, so it is worked out only there."""

    def __init__(self, content: Content, campaign: Campaign) -> None:
        self._content, self._campaign = content, campaign
        self._channels = sorted((c for c in content.channels.values() if c.kind in campaign.cadence), key=_id)
        self._edges = sorted({edge for interval in self._intervals() for edge in _edges(interval)})
        self._stretch = -1
        self._entered = bisect_right(self._edges, campaign.from_)
        self._now: dict[str, Attendance] = {}
        self._joined: dict[str, dict[str, int]] = {kind: {} for kind in campaign.cadence}

    def on(self, day: date) -> dict[str, Attendance]:
        """Attendance by channel kind. Joining gives a channel its index, whatever days are asked for."""
        stretch = bisect_right(self._edges, day)
        if stretch != self._stretch:
            for earlier in range(self._entered, stretch):
                self._attend(self._first_day(earlier))
            self._entered = max(self._entered, stretch)
            self._stretch = stretch
            self._now = self._attend(day)
        return self._now

    def _first_day(self, stretch: int) -> date:
        begins = self._edges[stretch - 1] if stretch else date.min
        return max(begins, self._campaign.from_)

    def _intervals(self) -> Iterator[Interval]:
        for channel in self._channels:
            yield from channel.owners
        for unit in self._content.units:
            yield from unit.periods

    def _attend(self, day: date) -> dict[str, Attendance]:
        units = set(self._content.units_of(self._campaign, day))
        now = {kind: Attendance() for kind in self._campaign.cadence}
        for channel in self._channels:
            owner = channel.owner_on(day)
            if owner in units:
                self._admit(channel, owner, day, now[channel.kind])
            elif owner is None and any(owned.unit in units for owned in channel.owners):
                why = phrase("kênh không thuộc đơn vị nào ngày này; hãy ghi owners trong content/channels")
                now[channel.kind].absent.append((channel.id, why))
        return now

    def _admit(self, channel: Channel, owner: str, day: date, attendance: Attendance) -> None:
        unit = self._content.units.by_id.get(owner)
        period = unit.on(day) if unit else None
        if period is None:
            after = unit.successor if unit else ""
            heir = phrase("; đơn vị kế nhiệm là {unit}", unit=after) if after else ""
            attendance.absent.append(
                (channel.id, phrase('đơn vị "{owner}" không tồn tại ngày này{heir}', owner=owner, heir=heir))
            )
            return
        joined = self._joined[channel.kind]
        index = joined.setdefault(channel.id, len(joined))
        attendance.members.append(Member(channel, owner, period, index))


def _id(channel: Channel) -> str:
    return channel.id


def _edges(interval: Interval) -> Iterator[date]:
    yield interval.from_
    if interval.to is not None and interval.to < date.max:
        yield interval.to + timedelta(days=1)
