"""Campaign × channels → slots, day by day."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from functools import cached_property
from heapq import merge
from itertools import groupby
from zoneinfo import ZoneInfo

from scheduler.core.campaign import Campaign
from scheduler.core.content import Content
from scheduler.core.phrase import phrase
from scheduler.core.plan.booking import Booked, nothing_booked
from scheduler.core.plan.cadence import Fire, fires, fires_by_day
from scheduler.core.plan.day import Day
from scheduler.core.plan.mixes import Mixes
from scheduler.core.plan.pages import Pages
from scheduler.core.plan.parts import Choir, Part
from scheduler.core.plan.roster import Roster
from scheduler.core.plan.scripts import RADIO
from scheduler.core.plan.stations import Stations
from scheduler.core.render import Renderer
from scheduler.core.slot import Gap, Slot


def plan(
    content: Content,
    campaign: Campaign,
    *,
    zone: ZoneInfo,
    renderer: Renderer | None = None,
    booked: Booked = nothing_booked,
) -> Iterator[Slot | Gap]:
    """The campaign's calendar: the slots of each day by (due, channel id), then that day's gaps by channel id.

    Pure: the same input gives the same plan. Streams: only the slots of one day are held at a time. `renderer`
    tells how long a radio script takes to read; without one, it is built. `booked` tells what other campaigns
    have queued on a channel; it should answer from memory, being asked for every channel and day.
    """
    for day in plan_days(content, campaign, zone=zone, renderer=renderer, booked=booked):
        yield from day.items()


def plan_days(
    content: Content,
    campaign: Campaign,
    *,
    zone: ZoneInfo,
    renderer: Renderer | None = None,
    booked: Booked = nothing_booked,
    stations: Collection[str] | None = None,
) -> Iterator[Day]:
    """The plan by days on which anything fires. `stations` limits radio to some stations; the others change nothing."""
    part = Part(frozenset(campaign.cadence), None if stations is None else frozenset(stations))
    yield from Planner(content, campaign, zone, renderer).days(part, booked)


class Planner:
    """The plan of a campaign, whole or part by part. What the parts share is worked out once."""

    def __init__(self, content: Content, campaign: Campaign, zone: ZoneInfo, renderer: Renderer | None = None) -> None:
        self._content, self._campaign, self._zone = content, campaign, zone
        self._renderer = renderer or Renderer(content)
        self._roster = Roster(content, campaign)
        self._mixes = Mixes(content, campaign)

    def days(self, part: Part, booked: Booked = nothing_booked) -> Iterator[Day]:
        """The days of a part on which anything fires."""
        choirs = {kind: self._choir(kind, part, booked) for kind in sorted(part.kinds)}
        for day, fired in self._fired(choirs):
            yield self._day(day, fired, choirs)

    def _choir(self, kind: str, part: Part, booked: Booked) -> Choir:
        if kind == RADIO:
            placing = Stations(self._content, self._campaign, self._mixes, booked, self._renderer, self._earliest)
            return Choir(placing, part.stations)
        return Choir(Pages(self._content, self._campaign, kind, self._mixes, booked), None)

    @cached_property
    def _earliest(self) -> time:
        """The earliest wall time at which the radio's cadence fires."""
        fired = fires(self._campaign, self._campaign.cadence[RADIO], self._zone)
        return min((fire.planned.time() for fire in fired), default=time())

    def _fired(self, kinds: Iterable[str]) -> Iterator[tuple[date, dict[str, list[Fire]]]]:
        """The days on which some kind's cadence fires, with its firings."""
        streams = [self._stream(kind) for kind in kinds]
        for day, some in groupby(merge(*streams, key=_day_of), key=_day_of):
            yield day, {kind: fired for _, kind, fired in some}

    def _stream(self, kind: str) -> Iterator[tuple[date, str, list[Fire]]]:
        for day, fired in fires_by_day(self._campaign, self._campaign.cadence[kind], self._zone):
            yield day, kind, fired

    def _day(self, of: date, fired: Mapping[str, Sequence[Fire]], choirs: Mapping[str, Choir]) -> Day:
        day = Day(of, self._campaign.id, self._zone)
        attendance = self._roster.on(of)
        for kind, times in fired.items():
            present = choirs[kind].present(attendance[kind])
            for channel, why in present.absent:
                day.gap(channel, why)
            if closed := self._closed(kind, of):
                for member in present.members:
                    day.gap(member.channel.id, closed)
            else:
                choirs[kind].placing.place(day, times, present.members)
        return day

    def _closed(self, kind: str, day: date) -> str | None:
        if why := self._campaign.skipped(day):
            return phrase("chiến dịch tạm nghỉ: {why}", why=why)
        holiday = self._content.calendar.holiday(day) if self._campaign.cadence[kind].holidays == "skip" else None
        return phrase("ngày nghỉ lễ: {holiday} (holidays: skip)", holiday=holiday) if holiday else None


def _day_of(stream: tuple[date, str, list[Fire]]) -> date:
    return stream[0]
