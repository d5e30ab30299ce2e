"""Stopping: what a word to stop covers is held at once, and whatever joins it later, until somebody lifts it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet

from scheduler.core.approval import Person, forbidden
from scheduler.core.content import Content
from scheduler.core.phrase import phrase
from scheduler.core.reach import reach_of
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.store.find import each, start_of
from scheduler.store.models import Post, Stop
from scheduler.store.queue.act import Done, act
from scheduler.store.queue.move import move_many


@dataclass(frozen=True)
class Cover:
    """What is to be stopped; empty fields cover everything. Fields are those of `Stop`."""

    campaign: str = ""
    message: str = ""
    unit: str = ""
    units: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Asked:
    """What a person names; `until` is a day, included. `mourning` spares notices that serve."""

    campaign: str = ""
    message: str = ""
    unit: str = ""
    since: date | None = None
    until: date | None = None
    mourning: bool = False


def cover_of(asked: Asked, person: Person, content: Content, today: date, zone: ZoneInfo) -> Cover:
    """What that covers: the unit, or else the person's own, with those below it that are within reach today.

    Raises BhxhError where it names what is not there, or is not the person's.
    """
    for name, known in (("campaign", content.campaigns), ("message", content.messages)):
        value = getattr(asked, name)
        if value and value not in known and not Post.objects.filter(**{name: value}).exists():
            raise BhxhError(
                phrase('không có "{value}" trong content hay hàng đợi', value=value),
                where=name,
                fix=phrase("xem lại tên"),
            )
    if asked.since and asked.until and asked.until < asked.since:
        what = phrase(
            "ngày cuối {until:%d/%m/%Y} đứng trước ngày đầu {since:%d/%m/%Y}: không bài nào bị dừng",
            until=asked.until,
            since=asked.since,
        )
        raise BhxhError(what, where="until", fix=phrase("sửa một trong hai ngày"))
    unit, mine = asked.unit or person.unit, person.reaching
    if unit and not (unit in content.units and mine.has_unit(unit)):
        raise BhxhError(
            phrase('không có đơn vị "{unit}", hoặc không thuộc quyền của bạn', unit=unit),
            where="unit",
            fix=phrase("xem lại tên"),
        )
    below = reach_of(unit, content.units, today, zone).present if unit else ()
    serving = sorted(message.id for message in content.messages.values() if message.tone == SERVING)
    return Cover(
        asked.campaign, asked.message, unit, tuple(sorted(name for name in below if mine.has_unit(name))),
        tuple(serving) if asked.mourning else (),
        start_of(asked.since, zone) if asked.since else None,
        start_of(asked.until + timedelta(days=1), zone) if asked.until else None,
    )  # fmt: skip


SERVING = "service"
"""The tone of messages that go out on a day of mourning too."""


def covered(cover: Cover | Stop) -> Q:
    """The posts that it covers, in whatever state."""
    wanted = ~Q(pk__in=())  # everything; an empty Q would vanish beside others and exclude nothing
    for name in ("campaign", "message"):
        if value := getattr(cover, name):
            wanted &= Q(**{name: value})
    if cover.unit or cover.units:
        wanted &= Q(unit__in=list(cover.units) or [cover.unit])
    if cover.spared:
        wanted &= ~Q(message__in=list(cover.spared))
    if cover.since:
        wanted &= Q(due__gte=cover.since)
    if cover.until:
        wanted &= Q(due__lt=cover.until)
    return wanted


def stop(cover: Cover, person: Person, *, now: datetime, why: str) -> tuple[Stop, Done]:
    """Store the word to stop and hold what it covers. Raises BhxhError without a right to, or a reason."""
    if reason := forbidden(person, "hold"):
        raise BhxhError(reason, where="hold", fix=phrase("hãy nhờ người có quyền"))
    if not why.strip():
        raise BhxhError(phrase("việc này cần lý do"), where="hold", fix=phrase("hãy ghi lý do dừng"))
    order = Stop.objects.create(
        campaign=cover.campaign, message=cover.message, unit=cover.unit, units=list(cover.units),
        spared=list(cover.spared), since=cover.since, until=cover.until, why=why.strip(), by=person.name, at=now,
    )  # fmt: skip
    return order, act("hold", each(_going(covered(cover))), person, now=now, why=mark(order))


def lift(order: Stop, person: Person, *, now: datetime, why: str = "") -> Done:
    """Lift the word, and let go what it held; what somebody held by itself stays held. Raises BhxhError where the
    person may not, or another one lifted it before."""
    if reason := forbidden(person, "release"):
        raise BhxhError(reason, where="release", fix=phrase("hãy nhờ người có quyền"))
    with transaction.atomic():
        rows = Stop.objects.filter(pk=order.pk, lifted_at=None)
        if rows.update(lifted_at=now, lifted_by=person.name) != 1:
            order.refresh_from_db()
            raise BhxhError(
                phrase("lệnh dừng này đã được thả trước đó, người thả: {by}", by=order.lifted_by),
                where=phrase("số {order}", order=order.pk),
                fix=phrase("xem lại trang Dừng"),
            )
        return act(
            "release", each(held_by(order)), person, now=now, why=f"thả lệnh dừng số {order.pk}: {why}".rstrip(": ")
        )


def mark(order: Stop) -> str:
    """The reason that stands with a post which the word holds: by it those posts are known."""
    return f"lệnh dừng số {order.pk}: {order.why}"


def held_by(order: Stop) -> QuerySet[Post]:
    """The posts that wait because of it."""
    return Post.objects.filter(state=State.HELD, why=mark(order)).order_by("due", "id")


def in_force() -> list[Stop]:
    """The words to stop that hold now, latest first."""
    return list(Stop.objects.filter(lifted_at=None).order_by("-id"))


def stopped() -> Q | None:
    """Posts that some word in force covers; None where nothing is stopped."""
    orders = in_force()
    wanted = Q(pk__in=())
    for order in orders:
        wanted |= covered(order)
    return wanted if orders else None


def enforce(now: datetime) -> int:
    """Hold what was approved after the word to stop; how many."""
    return sum(
        move_many(each(_going(covered(order))), State.HELD, by=order.by, now=now, why=mark(order), next_try=None)
        for order in reversed(in_force())
    )  # fmt: skip


def _going(wanted: Q) -> QuerySet[Post]:
    return Post.objects.filter(wanted, state=State.APPROVED).order_by("due", "id")
