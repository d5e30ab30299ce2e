"""The scripts of a station, day by day, as the sheets that every output is made from.

Nothing is here that may not be seen: not what is unreleased, not what is past its day. What was recalled, or has been
replaced by a newer revision, keeps its place and has no words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.core.channel import Station
from scheduler.core.content import Content
from scheduler.core.post import Payload
from scheduler.core.radio.day import Day
from scheduler.core.radio.sheet import Released, Sheet, Signer, Status, build
from scheduler.core.states import State
from scheduler.store.find import start_of
from scheduler.store.models import Account, Approval, Post, Transition
from scheduler.store.payloads import load_payload, load_uses

_OUT = (State.PUBLISHED, State.RECALLED)


@dataclass(frozen=True)
class Bulletin:
    """What stations get to see, from the content and the database of a moment.

    `rates` are the reading rates learned from what was aired, in syllables a minute by station.
    """

    content: Content
    zone: ZoneInfo
    rates: Mapping[str, int] = field(default_factory=dict)

    def sheets(self, station: Station, day: date, now: datetime) -> tuple[Sheet, ...]:
        """The scripts of a day as they may be seen now, by time and number; the newest revision of each last."""
        return self.days(station, day, 1, now)[0].sheets

    def days(self, station: Station, first: date, count: int, now: datetime) -> tuple[Day, ...]:
        """So many days from the first one, days without a script among them."""
        end = first + timedelta(days=count)
        rows = Post.objects.filter(channel=station.id, state__in=_OUT, published_at__lte=now)
        rows = rows.filter(due__gte=start_of(first, self.zone), due__lt=start_of(end, self.zone))
        posts = list(rows.select_related("payload", "uses").order_by("due", "number", "rev"))
        shown = [sheet for sheet in self._sheets(station, posts) if sheet.shown(now)]
        days = [first + timedelta(days=n) for n in range(count)]
        return tuple(self._day(station, day, shown) for day in days)

    def _day(self, station: Station, day: date, shown: Iterable[Sheet]) -> Day:
        mine = tuple(sheet for sheet in shown if sheet.due.date() == day)
        ends = [sheet.valid_until for sheet in mine]
        return Day(station, day, mine, min([*ends, start_of(day + timedelta(days=1), self.zone)]))

    def _sheets(self, station: Station, posts: Sequence[Post]) -> list[Sheet]:
        kept = _Kept(posts)
        return [self._sheet(station, post, kept) for post in posts]

    def _sheet(self, station: Station, post: Post, kept: "_Kept") -> Sheet:
        campaign = self.content.campaigns.get(post.campaign)
        unit = self.content.units.by_id.get(post.unit)
        due = post.due.astimezone(self.zone)
        cadence = campaign.cadence.get(post.kind) if campaign else None
        script = kept.released(post, due, self.zone, self.rates.get(station.id), cadence.repeats if cadence else 1)
        period = unit.on(due.date()) if unit else None
        return build(script, station, self.content.messages.get(post.message), campaign, period)


class _Kept:
    """What the database holds besides the posts: approvals, people, earlier revisions. Asked once for all of them."""

    def __init__(self, posts: Sequence[Post]) -> None:
        approvals = Approval.objects.filter(post__in=[post.pk for post in posts]).order_by("pk")
        self._approvals = {(row.post_id, row.payload_sha): row for row in approvals}
        names = {row.by for row in self._approvals.values()} | {post.author for post in posts}
        people = Account.objects.filter(username__in=names).values_list("username", "first_name", "title")
        self._people = {name: Signer(full or name, title) for name, full, title in people}
        self._revisions = _revisions([post.key for post in posts])
        self._payloads = _payloads(self._revisions)
        self._recalled = _recalled(posts)

    def released(self, post: Post, due: datetime, zone: ZoneInfo, rate: int | None, readings: int) -> Released:
        """The post with all that its sheet says."""
        approval = self._approvals.get((post.pk, post.payload.sha256))
        supersedes = max((rev for rev in self._revisions[post.key] if rev < post.rev), default=None)
        return Released(
            post=post.pk,
            key=post.key,
            rev=post.rev,
            number=post.number or 0,
            unit=post.unit,
            due=due,
            seconds=post.seconds,
            status=self._status(post),
            released_at=_released_at(post).astimezone(zone),
            changed_at=self._changed_at(post).astimezone(zone),
            payload=load_payload(post.payload),
            uses=load_uses(post.uses),
            author=self._signer(post.author),
            approver=self._signer(approval.by) if approval else None,
            approved_at=approval.at.astimezone(zone) if approval else None,
            reason=post.why if post.state == State.RECALLED else "",
            before=self._payloads[post.key, supersedes] if supersedes is not None else None,
            supersedes=supersedes,
            rate=rate,
            reading=_reading(post.key, readings),
            readings=readings,
        )

    def _status(self, post: Post) -> Status:
        replaced = post.rev < max(self._revisions[post.key])
        return "canceled" if replaced or post.state == State.RECALLED else "usable"

    def _changed_at(self, post: Post) -> datetime:
        """When it was released, recalled, or replaced by the revision after it."""
        replaced = [at for rev, at in self._revisions[post.key].items() if rev > post.rev]
        return min([*replaced, *self._recalled.get(post.pk, [])], default=_released_at(post))

    def _signer(self, name: str) -> Signer:
        return self._people.get(name) or Signer(name)


def _released_at(post: Post) -> datetime:
    return post.published_at or post.due


def _revisions(keys: Sequence[str]) -> dict[str, dict[int, datetime]]:
    """By key: the revisions that went out, wherever in time they are due, and when."""
    found: dict[str, dict[int, datetime]] = {}
    rows = Post.objects.filter(key__in=keys, state__in=_OUT).values_list("key", "rev", "published_at")
    for key, rev, at in rows:
        if at is not None:  # the database holds that what is out has a time; its type does not
            found.setdefault(key, {})[rev] = at
    return found


def _recalled(posts: Sequence[Post]) -> dict[int, list[datetime]]:
    """When each recalled script was recalled."""
    gone = [post.pk for post in posts if post.state == State.RECALLED]
    rows = Transition.objects.filter(post__in=gone, new=State.RECALLED).values_list("post", "at") if gone else ()
    return {post: [at] for post, at in rows}


def _payloads(revisions: Mapping[str, Mapping[int, datetime]]) -> dict[tuple[str, int], Payload]:
    """What each revision says, of scripts that have more than one."""
    keys = [key for key, revs in revisions.items() if len(revs) > 1]
    rows = Post.objects.filter(key__in=keys, state__in=_OUT).select_related("payload") if keys else ()
    return {(row.key, row.rev): load_payload(row.payload) for row in rows}


def _reading(key: str, readings: int) -> int:
    """Which reading of its text a script is: the last part of a key counts the readings of one firing."""
    ordinal = key.rpartition("/")[2]
    return (int(ordinal) - 1) % readings + 1 if ordinal.isdigit() else 1
