"""What waits for the word of a station: scripts not fetched by its cut-off, recalls that nobody acknowledged, and
readings of words that no longer held."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from scheduler.core.channel import Channel, Station
from scheduler.core.radio.chain import Chain
from scheduler.core.radio.cutoff import cutoff
from scheduler.core.radio.told import Said
from scheduler.core.render import SPOKEN_KINDS
from scheduler.core.states import State
from scheduler.store.models import Airing, Correction, Fetch, Post, Receipt
from scheduler.store.radio.chain import OUT, Recalled, chains, recalls_of
from scheduler.store.radio.links import stations_with_one

AHEAD = timedelta(hours=36)
"""No cut-off lies further before its broadcast: noon at the latest, and midnight of the day before at the earliest."""

ANSWER_WITHIN = timedelta(hours=1)
"""How long a station has to acknowledge a recall; at once where the script is due within it."""

BACK = timedelta(days=14)
"""How far back notices look at recalls and readings: what nobody answered in two weeks is for the report, not a call.
The station's own pages and the lists of recalls go back without end."""

Channels = Mapping[str, Channel]

Narrow = Callable[[QuerySet[Post]], QuerySet[Post]]
"""Keeps some of the posts: those of one station, those that a person may see."""


class Late(NamedTuple):
    """A script that was not fetched, as its row has it: eleven thousand stations may be late at once."""

    pk: int
    channel: str
    due: datetime
    number: int | None
    published_at: datetime | None


@dataclass(frozen=True)
class Unfetched:
    """A station that has not fetched what it should have by now: its scripts, by time. `since` is when the last of
    them became late."""

    station: Station
    posts: tuple[Late, ...]
    cutoff: datetime
    since: datetime


def expected(channels: Channels, now: datetime, *, rehearsing: bool) -> Channels:
    """The channels among which stations are expected to fetch: no station comes to a rehearsal, so there only those
    that were given a link are."""
    if not rehearsing:
        return channels
    linked = stations_with_one(now)
    return {name: channel for name, channel in channels.items() if name in linked}


def lying(now: datetime) -> QuerySet[Post]:
    """Scripts for broadcasts to come that their stations have not fetched, in no order.

    A station that says it has received a script has it, by whatever way.
    """
    rows = _out(now).filter(state=State.PUBLISHED, due__gt=now, due__lte=now + AHEAD)
    rows = rows.exclude(Exists(Fetch.objects.filter(post=OuterRef("pk"))))
    return rows.exclude(Exists(Receipt.objects.filter(post=OuterRef("pk"))))


def unfetched(channels: Channels, zone: ZoneInfo, now: datetime) -> list[Unfetched]:
    """The stations whose cut-off for a coming broadcast has passed while a script for it lies unfetched, by id."""
    rows = lying(now).order_by("channel", "due", "number")
    found: list[Unfetched] = []
    for name, some in groupby(map(Late._make, rows.values_list(*Late._fields)), key=attrgetter("channel")):
        station = channels.get(name)
        if isinstance(station, Station) and (late := _late(station, tuple(some), zone, now)):
            found.append(late)
    return found


def _late(station: Station, posts: Sequence[Late], zone: ZoneInfo, now: datetime) -> Unfetched | None:
    closed = [(post, cutoff(station, post.due.astimezone(zone))) for post in posts]
    late = [(post, closes) for post, closes in closed if closes <= now]
    if not late:
        return None
    since = max(max(closes, post.published_at or closes) for post, closes in late)
    return Unfetched(station, tuple(post for post, _ in late), late[0][1], since)


@dataclass(frozen=True)
class Unanswered:
    """A recalled or replaced script that nobody at the station has acknowledged; `overdue` asks for a call."""

    post: Post
    chain: Chain
    recalled: Recalled
    overdue: bool


def unanswered(
    now: datetime, *channels: str, within: Narrow | None = None, most: int | None = None, since: datetime | None = None
) -> list[Unanswered]:
    """Recalls without an acknowledgement, oldest first; of all stations or of those named, of all scripts or of those
    `within`. `most`: of so many scripts at most, the first by time. `since`: only scripts due after it."""
    rows = Post.objects.filter(kind__in=SPOKEN_KINDS, state=State.RECALLED)
    rows = rows.filter(due__gt=since) if since else rows
    rows = rows.exclude(Exists(Receipt.objects.filter(post=OuterRef("pk"), what=Said.RECALL_SEEN)))
    rows = rows.filter(channel__in=channels) if channels else rows
    rows = within(rows) if within else rows
    posts = list(rows.order_by("due", "id")[:most])
    known, why = chains(posts), recalls_of([post.pk for post in posts])
    found = [
        Unanswered(post, known[post.pk], why[post.pk], _is_overdue(post, why[post.pk].at, now))
        for post in posts
        if post.pk in why and not known[post.pk].is_answered
    ]
    return sorted(found, key=lambda one: (one.recalled.at, one.post.pk))


def _is_overdue(post: Post, recalled: datetime, now: datetime) -> bool:
    return now - recalled >= ANSWER_WITHIN or post.due - now <= ANSWER_WITHIN


@dataclass(frozen=True)
class ReadOutdated:
    """A reading of words that do not hold (any more), with no correction yet; `after`: they were taken back, or
    withheld, before they were read."""

    post: Post
    airing: Airing
    why: str
    after: bool


def read_outdated(now: datetime) -> list[ReadOutdated]:
    """The readings, entered lately, of scripts that were recalled, replaced or withheld; oldest entry first."""
    entries = Airing.objects.filter(aired=True, replaced_by=None, entered_at__gt=now - BACK)
    entries = entries.exclude(Exists(Correction.objects.filter(corrects=OuterRef("post"))))
    doubtful = Q(post__state=State.RECALLED) | Q(post__withheld_at__lt=F("aired_at"))
    rows = list(entries.filter(doubtful).select_related("post").order_by("entered_at", "pk"))
    recalls = recalls_of([row.post_id for row in rows])
    return [_outdated(row, recalls.get(row.post_id)) for row in rows]


def _outdated(row: Airing, recalled: Recalled | None) -> ReadOutdated:
    post = row.post
    over = recalled.at if recalled else post.withheld_at
    after = over is not None and row.aired_at is not None and over < row.aired_at
    return ReadOutdated(post, row, recalled.why if recalled else post.why, after)


def withheld(now: datetime) -> QuerySet[Post]:
    """Scripts that are out and withheld, whose time has not passed, by time."""
    return _out(now).filter(state=State.PUBLISHED, withheld_at__isnull=False, due__gt=now).order_by("due", "id")


def _out(now: datetime) -> QuerySet[Post]:
    return Post.objects.filter(kind__in=SPOKEN_KINDS, state__in=OUT, published_at__lte=now)
