"""Storing what came of a step: the attempt is closed and the post moves, in one transaction."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from scheduler.core.outcome import (
    Again,
    Call,
    ChannelDown,
    Outcome,
    Prepared,
    Refused,
    Returned,
    Sent,
    Undecided,
    Unknown,
)
from scheduler.core.states import State
from scheduler.store import rows
from scheduler.store.models import Attempt, Post
from scheduler.store.notices import ALTERED, News, raise_notice
from scheduler.store.pace import pause
from scheduler.store.queue.move import CLOCK, Overtaken, move
from scheduler.store.queue.supersede import supersede

STALE = "stale"
"""The phase of what lies prepared for a post that failed or was stopped: taken back before anything new is made."""

FREE: dict[str, Any] = {"lease_by": "", "lease_until": None}
CLEAR: dict[str, Any] = {
    "phase": "", "remote_id": "", "media": "[]", "prepared_sha": "", "handed_due": None, "next_try": None,
    "tries": 0, "looks": 0,
}  # fmt: skip
SETTLED: dict[str, Any] = {"looks": 0, "unsure_since": None}


def finish(post: Post, attempt: Attempt, outcome: Outcome, call: Call, worker: str, now: datetime) -> None:
    """Store an outcome: the attempt is closed and the post moves, in one transaction.

    Raises Overtaken where the lease was lost meanwhile: the answer is then kept on the attempt alone, and what
    the answer prepared is kept with the post, so that it can be taken back.
    """
    try:
        with transaction.atomic():
            close_attempt(attempt, outcome, call, now)
            _store(post, outcome, worker, now)
    except Overtaken:
        with transaction.atomic():
            close_attempt(attempt, outcome, call, now)
            if isinstance(outcome, Prepared) and outcome.remote_id:
                _remember_orphan(post, attempt, outcome)
        raise


def _store(post: Post, outcome: Outcome, worker: str, now: datetime) -> None:
    match outcome:
        case Sent():
            _sent(post, outcome, worker, now)
        case Prepared():
            _prepared(post, outcome, worker)
        case Unknown():
            _unknown(post, outcome, worker, now)
        case Undecided():
            _unknown(post, Unknown(outcome.why), worker, now)
        case Refused():
            _refused(post, outcome, worker, now)
        case Returned():
            _returned(post, outcome, worker, now)
        case Again() | ChannelDown():
            _postponed(post, outcome, worker, now)


_CLOSING = ("finished_at", "outcome", "why", "status", "code", "subcode", "trace", "note", "doubt")


def close_attempt(attempt: Attempt, outcome: Outcome, call: Call, now: datetime) -> None:
    """Store what came of a call with the row that was written before it."""
    attempt.finished_at = now
    attempt.outcome = type(outcome).__name__.lower()
    attempt.why = getattr(outcome, "why", "")
    attempt.status, attempt.code, attempt.subcode = call.status, call.code, call.subcode
    attempt.trace, attempt.note = call.trace[:100], call.note
    attempt.doubt = call.doubt
    rows.change(Attempt, {"id": attempt.pk}, {name: getattr(attempt, name) for name in _CLOSING})


def _remember_orphan(post: Post, attempt: Attempt, outcome: Prepared) -> None:
    """The post was stopped while its draft was being made: keep the draft's id, so that it is taken back.

    Where another worker has made one meanwhile, this one stays in doubt for the sweep of lost drafts.
    """
    idle = Post.objects.filter(pk=post.pk, remote_id="").exclude(state__in=(State.SENDING, State.UNKNOWN))
    kept = idle.update(phase=STALE, remote_id=outcome.remote_id, prepared_sha=attempt.payload_sha)
    Attempt.objects.filter(pk=attempt.pk).update(doubt=kept == 0)


def proof(outcome: Sent, now: datetime) -> dict[str, Any]:
    """What a published post holds: its id, its permalink, the instant at which it appeared."""
    at = outcome.published_at or now
    return {"remote_id": outcome.remote_id, "permalink": outcome.permalink, "published_at": at}


def publish(post: Post, outcome: Sent, now: datetime, *, by: str = CLOCK, why: str = "", **more: Any) -> None:
    """Move a post to published with its proof, which the transition carries too. What the public sees in place of the
    approved words is kept with it, and told to people."""
    why = "; ".join(filter(None, (why, outcome.altered)))
    found = proof(outcome, now)
    detail = found | {"published_at": (outcome.published_at or now).isoformat()}
    with transaction.atomic():
        move(
            post, State.PUBLISHED, by=by, now=now, why=why, detail=detail, next_try=None, tries=0,
            **found, **SETTLED, **FREE, **more,
        )  # fmt: skip
        if post.issue > 1:
            supersede(post, now)
    if outcome.altered:
        subject, reason = f"{post.channel}#{post.pk}", f"{post.key}: {outcome.altered}"
        raise_notice(News(ALTERED, subject, reason, _COMPARE.format(key=post.key)), now)


_COMPARE = "mở trang so với bài đã duyệt; nếu sai: bhxh recall {key} --by TÊN --why LÝ_DO, hoặc sửa lại trên trang"


def _sent(post: Post, outcome: Sent, worker: str, now: datetime) -> None:
    if post.state == State.APPROVED:
        move(post, State.SENDING, by=CLOCK, now=now, why=post.why, lease=worker)
    publish(post, outcome, now, lease=worker)


def _prepared(post: Post, outcome: Prepared, worker: str) -> None:
    same = {"id": post.pk, "state": State.APPROVED, "lease_by": worker}
    if rows.change(Post, same, as_prepared(post, outcome)) != 1:
        raise Overtaken(post.key)


def as_prepared(post: Post, outcome: Prepared) -> dict[str, Any]:
    """Show a post as it is once an invisible step that went through is stored, and give what changes."""
    changes: dict[str, Any] = {
        "phase": outcome.phase,
        "remote_id": outcome.remote_id,
        "media": json.dumps(list(outcome.media)),
        "prepared_sha": post.payload.sha256 if outcome.phase else "",
        "handed_due": outcome.handed_due,
        "next_try": outcome.next_try,
        "tries": 0,
        **FREE,
    }
    for name, value in changes.items():
        setattr(post, name, value)
    return changes


def _unknown(post: Post, outcome: Unknown, worker: str, now: datetime) -> None:
    """Looked at by the next tick; an id that the doubtful answer named is kept for it."""
    if post.state != State.SENDING:
        _postponed(post, Again(now + timedelta(minutes=1), outcome.why), worker, now)
        return
    named: dict[str, Any] = {}
    if outcome.remote_id and not post.remote_id:
        named = {"remote_id": outcome.remote_id, "phase": "sent", "prepared_sha": post.payload.sha256}
    move(
        post, State.UNKNOWN, by=CLOCK, now=now, why=outcome.why, lease=worker, next_try=now, looks=0,
        unsure_since=now, tries=post.tries + 1, **named, **FREE,
    )  # fmt: skip


def _refused(post: Post, outcome: Refused, worker: str, now: datetime) -> None:
    if post.state != State.SENDING:
        move(post, State.SENDING, by=CLOCK, now=now, why=outcome.why, lease=worker)
    phase = STALE if post.phase or post.remote_id else ""
    move(post, State.FAILED, by=CLOCK, now=now, why=outcome.why, lease=worker, phase=phase, next_try=None,
         tries=0, **FREE)  # fmt: skip


def _returned(post: Post, outcome: Returned, worker: str, now: datetime) -> None:
    if post.state == State.SENDING:
        move(post, State.APPROVED, by=CLOCK, now=now, why=_UNSHOWN, lease=worker)
    left = CLEAR if outcome.gone else {"phase": STALE, "next_try": None, "tries": 0}
    move(post, State.PENDING, by=CLOCK, now=now, why=outcome.why, lease=worker, **left, **FREE)


_UNSHOWN = "chưa đăng: bài nằm ẩn trên kênh không còn như đã duyệt"


def _postponed(post: Post, outcome: Again | ChannelDown, worker: str, now: datetime) -> None:
    until = outcome.at if isinstance(outcome, Again) else outcome.until
    if isinstance(outcome, ChannelDown):
        pause(f"*{post.kind}" if outcome.wide else post.channel, outcome.until, outcome.why, now)
    tries = post.tries + 1
    if post.state == State.SENDING:
        move(post, State.APPROVED, by=CLOCK, now=now, why=outcome.why, lease=worker, next_try=until, tries=tries,
             **FREE)  # fmt: skip
        return
    same = {"id": post.pk, "state": State.APPROVED, "lease_by": worker}
    if rows.change(Post, same, {"next_try": until, "why": outcome.why, "tries": tries, **FREE}) != 1:
        raise Overtaken(post.key)
