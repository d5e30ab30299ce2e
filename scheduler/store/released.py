"""Drift of scripts that are out already: what content would now say otherwise is withheld, and a newer issue drafted.

Stations hold such a script in their hands, so it cannot go back to pending. Where it was aired and a figure in it was
another, a correction on air is drafted instead.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from scheduler.core.content import Content
from scheduler.core.post import HAND_WRITTEN, Rendered
from scheduler.core.render import SPOKEN_KINDS, CannotRender, Renderer
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.store.again import again, compare
from scheduler.store.changes import Name, resting_on
from scheduler.store.find import each
from scheduler.store.models import Airing, Post
from scheduler.store.payloads import load_uses
from scheduler.store.queue.move import CLOCK, Overtaken
from scheduler.store.queue.revise import Revising, revise
from scheduler.store.queue.withhold import withhold
from scheduler.store.radio.correcting import Correcting, propose

BACK = timedelta(days=14)
"""How long after its day an aired script is still corrected on air; later, nobody remembers it."""

_GRACE = timedelta(minutes=30)
"""So long after its time a script may still be being read."""


def check_released(
    content: Content, renderer: Renderer, zone: ZoneInfo, now: datetime, names: Iterable[Name] | None = None
) -> list[tuple[str, str]]:
    """Withhold released scripts that would now read differently, each with a newer issue pending; the scripts and how
    they differ. Scripts that were aired with another figure get a drafted correction."""
    found: list[tuple[str, str]] = []
    for post in each(_released(now, names)):
        try:
            why = _check(post, content, renderer, zone, now)
        except Overtaken:
            continue
        if why:
            found.append((post.key, why))
    return found


def _released(now: datetime, names: Iterable[Name] | None) -> QuerySet[Post]:
    rows = Post.objects.filter(kind__in=SPOKEN_KINDS, state=State.PUBLISHED, due__gt=now - BACK)
    rows = rows.exclude(campaign=HAND_WRITTEN).order_by("due", "id")
    return rows if names is None else resting_on(rows, names)


def _check(post: Post, content: Content, renderer: Renderer, zone: ZoneInfo, now: datetime) -> str | None:
    try:
        rendered = again(post, content, renderer, zone)
    except CannotRender as error:
        return _stop(post, f"không soạn lại được: {error}", now)
    if rendered is None or rendered.payload.sha256 == post.payload.sha256:
        return None
    why = f"nội dung nay khác:\n{compare(post, rendered)}"
    if Airing.objects.filter(post=post, aired=True, replaced_by=None).exists():
        return _correct(post, rendered, Correcting(content, renderer, zone, post.author, now))
    if post.due + _GRACE < now:
        return None
    _replace(post, rendered, why, now)
    return _stop(post, why, now)


def _stop(post: Post, why: str, now: datetime) -> str | None:
    if post.due + _GRACE < now:
        return None
    return why if withhold(post, by=CLOCK, now=now, why=why) else None


def _replace(post: Post, rendered: Rendered, why: str, now: datetime) -> None:
    """Only this script: the further readings of its text are looked at for themselves."""
    revise(Revising(lambda _: rendered, by=post.author, now=now, why=why, actor=CLOCK), post, alone=True)


def _correct(post: Post, rendered: Rendered, job: Correcting) -> str | None:
    before = {(fact.key, fact.text) for fact in load_uses(post.uses).facts}
    if before == {(fact.key, fact.text) for fact in rendered.uses.facts}:
        return None
    told = "đã phát với số liệu nay khác"
    try:
        return f"{told}; tin đính chính đã soạn, chờ duyệt: {propose(job, post, rendered.payload).key}"
    except BhxhError as error:
        return f"{told}; {error}"
