"""The scripts of a station, day by day, as the sheets that every output is made from.

Nothing is here that may not be seen: not what is unreleased, not what is past its day. What was recalled, or has been
replaced by a newer revision, keeps its place and has no words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F

from scheduler.core.channel import Station
from scheduler.core.content import Content
from scheduler.core.post import Payload
from scheduler.core.radio.day import Day
from scheduler.core.radio.sheet import Contact, Released, Sheet, Signer, Status, build, contact
from scheduler.core.states import State
from scheduler.store.find import start_of
from scheduler.store.models import Account, Approval, Correction, Post, Transition
from scheduler.store.payloads import load_payload, load_uses
from scheduler.store.queue.move import CLOCK
from scheduler.store.radio.chain import OUT, recalls_of
from scheduler.store.radio.readings import places
from scheduler.store.radio.waiting import unanswered


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
        """So many days from the first one, days without a script among them; each with the recalls of other days."""
        recalls = self.recalls(station, now)
        return tuple(_with_recalls(day, recalls) for day in self.days_of([station], first, count, now)[station.id])

    def days_of(
        self, stations: Sequence[Station], first: date, count: int, now: datetime
    ) -> dict[str, tuple[Day, ...]]:  # fmt: skip
        """The same for many stations by id, in as many queries as for one."""
        end = first + timedelta(days=count)
        rows = Post.objects.filter(channel__in=[one.id for one in stations], state__in=OUT)
        rows = rows.filter(due__gte=start_of(first, self.zone), due__lt=start_of(end, self.zone))
        posts = list(rows.select_related("payload", "uses").order_by("due", "number", "rev"))
        by_station = {one.id: one for one in stations}
        days = [first + timedelta(days=n) for n in range(count)]
        mine: dict[str, list[Sheet]] = {one.id: [] for one in stations}
        for sheet in self._sheets(by_station, posts):
            mine[sheet.station].append(sheet)
        return {one.id: tuple(self._day(one, day, mine[one.id], now) for day in days) for one in stations}

    def recalls(self, station: Station, now: datetime) -> tuple[Sheet, ...]:
        """Scripts taken back that nobody at the station has acknowledged, of whatever day, oldest recall first."""
        posts = [one.post.pk for one in unanswered(now, station.id)]
        found = Post.objects.select_related("payload", "uses").in_bulk(posts)
        return tuple(self._sheets({station.id: station}, [found[pk] for pk in posts if pk in found]))

    def contact(self, station: Station, day: date) -> Contact:
        """Whom the station calls on a day: the unit that speaks there."""
        unit = self.content.units.by_id.get(station.owner_on(day) or "")
        return contact(unit.on(day) if unit else None, station.name)

    def _day(self, station: Station, day: date, out: Iterable[Sheet], now: datetime) -> Day:
        """What was released after `now` (by another clock, or while a page was made ahead) ends the list when it is."""
        mine = [sheet for sheet in out if sheet.due.date() == day]
        shown = tuple(sheet for sheet in mine if sheet.shown(now))
        ends = [sheet.valid_until for sheet in shown]
        ends += [sheet.released_at for sheet in mine if sheet.released_at > now]
        return Day(station, day, shown, min([*ends, start_of(day + timedelta(days=1), self.zone)]))

    def _sheets(self, stations: Mapping[str, Station], posts: Sequence[Post]) -> list[Sheet]:
        kept = _Kept(posts)
        return [self._sheet(stations[post.channel], post, kept) for post in posts]

    def _sheet(self, station: Station, post: Post, kept: "_Kept") -> Sheet:
        due = post.due.astimezone(self.zone)
        unit = self.content.units.by_id.get(post.unit)
        return build(
            kept.released(post, due, self.zone, self.rates.get(station.id)),
            station,
            self.content.messages.get(kept.message(post)),
            self.content.campaigns.get(post.campaign),
            unit.on(due.date()) if unit else None,
        )


def _with_recalls(day: Day, recalls: Sequence[Sheet]) -> Day:
    own = {sheet.post for sheet in day.sheets}
    others = tuple(sheet for sheet in recalls if sheet.post not in own)
    return replace(day, recalls=others) if others else day


@dataclass(frozen=True, slots=True)
class _Issue:
    """An issue of a script that went out."""

    rev: int
    at: datetime
    message: str


class _Kept:
    """What the database holds besides the posts: approvals, people, other issues. Asked once for all of them."""

    def __init__(self, posts: Sequence[Post]) -> None:
        approvals = Approval.objects.filter(post__in=[post.pk for post in posts]).order_by("pk")
        self._approvals = {(row.post_id, row.payload_sha): row for row in approvals}
        self._editors = _editors(posts)
        names = {row.by for row in self._approvals.values()} | {post.author for post in posts}
        names |= set(self._editors.values())
        people = Account.objects.filter(username__in=names).values_list("username", "first_name", "title")
        self._people = {name: Signer(full or name, title) for name, full, title in people}
        self._issues = _issues([post.key for post in posts])
        self._payloads = _payloads(self._issues)
        self._recalls = recalls_of([post.pk for post in posts if post.state == State.RECALLED])
        self._places = places(posts)
        corrections = Correction.objects.filter(post__key__in=[post.key for post in posts])
        self._corrections = set(corrections.values_list("post__key", flat=True))

    def message(self, post: Post) -> str:
        """What the script is about; an issue that was typed by hand is about what the first one was."""
        return post.message or self._issues[post.key][0].message

    def released(self, post: Post, due: datetime, zone: ZoneInfo, rate: int | None) -> Released:
        """The post with all that its sheet says."""
        approval = self._approvals.get((post.pk, post.payload.sha256))
        older = [issue.rev for issue in self._issues[post.key] if issue.rev < post.rev]
        place, (status, changed_at, reason) = self._places[post.pk], self._standing(post)
        return Released(
            post=post.pk,
            key=post.key,
            rev=post.rev,
            issue=post.issue,
            number=post.number or 0,
            unit=post.unit,
            due=due,
            seconds=post.seconds,
            status=status,
            released_at=_released_at(post).astimezone(zone),
            changed_at=changed_at.astimezone(zone),
            payload=load_payload(post.payload),
            uses=load_uses(post.uses),
            author=self._signer(post.author),
            approver=self._signer(approval.by) if approval else None,
            approved_at=approval.at.astimezone(zone) if approval else None,
            editor=self._signer(self._editors[post.pk]) if post.pk in self._editors else None,
            reason=reason,
            before=self._payloads[post.key, older[-1]] if older else None,
            supersedes=older[-1] if older else None,
            rate=rate,
            reading=place.nth,
            readings=place.of,
            corrects=post.key in self._corrections,
        )

    def _standing(self, post: Post) -> tuple[Status, datetime, str]:
        """Whether it may be read, since when, and why not."""
        if recall := self._recalls.get(post.pk):
            return "canceled", recall.at, recall.why
        if newer := [issue for issue in self._issues[post.key] if issue.rev > post.rev]:
            return "canceled", newer[0].at, ""
        if post.withheld_at:
            return "withheld", post.withheld_at, post.why
        return "usable", _released_at(post), ""

    def _signer(self, name: str) -> Signer:
        return self._people.get(name) or Signer(name)


def _editors(posts: Sequence[Post]) -> dict[int, str]:
    """By post: who last changed its text, where that was neither its author nor the clock."""
    rows = Transition.objects.filter(post__in=[post.pk for post in posts], new=State.PENDING).exclude(by=CLOCK)
    rows = rows.exclude(by=F("post__author")).order_by("pk")
    return dict(rows.values_list("post", "by"))


def _released_at(post: Post) -> datetime:
    return post.published_at or post.due


def _issues(keys: Sequence[str]) -> dict[str, list[_Issue]]:
    """By key: the issues that went out, oldest first, wherever in time they are due."""
    found: dict[str, list[_Issue]] = {}
    rows = Post.objects.filter(key__in=keys, state__in=OUT).order_by("key", "rev")
    for key, rev, at, message in rows.values_list("key", "rev", "published_at", "message"):
        if at is not None:  # the database holds that what is out has a time; its type does not
            found.setdefault(key, []).append(_Issue(rev, at, message))
    return found


def _payloads(issues: Mapping[str, Sequence[_Issue]]) -> dict[tuple[str, int], Payload]:
    """What each issue says, of scripts that have more than one."""
    keys = [key for key, some in issues.items() if len(some) > 1]
    rows = Post.objects.filter(key__in=keys, state__in=OUT).select_related("payload") if keys else ()
    return {(row.key, row.rev): load_payload(row.payload) for row in rows}
