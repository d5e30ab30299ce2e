"""Claiming due posts for a worker, and storing what came of each step.

A claim is a compare-and-set with a lease that must change exactly one row: the same code is right on
SQLite and PostgreSQL, with one worker or many. The attempt row is committed with the claim, before the call.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Min, Q, QuerySet

from scheduler.core.outcome import Again, Call, ChannelDown, Outcome, Prepared, Refused, Sent, Unknown
from scheduler.core.states import State
from scheduler.store.models import Attempt, Pause, Post
from scheduler.store.queue.move import CLOCK, Overtaken, move

INTERRUPTED = "máy dừng giữa lúc gửi, chưa rõ đã đăng hay chưa"


def due_posts(now: datetime, leads: Mapping[str, timedelta], limit: int = 5000) -> list[Post]:
    """Approved posts whose next step may run, oldest first; those of paused channels are left out."""
    wanted = Q()
    for kind, lead in leads.items():
        wanted |= Q(kind=kind, due__lte=now + lead)
    if not wanted:
        return []
    rows = _free(Post.objects.filter(wanted, state=State.APPROVED, due__lte=now + max(leads.values())), now)
    paused = Pause.objects.filter(Q(until__isnull=True) | Q(until__gt=now)).values("channel")
    rows = rows.exclude(channel__in=paused).filter(Q(next_try__isnull=True) | Q(next_try__lte=now))
    return list(rows.select_related("payload", "uses").order_by("due", "id")[:limit])


def _free(rows: QuerySet[Post], now: datetime) -> QuerySet[Post]:
    return rows.filter(Q(lease_until__isnull=True) | Q(lease_until__lte=now))


def claim(post: Post, worker: str, now: datetime, lease: timedelta) -> bool:
    """Take an approved post for an invisible step; False where another worker has it or it has moved on."""
    rows = _free(Post.objects.filter(pk=post.pk, state=State.APPROVED, payload_id=post.payload_id), now) | (
        Post.objects.filter(pk=post.pk, state=State.APPROVED, payload_id=post.payload_id, lease_by=worker)
    )
    return rows.update(lease_by=worker, lease_until=now + lease) == 1


def begin(post: Post, step: str, worker: str, now: datetime, lease: timedelta, *, visible: bool) -> Attempt | None:
    """Claim the post and commit the attempt row before the call. None where another worker was first."""
    with transaction.atomic():
        if not claim(post, worker, now, lease):
            return None
        if visible:
            move(post, State.SENDING, by=CLOCK, now=now, why=post.why, lease=worker)
        return Attempt.objects.create(post=post, step=step, started_at=now)


def give_back(post: Post, worker: str) -> None:
    """Let go of an approved post that was claimed and is not being worked on."""
    Post.objects.filter(pk=post.pk, state=State.APPROVED, lease_by=worker).update(lease_by="", lease_until=None)


def finish(post: Post, attempt: Attempt, outcome: Outcome, call: Call, worker: str, now: datetime) -> None:
    """Store an outcome: the attempt is closed and the post moves, in one transaction.

    Raises Overtaken where the lease was lost meanwhile: the answer is then kept on the attempt alone.
    """
    _close(attempt, outcome, call, now)
    with transaction.atomic():
        if isinstance(outcome, Sent):
            _sent(post, outcome, worker, now)
        elif isinstance(outcome, Prepared):
            _prepared(post, outcome, worker)
        elif isinstance(outcome, Unknown):
            _unknown(post, outcome, worker, now)
        elif isinstance(outcome, Refused):
            _refused(post, outcome, worker, now)
        else:
            _postponed(post, outcome, worker, now)


def _close(attempt: Attempt, outcome: Outcome, call: Call, now: datetime) -> None:
    attempt.finished_at = now
    attempt.outcome = type(outcome).__name__.lower()
    attempt.why = getattr(outcome, "why", "")
    attempt.status, attempt.code, attempt.subcode = call.status, call.code, call.subcode
    attempt.trace, attempt.note = call.trace[:100], call.note
    attempt.save()


def failed_attempts(post: Post) -> int:
    """How many tries of a post came to nothing so far: what the pause before the next one grows with."""
    return Attempt.objects.filter(post=post, outcome__in=("again", "unknown", "channeldown")).count()


_FREE: dict[str, object] = {"lease_by": "", "lease_until": None}


def _sent(post: Post, outcome: Sent, worker: str, now: datetime) -> None:
    at = outcome.published_at or now
    detail = {"remote_id": outcome.remote_id, "permalink": outcome.permalink, "published_at": at.isoformat()}
    move(
        post, State.PUBLISHED, by=CLOCK, now=now, lease=worker, detail=detail, remote_id=outcome.remote_id,
        permalink=outcome.permalink, published_at=at, next_try=None, **_FREE,
    )  # fmt: skip


def _prepared(post: Post, outcome: Prepared, worker: str) -> None:
    changes = {
        "phase": outcome.phase,
        "remote_id": outcome.remote_id,
        "media": json.dumps(list(outcome.media)),
        "prepared_sha": post.payload.sha256,
    }
    if Post.objects.filter(pk=post.pk, state=State.APPROVED, lease_by=worker).update(**changes, next_try=None) != 1:
        raise Overtaken(post.key)
    for name, value in changes.items():
        setattr(post, name, value)


def _unknown(post: Post, outcome: Unknown, worker: str, now: datetime) -> None:
    if post.state == State.SENDING:
        move(post, State.UNKNOWN, by=CLOCK, now=now, why=outcome.why, lease=worker, **_FREE)
    else:
        _postponed(post, Again(now + timedelta(minutes=1), outcome.why), worker, now)


def _refused(post: Post, outcome: Refused, worker: str, now: datetime) -> None:
    if post.state != State.SENDING:
        move(post, State.SENDING, by=CLOCK, now=now, why=outcome.why, lease=worker)
    move(post, State.FAILED, by=CLOCK, now=now, why=outcome.why, lease=worker, **_FREE)


def _postponed(post: Post, outcome: Again | ChannelDown, worker: str, now: datetime) -> None:
    until = outcome.at if isinstance(outcome, Again) else outcome.until
    if isinstance(outcome, ChannelDown):
        pause(post.channel, outcome.until, outcome.why, now)
    if post.state == State.SENDING:
        move(post, State.APPROVED, by=CLOCK, now=now, why=outcome.why, lease=worker, next_try=until, **_FREE)
        return
    rows = Post.objects.filter(pk=post.pk, state=State.APPROVED, lease_by=worker)
    if rows.update(next_try=until, why=outcome.why, **_FREE) != 1:
        raise Overtaken(post.key)


def pause(channel: str, until: datetime | None, why: str, now: datetime) -> None:
    """Remember that a channel takes nothing; survives a restart."""
    Pause.objects.update_or_create(channel=channel, defaults={"until": until, "why": why, "since": now})


def resume(channel: str) -> bool:
    """Let a channel work again; True where it was paused."""
    return Pause.objects.filter(channel=channel).delete()[0] > 0


def interrupted(now: datetime) -> list[Post]:
    """Posts whose worker died in the middle of a visible call: their lease has run out while `sending`."""
    rows = Post.objects.filter(state=State.SENDING, lease_until__lte=now).select_related("payload")
    return list(rows.order_by("due", "id"))


def mark_interrupted(now: datetime) -> int:
    """Turn those posts to `unknown`: never sent again before somebody has looked."""
    count = 0
    for post in interrupted(now):
        try:
            move(post, State.UNKNOWN, by=CLOCK, now=now, why=INTERRUPTED, lease=post.lease_by, **_FREE)
        except Overtaken:
            continue
        count += 1
    return count


def prepared_elsewhere(stopped: tuple[State, ...]) -> list[Post]:
    """Posts for which something lies prepared that must not be released: stopped ones, and ones with another text."""
    rows = Post.objects.exclude(phase="").select_related("payload", "uses")
    stale = rows.filter(state=State.APPROVED, lease_until__isnull=True).exclude(prepared_sha=F("payload__sha256"))
    return list((rows.filter(state__in=stopped) | stale).order_by("due", "id"))


def cleared(post: Post) -> bool:
    """Forget what was prepared for a post, now that it is gone there; False where it moved on meanwhile."""
    rows = Post.objects.filter(pk=post.pk, state=post.state, phase=post.phase, remote_id=post.remote_id)
    return rows.update(phase="", remote_id="", media="[]", prepared_sha="", next_try=None) == 1


def overdue(now: datetime, graces: Mapping[str, timedelta]) -> list[Post]:
    """Approved and held posts whose time and grace have passed, whatever kept them: a pause, a hold, a dead machine."""
    late = Q()
    for kind, grace in graces.items():
        late |= Q(kind=kind, due__lt=now - grace)
    if not late:
        return []
    rows = Post.objects.filter(state__in=(State.APPROVED, State.HELD), due__lt=now - min(graces.values()))
    return list(_free(rows.filter(late), now).select_related("payload", "uses").order_by("due", "id"))


def next_event(now: datetime, leads: Mapping[str, timedelta]) -> datetime | None:
    """The next instant after `now` at which an approved post has something to do; None where none is left."""
    waiting = Post.objects.filter(state=State.APPROVED)
    instants = [waiting.filter(next_try__gt=now).aggregate(at=Min("next_try"))["at"]]
    for kind, lead in leads.items():
        mine = waiting.filter(kind=kind)
        first = mine.filter(phase="", due__gt=now + lead).aggregate(at=Min("due"))["at"]
        instants += [first - lead if first else None, mine.filter(due__gt=now).exclude(phase="").aggregate(at=Min("due"))["at"]]
    return min((instant for instant in instants if instant), default=None)
