"""Moving posts from state to state: a compare-and-set and a transition row in one transaction."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction

from scheduler.core.phrase import phrase
from scheduler.core.states import REPLACEABLE, State, require_arrow
from scheduler.errors import BhxhError
from scheduler.store import rows
from scheduler.store.models import Post, Transition
from scheduler.store.sealed import transition_hash

BATCH = 1000
"""Posts per transaction, so that a long move never keeps other writers waiting."""

CLOCK = "đồng hồ"
"""Who acts where no person does."""


OVERTAKEN = phrase("bài vừa được người khác hoặc máy xử lý")


class Overtaken(BhxhError):
    """Somebody else moved the post first; nothing was overwritten."""

    def __init__(self, key: str) -> None:
        super().__init__(OVERTAKEN, where=key, fix=phrase("hãy xem lại trạng thái rồi thử lại"))


@dataclass(frozen=True)
class Claim:
    """What must hold for a worker to take a post: that it is as it was read, and free."""

    as_read: Mapping[str, Any]
    free: tuple[str, datetime]


def move(
    post: Post, new: State, *, by: str, now: datetime, why: str = "", detail: Mapping[str, Any] | None = None,
    lease: str | None = None, sha: str | None = None, claim: Claim | None = None, **changes: Any,
) -> None:  # fmt: skip
    """Move one post as it was read; with `lease`, only while that worker still holds it; with `claim`, only if that
    holds.

    `sha` is the new payload's where `changes` brings another; then a draft or pending post may stay where it is.
    Raises Refusal where the table has no such arrow, Overtaken where the post is no longer as it was read.
    """
    old = State(post.state)
    if not (sha and old == new and old in REPLACEABLE):
        require_arrow(old, new)
    same = {"id": post.pk, "state": old, "payload_id": post.payload_id, **(claim.as_read if claim else {})}
    if lease is not None:
        same["lease_by"] = lease
    with transaction.atomic(savepoint=False):
        moved = rows.change(Post, same, {"state": new, "why": why, **changes}, free=claim.free if claim else None) == 1
        if moved:
            note([(post, sha or post.payload.sha256)], old, new, by=by, now=now, why=why, detail=detail)
    if not moved:
        raise Overtaken(post.key)
    post.state, post.why = new, why
    for name, value in changes.items():
        setattr(post, name, value)


def move_many(posts: Iterable[Post], new: State, *, by: str, now: datetime, why: str = "", **changes: Any) -> int:
    """Move all posts that are still as read, in batches of 1,000; how many were. Raises Refusal before a batch."""
    moved = 0
    rest = iter(posts)
    while batch := list(islice(rest, BATCH)):
        moved += len(move_batch(batch, new, by=by, now=now, why=why, **changes))
    return moved


def move_batch(
    posts: Sequence[Post], new: State, *, by: str, now: datetime, why: str = "", **changes: Any
) -> set[int]:  # fmt: skip
    """Move all posts that are still as read, in one transaction; the ids of those moved. Raises Refusal before."""
    by_state: dict[State, list[Post]] = {}
    for post in posts:
        by_state.setdefault(State(post.state), []).append(post)
    for old in by_state:
        require_arrow(old, new)
    moved: set[int] = set()
    with transaction.atomic():
        for old, group in by_state.items():
            moved.update(_move_group(group, old, new, by=by, now=now, why=why, changes=changes))
    return moved


def _move_group(
    posts: Sequence[Post], old: State, new: State, *, by: str, now: datetime, why: str, changes: Mapping[str, Any]
) -> list[int]:
    found = Post.objects.select_for_update().filter(pk__in=[post.pk for post in posts], state=old)
    still = dict(found.order_by("pk").values_list("pk", "payload_id"))
    mine = [post for post in posts if still.get(post.pk) == post.payload_id]
    ids = [post.pk for post in mine]
    Post.objects.filter(pk__in=ids).update(state=new, why=why, **changes)
    note([(post, post.payload.sha256) for post in mine], old, new, by=by, now=now, why=why)
    return ids


def note(
    posts: Sequence[tuple[Post, str]], old: State | str, new: State, *, by: str, now: datetime, why: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Write the transition rows of posts, given with the SHA-256 of the payload that each was about."""
    more = json.dumps(detail or {}, ensure_ascii=False, sort_keys=True)
    noted = [
        Transition(
            post=post, old=str(old), new=str(new), by=by, at=now, why=why, payload_sha=sha, detail=more,
            hash=transition_hash(post.key, post.rev, str(old), str(new), by, now, why, sha, more),
        )
        for post, sha in posts
    ]  # fmt: skip
    if len(noted) == 1:
        rows.add(noted[0])
    else:
        Transition.objects.bulk_create(noted)
