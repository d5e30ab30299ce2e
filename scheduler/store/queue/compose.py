"""What a person wrote for several channels at once: stored together, or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from scheduler.core.approval import Person
from scheduler.core.channel import Channel
from scheduler.core.content import Content
from scheduler.core.post import HAND_WRITTEN, Rendered
from scheduler.core.states import State
from scheduler.store.models import Post
from scheduler.store.queue.by_hand import write_by_hand


@dataclass(frozen=True)
class Sheet:
    """One post to be: its channel, time and text. `message` is what it says, `own` whether in words of its own."""

    channel: Channel
    due: datetime
    rendered: Rendered
    message: str = ""
    own: bool = False


@dataclass
class Composed:
    """The keys of the posts: those stored now, and those that were there before, to the letter."""

    stored: list[str] = field(default_factory=list)
    there: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Composing:
    """Who stores, when, and whether for approval at once or as drafts."""

    content: Content
    person: Person
    now: datetime
    zone: ZoneInfo
    submit: bool = False


@transaction.atomic
def compose(job: Composing, sheets: Sequence[Sheet]) -> Composed:
    """Store the posts. Sent twice, as an impatient finger does, nothing is stored a second time.

    Raises BhxhError, and stores none, where the person may not write one of the posts or it cannot be.
    """
    done = Composed()
    for sheet in sheets:
        if key := _there(sheet):
            done.there.append(key)
        else:
            done.stored.append(_store(job, sheet))
    return done


def _there(sheet: Sheet) -> str | None:
    """The key of a post with the same text at the same time on the same channel."""
    same = Post.objects.filter(campaign=HAND_WRITTEN, channel=sheet.channel.id, due=sheet.due)
    same = same.filter(payload__sha256=sheet.rendered.payload.sha256).exclude(state=State.CANCELLED)
    return same.values_list("key", flat=True).first()


def _store(job: Composing, sheet: Sheet) -> str:
    state = State.PENDING if job.submit else State.DRAFT
    return write_by_hand(
        job.content, sheet.channel, sheet.due, sheet.rendered, person=job.person, now=job.now, zone=job.zone,
        state=state, message=sheet.message, own=sheet.own,
    )  # fmt: skip
