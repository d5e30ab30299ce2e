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
from django.db.models import Q, QuerySet

from scheduler.core.content import Content
from scheduler.core.post import HAND_WRITTEN, Rendered
from scheduler.core.render import CannotRender, Place, Renderer
from scheduler.core.states import State
from scheduler.store.changes import ON_THE_POST, Name
from scheduler.store.find import each
from scheduler.store.models import Post, Setting, UsesIndex
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


def again(
    post: Post, content: Content, renderer: Renderer, zone: ZoneInfo, due: datetime | None = None
) -> Rendered | None:
    """The post rendered from today's content for its due time, or another; None for one written by hand.

    Raises CannotRender where its message, channel or unit is gone or a figure is missing on that day.
    """
    due = (due or post.due).astimezone(zone)
    channel = content.channels.get(post.channel)
    if channel is None:
        raise CannotRender(f'không còn kênh "{post.channel}" trong content')
    owner = channel.owner_on(due.date())
    if owner is None:
        raise CannotRender(f'kênh "{channel.id}" không thuộc đơn vị nào ngày {due:%d/%m/%Y}')
    if post.campaign == HAND_WRITTEN:
        if owner != post.unit:
            raise CannotRender(f'ngày {due:%d/%m/%Y} kênh "{channel.id}" thuộc "{owner}", không phải "{post.unit}"')
        return None
    message = content.messages.get(post.message)
    if message is None:
        raise CannotRender(f'không còn thông điệp "{post.message}" trong content')
    if not message.holds(due.date()):
        raise CannotRender(f'thông điệp "{message.id}" không còn hiệu lực ngày {due:%d/%m/%Y}')
    return renderer.render(message, Place(channel, owner, post.lang, due, content.campaigns.get(post.campaign)))


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


def compare(post: Post, rendered: Rendered) -> str:
    """The lines that differ, old with `-`, new with `+`."""
    old = load_payload(post.payload)
    before = [*old.text.splitlines(), old.link, *(photo.file for photo in old.photos)]
    after = [*rendered.payload.text.splitlines(), rendered.payload.link]
    after += [photo.file for photo in rendered.payload.photos]
    lines = list(unified_diff(before, after, lineterm="", n=0))[2:]
    return "\n".join(line for line in lines if not line.startswith("@@")) or "cách đọc, ảnh hoặc chú thích đã đổi"


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
    return drift


def _waiting(names: Iterable[Name] | None) -> QuerySet[Post]:
    rows = Post.objects.filter(state__in=_WAITING).order_by("due", "id")
    if names is None:
        return rows
    of_what: dict[str, list[str]] = {}
    for what, name in names:
        of_what.setdefault(what, []).append(name)
    resting, mine = Q(), Q(pk__in=())
    for what, some in of_what.items():
        if what in ON_THE_POST:
            mine |= Q(**{f"{what}__in": some})
        else:
            resting |= Q(what=what, name__in=some)
    if resting:
        mine |= Q(uses__in=UsesIndex.objects.filter(resting).values("uses"))
    return rows.filter(mine)


def taken_up() -> str:
    """The digest of the content that waiting posts were last held against; empty where none was."""
    row = Setting.objects.filter(name=_TAKEN_UP).first()
    return row.value if row else ""


def remember_taken_up(digest: str) -> None:
    """Remember it, so that content changed while the machine was off is noticed when it starts."""
    Setting.objects.update_or_create(name=_TAKEN_UP, defaults={"value": digest})


_TAKEN_UP = "content"
