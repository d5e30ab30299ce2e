"""The calendar: posts counted by the days of the zone, and the posts of one day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import CharField, Count, Func, QuerySet

from scheduler.store.desk.counts import Counts
from scheduler.store.find import due_between, start_of
from scheduler.store.models import Post


@dataclass
class DayCounts:
    """The posts of a day, by channel kind."""

    day: date
    kinds: dict[str, Counts] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many posts the day has, cancelled ones too."""
        return sum(counts.states.total() for counts in self.kinds.values())


class _Hour(Func):
    """An instant to the hour, in UTC, as text. Django's own would call Python for every row on SQLite."""

    output_field = CharField()
    length, form = 13, "YYYY-MM-DD HH24"

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template=f"substr(%(expressions)s, 1, {self.length})", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        template = f"to_char(%(expressions)s AT TIME ZONE 'UTC', '{self.form}')"
        return self.as_sql(compiler, connection, template=template, **more)


class _Minute(_Hour):
    """The same to the minute, for zones whose days do not begin with an hour of UTC."""

    length, form = 16, "YYYY-MM-DD HH24:MI"


def _part(first: date, last: date, zone: ZoneInfo) -> type[_Hour]:
    """The coarsest part of time that lies in one day of the zone: the fewer there are, the fewer rows are read."""
    offsets = [start_of(day, zone).utcoffset() or timedelta() for day in (first, last)]
    return _Minute if any(offset % timedelta(hours=1) for offset in offsets) else _Hour


def days(posts: QuerySet[Post], first: date, last: date, zone: ZoneInfo) -> list[DayCounts]:
    """Every day from first to last, with its posts counted in one question."""
    found = {first + timedelta(days=n): DayCounts(first + timedelta(days=n)) for n in range((last - first).days + 1)}
    rows = _between(posts, first, last, zone).order_by().annotate(part=_part(first, last, zone)("due"))
    for part, kind, state, number in rows.values_list("part", "kind", "state").annotate(number=Count("pk")):
        due = datetime.fromisoformat(part).replace(tzinfo=UTC).astimezone(zone)
        found[due.date()].kinds.setdefault(kind, Counts()).add(state, number)
    return list(found.values())


def of_day(posts: QuerySet[Post], day: date, zone: ZoneInfo) -> QuerySet[Post]:
    """The posts of a day by time."""
    return _between(posts, day, day, zone).select_related("payload").order_by("due", "channel", "pk")


def _between(posts: QuerySet[Post], first: date, last: date, zone: ZoneInfo) -> QuerySet[Post]:
    return due_between(posts, start_of(first, zone), start_of(last + timedelta(days=1), zone))


def first_of_days(posts: QuerySet[Post], days: Sequence[date], zone: ZoneInfo, most: int) -> list[list[Post]]:
    """The first posts of each day, one question a day."""
    return [list(of_day(posts, day, zone)[:most]) for day in days]
