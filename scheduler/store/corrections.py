"""Corrections: which post corrects which, and the comments still to be made under the old ones."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from scheduler.core.approval import Person, out_of_reach
from scheduler.core.phrase import phrase
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.store.models import Attempt, Correction, Post
from scheduler.store.pace import paused_channels, paused_kinds
from scheduler.store.queue.move import note

MOST_TRIES = 20
"""Tries of a comment, after which it is left: the correction itself is out."""

COMMENT_WITHIN = timedelta(hours=6)
"""How long a comment may fail before somebody is told."""

BACK = timedelta(days=14)
"""How long somebody is told of a comment that is missing; after that it serves nobody."""


def link(new: Post, old: Post, *, person: Person, now: datetime, comment: str = "") -> Correction:
    """Store that `new` corrects `old`, and note it in the log of both. Raises BhxhError where the old is not out, or
    is not the person's."""
    if reason := out_of_reach(person, old.unit, old.due):
        raise BhxhError(reason, where=old.key, fix=phrase("hãy nhờ người của đơn vị ấy"))
    if old.state not in (State.PUBLISHED, State.RECALLED):
        raise BhxhError(
            phrase("bài này chưa đăng, không cần đính chính"), where=old.key, fix=phrase("hãy sửa hoặc hủy bài")
        )
    with transaction.atomic():
        made = Correction.objects.create(post=new, corrects=old, comment=comment)
        for post, detail in ((new, {"corrects": old.key}), (old, {"corrected_by": new.key})):
            state = State(post.state)
            note(
                [(post, post.payload.sha256)],
                state,
                state,
                by=person.name,
                now=now,
                why="đính chính",
                detail=detail | proof(post),
            )
    return made


def proof(post: Post) -> dict[str, str]:
    """What proves that a post is out; a note about a published post repeats it, for the log to be checked by."""
    if post.published_at is None:
        return {}
    at = post.published_at.isoformat()
    return {"remote_id": post.remote_id, "permalink": post.permalink, "published_at": at}


def comments_due(now: datetime) -> list[Correction]:
    """Corrections that are out and whose comment under the old post is still to be made, on channels that take calls
    now: calling while blocked prolongs the block."""
    rows = Correction.objects.filter(comment_id="", post__state=State.PUBLISHED, corrects__state=State.PUBLISHED)
    rows = rows.exclude(comment="").filter(tries__lt=MOST_TRIES).filter(Q(next_try__isnull=True) | Q(next_try__lte=now))
    rows = rows.exclude(corrects__channel__in=paused_channels(now)).exclude(corrects__kind__in=paused_kinds(now))
    return list(
        rows.select_related("post__payload", "post__uses", "corrects__payload", "corrects__uses").order_by("id")
    )


def uncommented(now: datetime) -> list[tuple[Correction, str]]:
    """Corrections that are out and whose comment failed for hours, or for good, each with why the last try failed."""
    rows = Correction.objects.filter(comment_id="", tries__gt=0, corrects__state=State.PUBLISHED)
    rows = rows.exclude(comment="").filter(post__state=State.PUBLISHED, post__published_at__gt=now - BACK)
    rows = rows.filter(Q(tries__gte=MOST_TRIES) | Q(post__published_at__lte=now - COMMENT_WITHIN))
    found = list(rows.select_related("corrects").order_by("id"))
    tries = Attempt.objects.filter(post__in=[one.corrects_id for one in found], step="comment").order_by("id")
    notes = dict(tries.values_list("post", "why"))
    return [(one, notes.get(one.corrects_id, "")) for one in found]


def commented(correction: Correction, comment_id: str, *, now: datetime, by: str) -> None:
    """Store that the comment stands under the old post, and note it there."""
    old = correction.corrects
    with transaction.atomic():
        Correction.objects.filter(pk=correction.pk).update(comment_id=comment_id, next_try=None)
        state = State(old.state)
        detail = {"comment_id": comment_id} | proof(old)
        note([(old, old.payload.sha256)], state, state, by=by, now=now, why="đã ghi đính chính dưới bài", detail=detail)


def claim_comment(correction: Correction, until: datetime) -> bool:
    """Take the comment for a try; False where another worker was first. Nobody else tries before `until`."""
    rows = Correction.objects.filter(pk=correction.pk, tries=correction.tries, comment_id="")
    return rows.update(tries=correction.tries + 1, next_try=until) == 1


def comment_later(correction: Correction, at: datetime) -> None:
    """Try the comment again at this time."""
    Correction.objects.filter(pk=correction.pk, comment_id="").update(next_try=at)


def corrections_of(posts: list[int]) -> tuple[dict[int, list[str]], dict[int, str]]:
    """By post: the keys of its corrections, and the key of the post it corrects."""
    rows = Correction.objects.filter(Q(post__in=posts) | Q(corrects__in=posts)).order_by("id")
    by: dict[int, list[str]] = {}
    of: dict[int, str] = {}
    for post, key, old, old_key in rows.values_list("post_id", "post__key", "corrects_id", "corrects__key"):
        by.setdefault(old, []).append(key)
        of[post] = old_key
    return by, of
