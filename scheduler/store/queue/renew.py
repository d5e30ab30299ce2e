"""Another time or another text for a post that is not out yet, as its plan, its content or its author changes."""

from datetime import datetime
from typing import Any

from scheduler.core.post import Rendered
from scheduler.core.states import State
from scheduler.store.models import Post, Transition
from scheduler.store.payloads import Shelf
from scheduler.store.queue.move import Overtaken, move, note


def shift(post: Post, due: datetime, *, by: str, now: datetime, why: str) -> None:
    """Another time. What lies prepared at Facebook for the old one is taken back (`prepared_sha` no longer fits).

    Raises Overtaken where somebody else changed the post meanwhile.
    """
    rows = Post.objects.filter(pk=post.pk, state=post.state, due=post.due)
    if rows.update(due=due, next_try=None, prepared_sha="") != 1:
        raise Overtaken(post.key)
    state = State(post.state)
    note([(post, post.payload.sha256)], state, state, by=by, now=now, why=why)
    post.due = due


def moved_by_hand(post: Post) -> bool:
    """Whether a person gave the post its time: queueing again then leaves it there."""
    return Transition.objects.filter(post=post, detail__contains='"due"').exists()


def replace_text(
    post: Post, rendered: Rendered, shelf: Shelf, *, by: str, now: datetime, why: str, actor: str = "",
    message: str | None = None,
) -> None:  # fmt: skip
    """Give a post another text; it is pending again, whatever it was. What lies at Facebook is taken back later.

    `by` is the author of the new text, `actor` who brought it about where that is the clock.
    """
    changes: dict[str, Any] = {
        "payload_id": shelf.payload(rendered),
        "uses_id": shelf.uses(rendered.uses),
        "seconds": rendered.seconds or post.seconds,
        "author": by,
        "message": post.message if message is None else message,
        "unit": rendered.uses.unit,
        "next_try": None,
    }
    move(post, State.PENDING, by=actor or by, now=now, why=why, sha=rendered.payload.sha256, **changes)
