"""Drift: content changed after a post was made. What would now read differently goes back to pending.

Looked at when content is taken up anew, through the index of what each text was made from, and once more
before a post is released. Scripts that are out already are in `released`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from scheduler.core.content import Content
from scheduler.core.post import Rendered
from scheduler.core.render import CannotRender, Renderer
from scheduler.core.states import State
from scheduler.store import released
from scheduler.store.again import again, compare
from scheduler.store.changes import Name, resting_on
from scheduler.store.find import each
from scheduler.store.models import Post, Setting
from scheduler.store.payloads import Shelf
from scheduler.store.queue.move import CLOCK, Overtaken, move
from scheduler.store.queue.renew import replace_text

_WAITING = (State.DRAFT, State.PENDING, State.APPROVED, State.HELD)


@dataclass(frozen=True)
class Difference:
    """How a post would now read differently, or (with `stopped`) why it can no longer be made at all."""

    text: str
    stopped: bool = False


@dataclass
class Drift:
    """What looking for drift found: posts given a new text, posts that can no longer be made, and how they differ;
    of scripts that are out, those withheld for it."""

    looked: int = 0
    changed: list[tuple[str, str]] = field(default_factory=list)
    stopped: list[tuple[str, str]] = field(default_factory=list)
    withheld: list[tuple[str, str]] = field(default_factory=list)


def check_one(
    post: Post, content: Content, renderer: Renderer, zone: ZoneInfo, shelf: Shelf, now: datetime
) -> Difference | None:
    """Look at one approved or waiting post; None where it still reads the same. Where not, it is pending now."""
    try:
        rendered = again(post, content, renderer, zone)
    except CannotRender as error:
        return _stop(post, str(error), now)
    if rendered is None:
        return None
    if rendered.payload.sha256 == post.payload.sha256:
        _keep_uses(post, rendered, shelf)
        return None
    difference = compare(post, rendered)
    replace_post(post, rendered, shelf, actor=CLOCK, now=now, why=f"nội dung nay khác, cần duyệt lại:\n{difference}")
    return Difference(difference)


def replace_post(post: Post, rendered: Rendered, shelf: Shelf, *, actor: str, now: datetime, why: str) -> None:
    """Give a post the text that it would now have; it is pending, and its author stays."""
    with transaction.atomic():
        replace_text(post, rendered, shelf, by=post.author, actor=actor, now=now, why=why)
        Post.objects.filter(pk=post.pk).update(unit=rendered.uses.unit)
    post.unit = rendered.uses.unit


def _keep_uses(post: Post, rendered: Rendered, shelf: Shelf) -> None:
    """The same words may rest on other periods now; the index must say so, or the next change would pass by."""
    if rendered.uses.sha256 == post.uses.sha256:
        return
    with transaction.atomic():
        rows = Post.objects.filter(pk=post.pk, payload_id=post.payload_id, uses_id=post.uses_id)
        rows.update(uses_id=shelf.uses(rendered.uses), unit=rendered.uses.unit)


def _stop(post: Post, reason: str, now: datetime) -> Difference:
    if post.state in (State.APPROVED, State.HELD):
        move(post, State.PENDING, by=CLOCK, now=now, why=f"không soạn lại được: {reason}")
    return Difference(reason, stopped=True)


def check_all(
    content: Content, renderer: Renderer, zone: ZoneInfo, now: datetime, names: Iterable[Name] | None = None
) -> Drift:
    """Look at every waiting post that rests on one of the named things, as `changes.changed` gives them, or at all."""
    drift, shelf = Drift(), Shelf()
    for post in each(_waiting(names)):
        drift.looked += 1
        try:
            difference = check_one(post, content, renderer, zone, shelf, now)
        except Overtaken:
            continue
        if difference:
            (drift.stopped if difference.stopped else drift.changed).append((post.key, difference.text))
    drift.withheld = released.check_released(content, renderer, zone, now, names)
    return drift


def _waiting(names: Iterable[Name] | None) -> QuerySet[Post]:
    rows = Post.objects.filter(state__in=_WAITING).order_by("due", "id")
    return rows if names is None else resting_on(rows, names)


def taken_up() -> str:
    """The digest of the content that waiting posts were last held against; empty where none was."""
    row = Setting.objects.filter(name=_TAKEN_UP).first()
    return row.value if row else ""


def remember_taken_up(digest: str) -> None:
    """Remember it, so that content changed while the machine was off is noticed when it starts."""
    Setting.objects.update_or_create(name=_TAKEN_UP, defaults={"value": digest})


_TAKEN_UP = "content"
