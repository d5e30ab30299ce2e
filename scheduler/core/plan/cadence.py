"""When a channel kind speaks: the cadence's lines as APScheduler triggers, fired once per kind, not per channel."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from heapq import merge
from itertools import groupby
from zoneinfo import ZoneInfo

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.calendarinterval import CalendarIntervalTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger

from scheduler.core.campaign import Cadence, Campaign, Cron, Every, Trigger
from scheduler.core.phrase import listed, phrase
from scheduler.core.slot import minute_text


@dataclass(frozen=True, slots=True)
class Fire:
    """One firing of a cadence. `second` is its instant (Unix time); `earlier` counts firings with the same wall minute.

    Only the hour that a zone's clock repeats in autumn gives two firings one wall minute.
    """

    planned: datetime
    second: int
    line: str
    text: str
    earlier: int = 0


def fires(campaign: Campaign, cadence: Cadence, zone: ZoneInfo) -> Iterator[Fire]:
    """Every firing within the campaign's days, in order. Lines that fire at the same minute fire once."""
    streams = [
        _stream(line, one, campaign, zone) for line in cadence.triggers for one in _triggers(line, campaign, zone)
    ]
    last: tuple[int, str] = (0, "")
    repeated = 0
    for second, line in merge(*streams):
        if second == last[0]:
            continue
        planned = datetime.fromtimestamp(second, zone)
        text = minute_text(planned)
        repeated = repeated + 1 if text == last[1] else 0
        last = (second, text)
        yield Fire(planned, second, line, text, repeated)


def fires_by_day(campaign: Campaign, cadence: Cadence, zone: ZoneInfo) -> Iterator[tuple[date, list[Fire]]]:
    """The firings of each day that has any, in order."""
    for day, some in groupby(fires(campaign, cadence, zone), key=lambda fire: fire.planned.date()):
        yield day, list(some)


def describe(line: Trigger) -> str:
    """A cadence line as its author wrote it, in one row."""
    if line.cron:
        return "cron " + ", ".join(f"{name} {value}" for name, value in line.cron.fields().items())
    if line.every:
        weeks, days, at = line.every.weeks, line.every.days, line.every.at
        spans = ((weeks, phrase("{n} tuần", n=weeks)), (days, phrase("{n} ngày", n=days)))
        return phrase("mỗi {span} lúc {at:%H:%M}", span=listed([span for count, span in spans if count], " "), at=at)
    return phrase("các thời điểm ghi sẵn (at)")


def _stream(line: Trigger, trigger: BaseTrigger, campaign: Campaign, zone: ZoneInfo) -> Iterator[tuple[int, str]]:
    text = describe(line)
    start, end = midnight(campaign.from_, zone), midnight(campaign.to + timedelta(days=1), zone)
    fired = trigger.get_next_fire_time(None, datetime.fromtimestamp(start, zone))
    while fired is not None and (second := int(fired.timestamp())) < end:
        if second >= start:
            yield second - second % 60, text
        fired = trigger.get_next_fire_time(fired, fired)


def _triggers(line: Trigger, campaign: Campaign, zone: ZoneInfo) -> list[BaseTrigger]:
    # Not one OrTrigger: it hands each member the other's last firing, which moves an interval's count.
    if line.cron:
        return [_cron(line.cron, campaign, zone)]
    if line.every:
        return [_every(line.every, campaign, zone)]
    return [DateTrigger(moment, timezone=zone) for moment in line.at]


def _cron(cron: Cron, campaign: Campaign, zone: ZoneInfo) -> BaseTrigger:
    # The year bounds the search for a day that never comes (30 February), which would else run to the year 9999.
    return CronTrigger(**cron.fields(), year=f"{campaign.from_.year}-{campaign.to.year}", timezone=zone)


def _every(every: Every, campaign: Campaign, zone: ZoneInfo) -> BaseTrigger:
    return CalendarIntervalTrigger(
        weeks=every.weeks, days=every.days, hour=every.at.hour, minute=every.at.minute,
        start_date=campaign.from_, end_date=campaign.to, timezone=zone,
    )  # fmt: skip


def midnight(day: date, zone: ZoneInfo) -> int:
    """The first instant of a day in the zone, as Unix time."""
    return at_wall(day, time(), zone)


def at_wall(day: date, wall: time, zone: ZoneInfo) -> int:
    """The instant of a wall time, as Unix time. A time that a zone's clock jumps over counts from before the jump."""
    return int(datetime.combine(day, wall, zone).timestamp())
