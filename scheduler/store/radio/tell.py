"""Storing the word of a station: receipts and airings. Rows are added, never changed; the same word twice is one."""

from datetime import datetime

from django.db import IntegrityError, transaction

from scheduler.core.phrase import phrase
from scheduler.core.radio.chain import is_late
from scheduler.core.radio.entry import BadEntry, Reading, Teller, clean, may_say, person
from scheduler.core.radio.told import Said
from scheduler.core.states import SCREEN, State
from scheduler.errors import BhxhError
from scheduler.store.models import Airing, Post, Receipt
from scheduler.store.radio.chain import OUT, recalls_of
from scheduler.store.sealed import airing_hash, receipt_hash


def receive(
    post: Post, what: Said, teller: Teller, *, now: datetime, at: datetime | None = None, note: str = ""
) -> Receipt:
    """Store that a station said something of a script; the first word stays, a second one changes nothing.

    `at` is when it was said, now where nobody gave it. Raises BhxhError where it cannot be so.
    """
    said_at = at or now
    try:
        _require_out(post)
        if reason := may_say(what, recalled=post.state == State.RECALLED):
            raise BadEntry(reason)
        if said_at > now:
            raise BadEntry(phrase("thời điểm {said_at:%H:%M %d/%m/%Y} chưa tới", said_at=said_at))
        _require_after(post, what, said_at)
        name = person(teller.person)
    except BadEntry as bad:
        raise _bad(post, bad) from None
    late = is_late(said_at, now)
    digest = receipt_hash(
        post.key, post.rev, what, name, said_at, teller.way, note, teller.entered_by, now, late=late
    )  # fmt: skip
    row = Receipt(
        post=post, what=what, person=name, at=said_at, way=teller.way, link_id=teller.link, note=note,
        entered_by=teller.entered_by, entered_at=now, late=late, hash=digest,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return Receipt.objects.get(post=post, what=what)
    return row


def air(post: Post, reading: Reading, teller: Teller, *, now: datetime) -> Airing:
    """Store one reading, or why it was not aired. Told again alike, nothing is added; told otherwise, the new entry
    names the one it replaces and both stay. Raises BhxhError where it cannot be so."""
    try:
        _require_out(post)
        reading = clean(reading, now)
        if reading.at is not None and _is_before(reading.at, post.published_at):
            raise BadEntry(phrase("giờ phát {at:%H:%M %d/%m/%Y} đứng trước khi kịch bản được phát hành", at=reading.at))
    except BadEntry as bad:
        raise _bad(post, bad) from None
    for _ in range(_TRIES):
        last = Airing.objects.filter(post=post, occurrence=reading.occurrence, replaced_by=None).first()
        if last is not None and _same(last, reading):
            return last
        try:
            with transaction.atomic():
                row = _row(post, reading, teller, last, now)
                row.save()
        except IntegrityError:
            continue  # somebody else entered the same reading just now
        return row
    raise _bad(post, BadEntry(phrase("có người khác đang ghi lần phát này")))


_TRIES = 5


def _row(post: Post, reading: Reading, teller: Teller, last: Airing | None, now: datetime) -> Airing:
    late = is_late(reading.at or post.due, now)
    digest = airing_hash(
        post.key, post.rev, _told(reading), teller.way, last.hash if last else "", teller.entered_by, now, late=late
    )  # fmt: skip
    return Airing(
        post=post, occurrence=reading.occurrence, aired=reading.aired, aired_at=reading.at, seconds=reading.seconds,
        reader=reading.reader, method=reading.method or "", reason=reading.reason, way=teller.way,
        link_id=teller.link, replaces=last, entered_by=teller.entered_by, entered_at=now, late=late, hash=digest,
    )  # fmt: skip


def _same(row: Airing, reading: Reading) -> bool:
    return _told(reading) == (
        row.occurrence, row.aired, row.aired_at, row.seconds, row.reader, row.method, row.reason
    )  # fmt: skip


def _told(reading: Reading) -> tuple[object, ...]:
    method = str(reading.method or "")
    return (
        reading.occurrence, reading.aired, reading.at, reading.seconds, reading.reader, method, reading.reason
    )  # fmt: skip


def _require_out(post: Post) -> None:
    if post.state not in OUT:
        raise BadEntry(phrase('kịch bản đang "{state}", đài chưa thể có nó', state=SCREEN[State(post.state)]))


def _require_after(post: Post, what: Said, said_at: datetime) -> None:
    """Raise BadEntry for a word about what was not there yet."""
    recall = recalls_of([post.pk]).get(post.pk) if what == Said.RECALL_SEEN else None
    begun, called = (recall.at, phrase("bị thu hồi")) if recall else (post.published_at, phrase("được phát hành"))
    if _is_before(said_at, begun):
        raise BadEntry(
            phrase(
                "thời điểm {said_at:%H:%M %d/%m/%Y} đứng trước khi kịch bản {called}", said_at=said_at, called=called
            )
        )


def _is_before(told: datetime, begun: datetime | None) -> bool:
    """By the minute: that is what people tell."""
    return begun is not None and told < begun.replace(second=0, microsecond=0)


def _bad(post: Post, bad: BadEntry) -> BhxhError:
    return BhxhError(
        str(bad),
        where=post.key,
        fix=phrase("xem lại rồi ghi lại; các kịch bản của đài: bhxh station log"),
        at_desk=phrase("xem lại rồi ghi lại"),
    )
