"""Drift: content changed after a post was made. What would now read differently goes back to pending.

Looked at when content is taken up anew, through the index of what each text was made from, and once more
before a post is released.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from difflib import unified_diff
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from scheduler.core.content import Content
from scheduler.core.post import HAND_WRITTEN, Rendered
from scheduler.core.render import CannotRender, Place, Renderer
from scheduler.core.states import State
from scheduler.store.models import Post
from scheduler.store.payloads import Shelf, load_payload
from scheduler.store.queue.enqueue import replace_text
from scheduler.store.queue.move import CLOCK, Overtaken, move

_WAITING = (State.DRAFT, State.PENDING, State.APPROVED, State.HELD)


@dataclass(frozen=True)
class Difference:
    """How a post would now read differently, or (with `stopped`) why it can no longer be made at all."""

    text: str
    stopped: bool = False


@dataclass
class Drift:
    """What looking for drift found: posts given a new text, posts that can no longer be made, and how they differ."""

    looked: int = 0
    changed: list[tuple[str, str]] = field(default_factory=list)
    stopped: list[tuple[str, str]] = field(default_factory=list)


def again(post: Post, content: Content, renderer: Renderer, zone: ZoneInfo) -> Rendered | None:
    """The post rendered from today's content for its due day; None for one written by hand.

    Raises CannotRender where its message, channel or unit is gone or a figure is missing on that day.
    """
    if post.campaign == HAND_WRITTEN:
        return None
    message, channel = content.messages.get(post.message), content.channels.get(post.channel)
    due = post.due.astimezone(zone)
    if message is None or channel is None:
        raise CannotRender(f'không còn thông điệp "{post.message}" hoặc kênh "{post.channel}" trong content')
    if not message.holds(due.date()):
        raise CannotRender(f'thông điệp "{message.id}" không còn hiệu lực ngày {due:%d/%m/%Y}')
    owner = channel.owner_on(due.date())
    if owner is None:
        raise CannotRender(f'kênh "{channel.id}" không thuộc đơn vị nào ngày {due:%d/%m/%Y}')
    return renderer.render(message, Place(channel, owner, post.lang, due, content.campaigns.get(post.campaign)))


def check_one(
    post: Post, content: Content, renderer: Renderer, zone: ZoneInfo, shelf: Shelf, now: datetime
) -> Difference | None:
    """Look at one approved or waiting post; None where it still reads the same. Where not, it is pending now."""
    try:
        rendered = again(post, content, renderer, zone)
    except CannotRender as error:
        return _stop(post, str(error), now)
    if rendered is None or rendered.payload.sha256 == post.payload.sha256:
        return None
    difference = compare(post, rendered)
    with transaction.atomic():
        why = f"số liệu hoặc mẫu đã đổi, cần duyệt lại:\n{difference}"
        replace_text(post, rendered, shelf, by=post.author, actor=CLOCK, now=now, why=why)
    return Difference(difference)


def _stop(post: Post, reason: str, now: datetime) -> Difference:
    if post.state in (State.APPROVED, State.HELD):
        move(post, State.PENDING, by=CLOCK, now=now, why=f"không soạn lại được: {reason}")
    return Difference(reason, stopped=True)


def compare(post: Post, rendered: Rendered) -> str:
    """The lines that differ, old with `-`, new with `+`."""
    old = load_payload(post.payload)
    before = [*old.text.splitlines(), old.link, *(photo.file for photo in old.photos)]
    after = [*rendered.payload.text.splitlines(), rendered.payload.link]
    after += [photo.file for photo in rendered.payload.photos]
    lines = list(unified_diff(before, after, lineterm="", n=0))[2:]
    return "\n".join(line for line in lines if not line.startswith("@@")) or "cách đọc, ảnh hoặc chú thích đã đổi"


def check_all(
    content: Content, renderer: Renderer, zone: ZoneInfo, now: datetime, names: Iterable[tuple[str, str]] | None = None
) -> Drift:
    """Look at every waiting post that rests on one of the named things (`("period", "luong_co_so@2024-07-01")`,
    `("unit", …)`, `("template", …)`, `("message", …)`), or at all of them."""
    drift, shelf = Drift(), Shelf()
    for post in _waiting(names).iterator(500):
        drift.looked += 1
        try:
            difference = check_one(post, content, renderer, zone, shelf, now)
        except Overtaken:
            continue
        if difference:
            (drift.stopped if difference.stopped else drift.changed).append((post.key, difference.text))
    return drift


def _waiting(names: Iterable[tuple[str, str]] | None) -> QuerySet[Post]:
    rows = Post.objects.filter(state__in=_WAITING).exclude(campaign=HAND_WRITTEN)
    rows = rows.select_related("payload", "uses").order_by("due", "id")
    if names is None:
        return rows
    wanted = Post.objects.none().values("pk")
    for what, name in names:
        chosen = Post.objects.filter(message=name) if what == "message" else _using(what, name)
        wanted = wanted.union(chosen.values("pk"))
    return rows.filter(pk__in=wanted)


def _using(what: str, name: str) -> QuerySet[Post]:
    return Post.objects.filter(uses__index__what=what, uses__index__name=name)
