"""Settling posts of which nobody knows whether they are out: by what a look showed, or by a person's word."""

from datetime import datetime

from django.db import transaction

from scheduler.core.approval import Person, forbidden, out_of_reach
from scheduler.core.outcome import Again, ChannelDown, Outcome, Sent, Undecided
from scheduler.core.phrase import phrase
from scheduler.core.states import SCREEN, State
from scheduler.errors import BhxhError
from scheduler.store.models import Attempt, Payload, Post
from scheduler.store.pace import pause
from scheduler.store.queue.finish import FREE, SETTLED, publish
from scheduler.store.queue.move import CLOCK, move

_ADDRESS = "https://www.facebook.com/"


def settled(post: Post, outcome: Outcome, worker: str, now: datetime, next_look: datetime) -> None:
    """Store what a look showed. What it did not settle stays unknown and is looked at again at `next_look`;
    where it cannot settle it, a person decides. Raises Overtaken where the post moved on meanwhile."""
    if isinstance(outcome, Sent):
        publish(post, outcome, now, why="đã đọc lại: bài đã hiện", lease=worker)
    elif isinstance(outcome, Again):
        move(
            post, State.APPROVED, by=CLOCK, now=now, why=outcome.why, lease=worker, next_try=outcome.at,
            **SETTLED, **FREE,
        )  # fmt: skip
    else:
        _still_unknown(post, outcome, worker, now, next_look)


def _still_unknown(post: Post, outcome: Outcome, worker: str, now: datetime, next_look: datetime) -> None:
    if isinstance(outcome, ChannelDown):
        pause(f"*{post.kind}" if outcome.wide else post.channel, outcome.until, outcome.why, now)
    why = getattr(outcome, "why", post.why)
    if isinstance(outcome, Undecided) and outcome.candidates:
        why = f"{why}: {' · '.join(outcome.candidates)}"
    rows = Post.objects.filter(pk=post.pk, state=State.UNKNOWN, lease_by=worker)
    waits = None if isinstance(outcome, Undecided) else next_look
    rows.update(why=why, looks=post.looks + 1, next_try=waits, **FREE)


@transaction.atomic
def found(post: Post, outcome: Sent, worker: str, now: datetime) -> None:
    """A post that was stopped is visible all the same: it is published, with the text that went out.

    Raises Overtaken where the post moved on meanwhile.
    """
    why = "đã hiện trên kênh trước khi lệnh dừng hoặc sửa tới nơi; muốn gỡ thì thu hồi bài"
    if post.state == State.APPROVED:
        move(post, State.SENDING, by=CLOCK, now=now, why=post.why, lease=worker)
    shown = Payload.objects.filter(sha256=post.prepared_sha).first()
    if shown is None or shown.pk == post.payload_id:
        publish(post, outcome, now, why=why, lease=worker)
    else:
        publish(post, outcome, now, why=why, lease=worker, sha=shown.sha256, payload=shown)


def settle_by_hand(
    post: Post, person: Person, *, now: datetime, why: str, remote_id: str = "", permalink: str = ""
) -> None:
    """A person's word on a post in state unknown: visible under `remote_id`, or (without one) not sent.

    Not sent means that it goes out again. Raises BhxhError where the person may not, gives no reason, or the
    post is in another state or belongs to another one; Overtaken where it moved meanwhile.
    """
    if reason := forbidden(person, "retry") or out_of_reach(person, post.unit, post.due):
        raise BhxhError(reason, where=post.key, fix=phrase("hãy nhờ người có quyền"))
    if not why.strip():
        raise BhxhError(
            phrase("việc này cần lý do"),
            where=post.key,
            fix=phrase('hãy thêm --why "lý do"'),
            at_desk=phrase("hãy ghi lý do"),
        )
    if post.state != State.UNKNOWN:
        raise BhxhError(
            phrase('bài đang "{state}", không phải chưa rõ', state=SCREEN[State(post.state)]), where=post.key
        )
    if not remote_id:
        Attempt.objects.filter(post=post, doubt=True).update(doubt=False)
        move(post, State.APPROVED, by=person.name, now=now, why=why, next_try=None, tries=0, **SETTLED, **FREE)
        return
    other = Post.objects.filter(remote_id=remote_id).exclude(pk=post.pk).first()
    if other is not None:
        raise BhxhError(
            phrase("mã {remote_id} đã thuộc bài {other}", remote_id=remote_id, other=other.key),
            where=post.key,
            fix=phrase("hãy xem lại đường dẫn"),
        )
    sent = Sent(remote_id, permalink or f"{_ADDRESS}{remote_id}", now)
    publish(post, sent, now, by=person.name, why=why)


def look_again(post: Post, person: Person, *, now: datetime) -> bool:
    """Let the machine look once more at a post that waits for a person; True where it will. Raises BhxhError where
    the person may not."""
    if reason := forbidden(person, "retry") or out_of_reach(person, post.unit, post.due):
        raise BhxhError(reason, where=post.key, fix=phrase("hãy nhờ người có quyền"))
    return Post.objects.filter(pk=post.pk, state=State.UNKNOWN).update(next_try=now, looks=0, unsure_since=now) == 1
