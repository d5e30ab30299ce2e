"""Another time for a post that is not out. The key stays; approval stays only if the new day's text is the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from scheduler.core.approval import Person, forbidden, out_of_reach
from scheduler.core.channel import Station
from scheduler.core.content import Content
from scheduler.core.phrase import listed, phrase
from scheduler.core.post import Rendered
from scheduler.core.render import CannotRender, Renderer
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.store.again import again, compare
from scheduler.store.drift import replace_post
from scheduler.store.models import Post
from scheduler.store.payloads import Shelf
from scheduler.store.queue.act import Done, in_state
from scheduler.store.queue.move import Overtaken, move, note
from scheduler.store.radio.room import require_room

MOVABLE = frozenset({State.DRAFT, State.PENDING, State.APPROVED, State.HELD, State.FAILED, State.MISSED})
_STUCK = (State.FAILED, State.MISSED)
"""Letting these out again is an approver's decision, whatever the time."""


@dataclass(frozen=True)
class Rescheduling:
    """Who gives which time, and what the posts are rendered from for it."""

    content: Content
    renderer: Renderer
    zone: ZoneInfo
    person: Person
    due: datetime
    now: datetime
    why: str = ""


def reschedule(job: Rescheduling, posts: Iterable[Post]) -> Done:
    """Give posts another time. Raises BhxhError where the person may not, or the time has passed."""
    if reason := forbidden(job.person, "reschedule"):
        raise BhxhError(reason, where="reschedule", fix=phrase("hãy nhờ người có quyền"))
    if job.due <= job.now:
        raise BhxhError(
            phrase("giờ {due:%H:%M %d/%m/%Y} đã qua", due=job.due), where="--at", fix=phrase("hãy chọn giờ sau bây giờ")
        )
    done, shelf = Done(), Shelf()
    for post in posts:
        try:
            if reason := _refusal(job, post):
                done.left.append((post.key, reason))
                continue
            give_time(job, post, shelf)
            done.moved += 1
        except (CannotRender, Overtaken) as error:
            done.left.append((post.key, getattr(error, "what", str(error))))
    return done


def _refusal(job: Rescheduling, post: Post) -> str | None:
    if reason := out_of_reach(job.person, post.unit, post.due) or out_of_reach(job.person, post.unit, job.due):
        return reason
    if post.state not in MOVABLE:
        return in_state(post)
    if post.state in _STUCK and (reason := forbidden(job.person, "retry")):
        return reason
    return _no_room(job, post)


def _no_room(job: Rescheduling, post: Post) -> str | None:
    station = job.content.channels.get(post.channel)
    if not isinstance(station, Station):
        return None
    try:
        require_room(station, job.due, post.seconds, job.zone, job.now, but=post.key)
    except BhxhError as error:
        return listed([error.what, error.at_desk], "; ")
    return None


def give_time(job: Rescheduling, post: Post, shelf: Shelf) -> None:
    """Give one post its other time; queueing again leaves it there.

    Raises CannotRender where the post cannot be made for that day, Overtaken where somebody was quicker.
    """
    rendered = again(post, job.content, job.renderer, job.zone, job.due)
    why = f"đổi giờ từ {_wall(post.due, job.zone)} sang {_wall(job.due, job.zone)}"
    why = f"{why}: {job.why}" if job.why.strip() else why
    detail = {"due": job.due.astimezone(UTC).isoformat()}
    with transaction.atomic():
        _set_due(post, job)
        if post.state in _STUCK:
            move(post, State.APPROVED, by=job.person.name, now=job.now, why=why, detail=detail)
        else:
            state = State(post.state)
            note([(post, post.payload.sha256)], state, state, by=job.person.name, now=job.now, why=why, detail=detail)
        if rendered and rendered.payload.sha256 != post.payload.sha256:
            _replace(job, post, rendered, shelf)


def _set_due(post: Post, job: Rescheduling) -> None:
    """What lies prepared at Facebook for the old time is taken back (`prepared_sha` no longer fits)."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=job.now)
    rows = Post.objects.filter(free, pk=post.pk, state=post.state, payload_id=post.payload_id, due=post.due)
    if rows.update(due=job.due, next_try=None, prepared_sha="") != 1:
        raise Overtaken(post.key)
    post.due, post.prepared_sha = job.due, ""


def _replace(job: Rescheduling, post: Post, rendered: Rendered, shelf: Shelf) -> None:
    why = f"ngày mới thì nội dung khác, cần duyệt lại:\n{compare(post, rendered)}"
    replace_post(post, rendered, shelf, actor=job.person.name, now=job.now, why=why)


def _wall(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%H:%M %d/%m/%Y}"
