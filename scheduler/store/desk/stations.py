"""How stations stand: links, last fetch, the scripts of the day, what lies unfetched, and recalls nobody has seen."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet

from scheduler.core.channel import Channel, Station
from scheduler.core.radio.chain import Chain, Stage
from scheduler.core.radio.cutoff import cutoff
from scheduler.core.radio.told import Said
from scheduler.core.render import SPOKEN_KINDS
from scheduler.core.states import State
from scheduler.store.find import start_of
from scheduler.store.models import Post
from scheduler.store.radio import links
from scheduler.store.radio.chain import chains
from scheduler.store.radio.fetches import last_pulls
from scheduler.store.radio.waiting import BACK, Narrow, Unanswered, lying, unanswered

MOST = 200
"""Recalls that are looked through for a page; who takes back more at once works from the log."""

_AIRED = (Stage.AIRED, Stage.PARTLY)


@dataclass
class Day:
    """How far the scripts of a day have come; a later step counts for the earlier ones."""

    released: int = 0
    fetched: int = 0
    received: int = 0
    aired: int = 0

    def add(self, chain: Chain) -> None:
        """Count a script."""
        aired = chain.stage in _AIRED
        received = aired or Said.RECEIVED in chain.said or Said.ACCEPTED in chain.said
        self.released += 1
        self.fetched += received or chain.fetched_at is not None
        self.received += received
        self.aired += aired


@dataclass
class StationStanding:
    """What is known of a station. `links` are those by which it may come; `late` is what it should have fetched."""

    links: int = 0
    last_fetch: datetime | None = None
    day: Day = field(default_factory=Day)
    late: "Late | None" = None
    recalls: int = 0


@dataclass(frozen=True)
class Late:
    """A station that has not fetched what it should have: how many scripts, the first broadcast, and its cut-off."""

    station: Station
    count: int
    first: datetime
    cutoff: datetime


def standing(
    stations: Sequence[Station],
    posts: QuerySet[Post],
    day: date,
    zone: ZoneInfo,
    now: datetime,
    expected: Container[str],
) -> dict[str, StationStanding]:
    """By station, of the posts that may be seen; only those `expected` to fetch can be late. A fixed number of
    questions, however many scripts there are."""
    names = [station.id for station in stations]
    found = {name: StationStanding() for name in names}
    rows = links.working(now).filter(station__in=names).order_by()
    for name, number in rows.values_list("station").annotate(Count("pk")):
        found[name].links = number
    for name, at in last_pulls(names).items():
        found[name].last_fetch = at
    _count_day(found, posts.filter(channel__in=names), day, zone)
    some = {station.id: station for station in stations if station.id in expected}
    for one in late(some, _of(names), zone, now) if some else ():
        found[one.station.id].late = one
    for recall in recalls(now, _of(names)):
        found[recall.post.channel].recalls += 1
    return found


def _of(names: Sequence[str]) -> Narrow:
    return lambda rows: rows.filter(channel__in=names)


def _count_day(found: Mapping[str, StationStanding], posts: QuerySet[Post], day: date, zone: ZoneInfo) -> None:
    rows = posts.filter(state=State.PUBLISHED, due__gte=start_of(day, zone))
    scripts = list(rows.filter(due__lt=start_of(day + timedelta(days=1), zone), kind__in=SPOKEN_KINDS))
    known = chains(scripts)
    for post in scripts:
        found[post.channel].day.add(known[post.pk])


def late(channels: Mapping[str, Channel], within: Narrow, zone: ZoneInfo, now: datetime) -> list[Late]:
    """The stations whose cut-off for a coming broadcast has passed while a script for it lies unfetched, by cut-off.

    One question; a row for each broadcast, since of two the later one may have the earlier cut-off.
    """
    rows = within(lying(now)).order_by("channel", "due").values_list("channel", "due").annotate(number=Count("pk"))
    found: dict[str, Late] = {}
    for name, due, number in rows:
        station = channels.get(name)
        if isinstance(station, Station) and (closed := cutoff(station, due.astimezone(zone))) <= now:
            known = found.setdefault(name, Late(station, 0, due, closed))
            found[name] = replace(known, count=known.count + number)
    return sorted(found.values(), key=lambda one: (one.cutoff, one.station.id))


def recalls(now: datetime, within: Narrow) -> list[Unanswered]:
    """Recalls of the last weeks that nobody at their stations has acknowledged, oldest first."""
    return unanswered(now, within=within, most=MOST, since=now - BACK)


def scripts(posts: QuerySet[Post], station: str, first: date, days: int, zone: ZoneInfo) -> QuerySet[Post]:
    """The scripts of a station for some days, by time and issue; without what was turned down or is only a draft."""
    rows = posts.filter(channel=station, kind__in=SPOKEN_KINDS, due__gte=start_of(first, zone))
    rows = rows.filter(due__lt=start_of(first + timedelta(days=days), zone))
    return rows.exclude(state__in=(State.CANCELLED, State.DRAFT)).order_by("due", "number", "rev", "pk")
