"""Notices: what needs a person, told once while it lasts and repeated until somebody acknowledges it.

A notice is open from when it is raised until its cause is gone; of one kind and subject there is one open at a
time, whichever machine raised it. Nobody is told here: `publish/notices` carries what `due` gives.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.db import IntegrityError, transaction
from django.db.models import Case, QuerySet, Value, When
from django.db.models.functions import Left, StrIndex

from scheduler.core.phrase import phrase
from scheduler.errors import BhxhError
from scheduler.store.models import Notice

LINK = 500
ALTERED = "altered"
EVENTS = frozenset({"clock", "daily", ALTERED})
"""Kinds that tell what happened, not what lasts: acknowledged, they are over."""


_TOGETHER = "#*"


@dataclass(frozen=True)
class News:
    """What a notice says. `subject` is the channel, or another name that tells one such thing from the next."""

    kind: str
    subject: str
    reason: str
    remedy: str
    link: str = ""
    stage: str = ""
    repeats: bool = True


def raise_notice(news: News, now: datetime) -> bool:
    """Open a notice, or bring the open one up to date; True where this is news.

    News is told at once, also where an older stage was acknowledged; a changed wording waits for the next repeat.
    """
    with transaction.atomic():
        found = Notice.objects.select_for_update().filter(**_open(news.kind, news.subject)).first()
        if found is not None:
            return _bring_up_to_date(found, news, now)
    try:
        with transaction.atomic():
            Notice.objects.create(**_words(news), kind=news.kind, subject=news.subject, raised_at=now, changed_at=now)
    except IntegrityError:
        return False  # another machine raised it first
    return True


def _open(kind: str, subject: str) -> dict[str, object]:
    return {"kind": kind, "subject": subject, "resolved_at": None}


def _words(news: News) -> dict[str, object]:
    return {
        "reason": news.reason, "remedy": news.remedy, "link": news.link[:LINK], "stage": news.stage,
        "repeats": news.repeats,
    }  # fmt: skip


def _bring_up_to_date(found: Notice, news: News, now: datetime) -> bool:
    worse = found.stage != news.stage
    changes = _words(news)
    if all(getattr(found, name) == value for name, value in changes.items()):
        return False
    if worse:
        changes |= {"changed_at": now, "sent": {}, "acked_at": None, "acked_by": ""}
    Notice.objects.filter(pk=found.pk).update(**changes)
    return worse


def standing(kind: str) -> dict[str, str]:
    """The open notices of a kind: subject → stage."""
    return dict(Notice.objects.filter(kind=kind, resolved_at=None).values_list("subject", "stage"))


def resolve(kind: str, subject: str, now: datetime) -> bool:
    """Close a notice whose cause is gone; True where one was open."""
    return Notice.objects.filter(**_open(kind, subject)).update(resolved_at=now) > 0


def settle(kind: str, still: Collection[str], now: datetime) -> int:
    """Close all open notices of a kind but those of the subjects that still hold; how many."""
    rows = Notice.objects.filter(kind=kind, resolved_at=None)
    gone = [pk for pk, subject in rows.values_list("pk", "subject") if subject not in still]
    return Notice.objects.filter(pk__in=gone).update(resolved_at=now) if gone else 0


def acknowledge(pk: int, by: str, now: datetime) -> Notice:
    """A person has taken note: no more repeats. Raises BhxhError where there is no such open notice."""
    rows = Notice.objects.filter(pk=pk, resolved_at=None)
    if rows.update(acked_at=now, acked_by=by) != 1:
        raise BhxhError(
            phrase("không có tin nào đang mở mang số này"),
            where=str(pk),
            fix=phrase("xem các tin: bhxh notices"),
            at_desk=phrase("mở lại trang Việc cần làm"),
        )
    rows.filter(kind__in=EVENTS).update(resolved_at=now)
    return Notice.objects.get(pk=pk)


def open_notices() -> QuerySet[Notice]:
    """What is open, acknowledged or not, oldest first."""
    return Notice.objects.filter(resolved_at=None).order_by("raised_at", "pk")


def waiting(among: Collection[int] | None = None) -> list[Notice]:
    """What nobody has acknowledged, oldest first; of all, or of these alone."""
    rows = open_notices().filter(acked_at=None)
    return list(rows if among is None else rows.filter(pk__in=list(among)))


def due(notices: Iterable[Notice], way: str, now: datetime, repeat_every: timedelta, limit: int = 100) -> list[Notice]:
    """Of these, what a way has to carry now, so many at most: what it never carried, and what is to be repeated."""
    return list(islice((notice for notice in notices if _is_due(notice, way, now, repeat_every)), limit))


def _is_due(notice: Notice, way: str, now: datetime, repeat_every: timedelta) -> bool:
    last = notice.sent.get(way)
    if last is None:
        return True
    return notice.repeats and datetime.fromisoformat(last) + repeat_every <= now


def mark_sent(notices: Sequence[Notice], way: str, now: datetime) -> None:
    """Remember that a way carried these; one that took a worse turn meanwhile stays due."""
    with transaction.atomic():
        rows = Notice.objects.select_for_update().filter(pk__in=[notice.pk for notice in notices]).order_by("pk")
        stages = {notice.pk: notice.stage for notice in notices}
        for row in rows:
            if row.stage == stages[row.pk]:
                row.sent = {**row.sent, way: now.isoformat()}
                row.save(update_fields=["sent"])


def channel_of(subject: str) -> str:
    """The channel that a notice is about; of a script's notice the subject is the station's id, `#` and the post's."""
    return subject.partition("#")[0]


def of_many(channel: str) -> str:
    """The subject of what several channels of an owner have in common; `channel` stands for them and the owner."""
    return f"{channel}{_TOGETHER}"


def is_of_many(subject: str) -> bool:
    """Whether the channel in the subject only stands for several of the same owner."""
    return subject.endswith(_TOGETHER)


def of_channels(rows: QuerySet[Notice], channels: Sequence[str]) -> QuerySet[Notice]:
    """Of notices, those about the channels and their posts."""
    mark = StrIndex("subject", Value("#"))
    rows = rows.annotate(about=Case(When(subject__contains="#", then=Left("subject", mark - 1)), default="subject"))
    return rows.filter(about__in=channels)
