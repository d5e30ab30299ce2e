"""Campaign × channels → slots, day by day."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from heapq import merge
from itertools import groupby
from zoneinfo import ZoneInfo

from scheduler.core.campaign import Campaign
from scheduler.core.content import Content
from scheduler.core.plan.booking import Booked, nothing_booked
from scheduler.core.plan.cadence import Fire, fires_by_day
from scheduler.core.plan.day import Day
from scheduler.core.plan.mixes import Mixes
from scheduler.core.plan.pages import Pages
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
    planner = _Planner(content, campaign, zone, renderer, booked)
    for day, fired in planner.fired():
        yield planner.day(day, fired, stations)


class _Planner:
    """The parts of a plan, put together."""

    def __init__(
        self, content: Content, campaign: Campaign, zone: ZoneInfo, renderer: Renderer | None, booked: Booked
    ) -> None:
        self._content, self._campaign, self._zone = content, campaign, zone
        self._roster = Roster(content, campaign)
        mixes = Mixes(content, campaign)
        self._kinds: dict[str, Pages | Stations] = {}
        for kind in sorted(campaign.cadence):
            if kind == RADIO:
                reader = renderer or Renderer(content)
                self._kinds[kind] = Stations(content, campaign, mixes, booked, zone, reader)
            else:
                self._kinds[kind] = Pages(content, campaign, kind, mixes, booked)

    def fired(self) -> Iterator[tuple[date, dict[str, list[Fire]]]]:
        """The days on which some kind's cadence fires, with its firings."""
        streams = [self._stream(kind) for kind in self._kinds]
        for day, some in groupby(merge(*streams, key=_day), key=_day):
            yield day, {kind: fires for _, kind, fires in some}

    def _stream(self, kind: str) -> Iterator[tuple[date, str, list[Fire]]]:
        for day, fires in fires_by_day(self._campaign, self._campaign.cadence[kind], self._zone):
            yield day, kind, fires

    def day(self, of: date, fired: Mapping[str, Sequence[Fire]], stations: Collection[str] | None) -> Day:
        """Plan one day. Days must come in order."""
        day = Day(of, self._campaign.id, self._zone)
        attendance = self._roster.on(of)
        for kind, fires in fired.items():
            present = attendance[kind]
            members = [m for m in present.members if stations is None or kind != RADIO or m.channel.id in stations]
            for channel, why in present.absent:
                day.gap(channel, why)
            if closed := self._closed(kind, of):
                for member in members:
                    day.gap(member.channel.id, closed)
            else:
                self._kinds[kind].place(day, fires, members)
        return day

    def _closed(self, kind: str, day: date) -> str | None:
        if why := self._campaign.skipped(day):
            return f"chiến dịch tạm nghỉ: {why}"
        holiday = self._content.calendar.holiday(day) if self._campaign.cadence[kind].holidays == "skip" else None
        return f"ngày nghỉ lễ: {holiday} (holidays: skip)" if holiday else None


def _day(stream: tuple[date, str, list[Fire]]) -> date:
    return stream[0]
