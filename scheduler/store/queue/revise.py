"""A released script is never edited: a newer issue of it is made, approved like any other, and takes its place.

The key and the number stay, the revision and the issue go up by one. Until the newer one is released, the older one
may be read on, or is withheld, as the person says. What was on air already is not revised: it is corrected on air.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from scheduler.core.phrase import phrase
from scheduler.core.post import Rendered
from scheduler.core.radio.chain import Chain
from scheduler.core.render import SPOKEN_KINDS
from scheduler.core.states import SCREEN, State
from scheduler.errors import BhxhError
from scheduler.store.models import Post
from scheduler.store.payloads import Shelf
from scheduler.store.queue.move import OVERTAKEN, note
from scheduler.store.queue.withhold import withhold
from scheduler.store.radio.chain import chain_of
from scheduler.store.radio.readings import places

OPEN = (
    State.DRAFT,
    State.PENDING,
    State.APPROVED,
    State.HELD,
    State.SENDING,
    State.UNKNOWN,
    State.FAILED,
    State.MISSED,
)
"""Where an issue stands that may still go out."""

Render = Callable[[Post], Rendered]
"""The new text of a script, for its own time."""


@dataclass(frozen=True)
class Revising:
    """Who revises, why, and whether the older issue must not be read meanwhile. `actor` where that is the clock.

    `typed`: the words are a person's own, so drift and queueing again leave them alone.
    """

    render: Render
    by: str
    now: datetime
    why: str
    withheld: bool = False
    actor: str = ""
    typed: bool = False


@dataclass
class Revised:
    """What revising did: the new issues, all pending; the scripts left alone and why; those already on air."""

    made: list[Post] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    aired: list[Post] = field(default_factory=list)


def revise(job: Revising, script: Post, *, alone: bool = False) -> Revised:
    """Make a newer issue of a script and, unless `alone`, of the further readings of its text that are still to come.

    All of them or none. Raises BhxhError where the script was never released, or where nobody says why.
    """
    _require_script(job, script)
    done = Revised()
    with transaction.atomic():
        for post in [script] if alone else _readings(script):
            _revise(job, post, done)
    return done


def _revise(job: Revising, post: Post, done: Revised) -> None:
    chain = chain_of(post)
    if reason := _refusal(job, post, chain):
        done.left.append((post.key, reason))
    elif new := _replaced(job, post, done):
        done.made.append(new)
    if any(heard.aired and heard.occurrence == chain.nth for heard in chain.airings):
        done.aired.append(post)


def _require_script(job: Revising, script: Post) -> None:
    if script.kind not in SPOKEN_KINDS:
        raise BhxhError(
            phrase("chỉ kịch bản của đài mới có bản thay thế"),
            where=script.key,
            fix=phrase("bài đã đăng: bhxh correct"),
            at_desk=phrase("bài đã đăng thì bấm Đính chính"),
        )
    if script.published_at is None:
        raise BhxhError(
            phrase("kịch bản này chưa phát hành, không cần bản thay thế"),
            where=script.key,
            fix=phrase("hãy sửa hoặc hủy bài"),
        )
    if not job.why.strip():
        raise BhxhError(
            phrase("việc này cần lý do"),
            where=script.key,
            fix=phrase('hãy thêm --why "lý do"'),
            at_desk=phrase("hãy ghi lý do"),
        )


def _readings(script: Post) -> Sequence[Post]:
    """The newest released issue of each reading of the script's text, by time."""
    newest: dict[str, int] = {}
    for row in places([script])[script.pk].posts:
        if row.state in (State.PUBLISHED, State.RECALLED):
            newest[row.key] = row.pk
    rows = Post.objects.select_related("payload", "uses").filter(pk__in=newest.values())
    return list(rows.order_by("due", "key"))


def _refusal(job: Revising, post: Post, chain: Chain) -> str | None:
    if any(heard.occurrence == chain.nth and heard.aired for heard in chain.airings):
        return phrase("đài đã phát lần này; cần một tin đính chính trên sóng")
    if post.due <= job.now:
        return phrase("giờ phát đã qua; nếu đài đã phát thì ghi lại lần phát ấy, rồi đính chính")
    other = Post.objects.filter(key=post.key, rev__gt=post.rev, state__in=OPEN).order_by("-rev").first()
    if other is not None:
        return phrase(
            'đã có bản thay thế đang "{state}": duyệt hoặc hủy bản đó trước', state=SCREEN[State(other.state)]
        )
    return None


def _replaced(job: Revising, post: Post, done: Revised) -> Post | None:
    rendered = job.render(post)
    if rendered.payload.sha256 == post.payload.sha256:
        done.left.append((post.key, phrase("nội dung mới giống hệt bản đã phát hành")))
        return None
    try:
        with transaction.atomic():
            new = _insert(job, post, rendered)
            if job.withheld and post.state == State.PUBLISHED:
                withhold(post, by=job.actor or job.by, now=job.now, why=f"chờ bản thay thế: {job.why}")
    except IntegrityError:
        done.left.append((post.key, OVERTAKEN))  # somebody else made a newer issue just now
        return None
    return new


_KEPT = ("key", "campaign", "channel", "kind", "lang", "planned", "due", "year", "number")


def _insert(job: Revising, old: Post, rendered: Rendered) -> Post:
    shelf, same = Shelf(), {name: getattr(old, name) for name in _KEPT}
    top = Post.objects.filter(key=old.key).aggregate(rev=Max("rev"))["rev"]
    changed: dict[str, Any] = {
        "rev": top + 1, "issue": old.issue + 1, "state": State.PENDING, "seconds": rendered.seconds,
        "unit": rendered.uses.unit, "message": "" if job.typed else old.message, "author": job.by, "why": job.why,
    }  # fmt: skip
    new = Post.objects.create(**same, **changed, payload_id=shelf.payload(rendered), uses_id=shelf.uses(rendered.uses))
    detail = {"replaces": old.rev, "issue": new.issue}
    note(
        [(new, rendered.payload.sha256)], "", State.PENDING, by=job.actor or job.by, now=job.now, why=job.why,
        detail=detail,
    )  # fmt: skip
    return Post.objects.select_related("payload", "uses").get(pk=new.pk)
