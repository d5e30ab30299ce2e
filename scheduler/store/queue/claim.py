"""Claiming posts for a worker: those that are due, and those to be looked at or taken back.

A claim is a compare-and-set with a lease that must change exactly one row: the same code is right on
SQLite and PostgreSQL, with one worker or many. The attempt row is committed with the claim, before the call.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Min, Q, QuerySet

from scheduler.core.states import State
from scheduler.store import rows
from scheduler.store.models import Attempt, Post
from scheduler.store.pace import first_end, pause, paused_channels, paused_kinds, resume
from scheduler.store.queue.finish import CLEAR, FREE, STALE, close_attempt, finish
from scheduler.store.queue.move import CLOCK, Claim, Overtaken, move
from scheduler.store.queue.stops import stopped

__all__ = ["close_attempt", "finish", "pause", "resume"]

STOPPED = (State.DRAFT, State.PENDING, State.HELD, State.CANCELLED, State.MISSED, State.FAILED)
"""Where a post may stand while something still lies prepared for it that must not go out."""

INTERRUPTED = "máy dừng giữa lúc gửi, chưa rõ đã đăng hay chưa"


def due_posts(now: datetime, leads: Mapping[str, timedelta], limit: int = 5000) -> list[Post]:
    """Approved posts whose next step may run, oldest first; those of paused channels are left out."""
    wanted, resting = Q(), paused_kinds(now)
    for kind, lead in leads.items():
        if kind not in resting:
            wanted |= Q(kind=kind, due__lte=now + lead)
    if not wanted:
        return []
    rows = _free(Post.objects.filter(wanted, state=State.APPROVED, due__lte=now + max(leads.values())), now)
    rows = rows.exclude(channel__in=paused_channels(now)).filter(Q(next_try__isnull=True) | Q(next_try__lte=now))
    if (covered := stopped()) is not None:  # approved since the clock last held what people stopped
        rows = rows.exclude(covered)
    return list(rows.select_related("payload", "uses").order_by("due", "id")[:limit])


def _free(rows: QuerySet[Post], now: datetime) -> QuerySet[Post]:
    return rows.filter(Q(lease_until__isnull=True) | Q(lease_until__lte=now))


def claim(post: Post, worker: str, now: datetime, lease: timedelta, **changes: object) -> bool:
    """Take an approved post for a step; False where another worker has it or it is no longer as it was read."""
    held = {"lease_by": worker, "lease_until": now + lease, **changes}
    wanted = _claim(post, worker, now)
    same = {"id": post.pk, "state": State.APPROVED, **wanted.as_read}
    return rows.change(Post, same, held, free=wanted.free) == 1


def _claim(post: Post, worker: str, now: datetime) -> Claim:
    """As it was read, and free. A step is chosen from all that `_CHOSEN_FROM` names: a worker that read the post before
    another one prepared it would else prepare it again, and the first draft, handed over to Facebook, would be shown
    too."""
    return Claim({name: getattr(post, name) for name in _CHOSEN_FROM}, (worker, now))


_CHOSEN_FROM = (
    "payload_id", "due", "phase", "remote_id", "media", "prepared_sha", "handed_due", "next_try", "tries",
)  # fmt: skip


def begin(
    post: Post, step: str, worker: str, now: datetime, lease: timedelta, *, visible: bool,
    handing: datetime | None = None,
) -> Attempt | None:  # fmt: skip
    """Claim the post and commit the attempt row before the call. None where another worker was first.

    `handing` is the time that the channel is about to be told to show the post at: stored first, because the
    answer may be lost.
    """
    if post.state != State.APPROVED:
        return None
    told: dict[str, Any] = {} if handing is None else {"handed_due": handing}
    with transaction.atomic(savepoint=False):
        if visible:
            try:
                move(
                    post, State.SENDING, by=CLOCK, now=now, why=post.why, claim=_claim(post, worker, now),
                    lease_by=worker, lease_until=now + lease, **told,
                )  # fmt: skip
            except Overtaken:
                return None
        elif not claim(post, worker, now, lease, **told):
            return None
        post.handed_due = handing or post.handed_due
        attempt = Attempt(post=post, step=step, started_at=now, payload_sha=post.payload.sha256)
        rows.add(attempt)
    return attempt


def take(post: Post, worker: str, now: datetime, lease: timedelta) -> bool:
    """Take a post in whatever state it was read, to look at it or to take back what lies prepared."""
    rows = Post.objects.filter(pk=post.pk, state=post.state, payload_id=post.payload_id, phase=post.phase)
    return _free(rows, now).update(lease_by=worker, lease_until=now + lease) == 1


def let_go(post: Post, worker: str, next_try: datetime | None) -> None:
    """Let go of a post that was taken and stayed as it was; it is looked at again at `next_try`."""
    rows = Post.objects.filter(pk=post.pk, state=post.state, lease_by=worker)
    rows.update(lease_by="", lease_until=None, next_try=next_try, looks=F("looks") + 1)


def put_off(post: Post, until: datetime) -> None:
    """Leave an approved post alone until then: nothing is to be done for it before."""
    rows = Post.objects.filter(pk=post.pk, state=State.APPROVED, due=post.due, next_try=post.next_try)
    rows.update(next_try=until)


def give_back(post: Post, worker: str) -> None:
    """Let go of an approved post that was claimed and is not being worked on."""
    Post.objects.filter(pk=post.pk, state=State.APPROVED, lease_by=worker).update(lease_by="", lease_until=None)


def unsettled(now: datetime, limit: int = 2000) -> list[Post]:
    """Posts in state unknown that are to be looked at now, longest unsure first. Not those that wait for a person."""
    rows = _free(Post.objects.filter(state=State.UNKNOWN, next_try__lte=now), now)
    rows = rows.exclude(channel__in=paused_channels(now)).exclude(kind__in=paused_kinds(now))
    return list(rows.select_related("payload", "uses").order_by("next_try", "id")[:limit])


def owners(remote_ids: Sequence[str]) -> dict[str, str]:
    """Which of the ids at a channel belong to posts of ours: id to key."""
    return dict(Post.objects.filter(remote_id__in=remote_ids).exclude(remote_id="").values_list("remote_id", "key"))


def doubtful_since(post: Post, step: str) -> datetime | None:
    """When the first try of a step began whose answer left it open what was made; None where there is none."""
    rows = Attempt.objects.filter(post=post, step=step, doubt=True)
    return rows.aggregate(at=Min("started_at"))["at"]  # type: ignore[no-any-return]  # an aggregate has no type


def last_began(post: Post, steps: Sequence[str]) -> datetime | None:
    """When the last try of any of these steps began; None where there is none."""
    rows = Attempt.objects.filter(post=post, step__in=steps)
    return rows.aggregate(at=Max("started_at"))["at"]  # type: ignore[no-any-return]  # an aggregate has no type


def interrupted(now: datetime) -> list[Post]:
    """Posts whose worker died in the middle of a visible call: their lease has run out while `sending`."""
    rows = Post.objects.filter(state=State.SENDING, lease_until__lte=now).select_related("payload")
    return list(rows.order_by("due", "id"))


def mark_interrupted(now: datetime) -> int:
    """Turn those posts to `unknown`: never sent again before somebody has looked."""
    count = 0
    for post in interrupted(now):
        try:
            move(
                post, State.UNKNOWN, by=CLOCK, now=now, why=INTERRUPTED, lease=post.lease_by, next_try=now,
                looks=0, unsure_since=now, tries=post.tries + 1, **FREE,
            )  # fmt: skip
        except Overtaken:
            continue
        count += 1
    return count


def prepared_elsewhere(now: datetime) -> list[Post]:
    """Posts for which something lies prepared that must not be released: stopped ones, ones that failed, and
    ones with another text. A mere draft waits for the end of its channel's pause; what the channel would show by
    itself does not."""
    rows = _free(Post.objects.exclude(phase=""), now).select_related("payload", "uses")
    rows = rows.filter(Q(looks=0) | Q(next_try__isnull=True) | Q(next_try__lte=now))
    shut = Q(channel__in=paused_channels(now)) | Q(kind__in=paused_kinds(now))
    rows = rows.exclude(shut, handed_due=None)
    stale = rows.filter(Q(phase=STALE) | ~Q(prepared_sha=F("payload__sha256")), state=State.APPROVED)
    return list((rows.filter(state__in=STOPPED) | stale).order_by("due", "id"))


def cleared(post: Post) -> bool:
    """Forget what was prepared for a post, now that it is gone there; False where it moved on meanwhile."""
    rows = Post.objects.filter(pk=post.pk, state=post.state, phase=post.phase, remote_id=post.remote_id)
    return rows.update(**CLEAR, **FREE) == 1


def overdue(now: datetime, graces: Mapping[str, timedelta]) -> list[Post]:
    """Approved and held posts whose time and grace have passed, whatever kept them: a pause, a hold, a dead machine.

    Not those that the channel was told to show by itself: it may have done so, and is asked first.
    """
    late = Q()
    for kind, grace in graces.items():
        late |= Q(kind=kind, due__lt=now - grace)
    if not late:
        return []
    rows = Post.objects.filter(state__in=(State.APPROVED, State.HELD), due__lt=now - min(graces.values()))
    rows = rows.filter(handed_due__isnull=True)
    return list(_free(rows.filter(late), now).select_related("payload", "uses").order_by("due", "id"))


def next_event(now: datetime, leads: Mapping[str, timedelta]) -> datetime | None:
    """The next instant at which a post has something to do, is looked at or taken back: `now` itself where that is
    due already. None where nothing is left."""
    waiting = Post.objects.filter(state=State.APPROVED)
    trying = Post.objects.filter(state__in=(State.APPROVED, State.UNKNOWN), next_try__gt=now)
    instants = [trying.aggregate(at=Min("next_try"))["at"], first_end(now)]
    instants += [Post.objects.filter(state=State.SENDING).aggregate(at=Min("lease_until"))["at"]]
    if unsettled(now, limit=1) or prepared_elsewhere(now):
        return now
    for kind, lead in leads.items():
        mine = waiting.filter(kind=kind)
        first = mine.filter(phase="", due__gt=now + lead).aggregate(at=Min("due"))["at"]
        instants += [
            first - lead if first else None,
            mine.filter(due__gt=now).exclude(phase="").aggregate(at=Min("due"))["at"],
        ]
    return min((instant for instant in instants if instant), default=None)
