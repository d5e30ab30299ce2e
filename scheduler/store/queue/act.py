"""What a person does to posts: hold, let go, cancel, return, retry, move in time. Each with a name and a reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db import transaction

from scheduler.core.approval import Person, forbidden
from scheduler.core.states import SCREEN, State
from scheduler.errors import BhxhError
from scheduler.store.models import Post
from scheduler.store.queue.move import BATCH, move, move_many, note


@dataclass(frozen=True)
class Act:
    """An act: the states it starts from, where it leads, and whether it needs a reason."""

    name: str
    starts: frozenset[State]
    leads: State
    needs_why: bool = True


ACTS: dict[str, Act] = {
    act.name: act
    for act in (
        Act("hold", frozenset({State.APPROVED}), State.HELD),
        Act("release", frozenset({State.HELD}), State.APPROVED, needs_why=False),
        Act("cancel", frozenset({State.DRAFT, State.PENDING, State.APPROVED, State.HELD, State.FAILED, State.MISSED}),
            State.CANCELLED),
        Act("return", frozenset({State.PENDING}), State.DRAFT),
        Act("retry", frozenset({State.FAILED, State.MISSED}), State.APPROVED, needs_why=False),
    )
}  # fmt: skip
"""What may be done by hand, besides approving and recalling. Out of `unknown` leads only a look at the Page."""


@dataclass
class Done:
    """How many posts an act moved, and which it left alone and why."""

    moved: int = 0
    left: list[tuple[str, str]] = field(default_factory=list)


def act(name: str, posts: Iterable[Post], person: Person, *, now: datetime, why: str = "") -> Done:
    """Do an act to posts, a thousand to a transaction. Raises BhxhError where the person may not, or gives no reason."""
    what = ACTS[name]
    if reason := forbidden(person, name):
        raise BhxhError(reason, where=name, fix="hãy nhờ người có quyền")
    if what.needs_why and not why.strip():
        raise BhxhError("việc này cần lý do", where=name, fix='hãy thêm --why "lý do"')
    done = Done()
    rest = iter(posts)
    while batch := list(islice(rest, BATCH)):
        fit = [post for post in batch if post.state in what.starts]
        done.left += [(p.key, f'bài đang "{SCREEN[State(p.state)]}"') for p in batch if p.state not in what.starts]
        done.moved += move_many(fit, what.leads, by=person.name, now=now, why=why, next_try=None)
    return done


def postpone(post: Post, due: datetime, person: Person, *, now: datetime) -> None:
    """Move a post that has not been sent to another time; the key stays. The caller has rendered it anew for
    that day where its text depends on it. Raises BhxhError where it may no longer move."""
    if post.state not in (State.DRAFT, State.PENDING, State.APPROVED, State.HELD, State.MISSED):
        raise BhxhError(f'bài đang "{SCREEN[State(post.state)]}" nên không đổi giờ được', where=post.key)
    with transaction.atomic():
        changed = Post.objects.filter(pk=post.pk, state=post.state, due=post.due).update(due=due, next_try=None)
        if changed != 1:
            raise BhxhError("bài vừa được người khác xử lý", where=post.key, fix="hãy xem lại rồi thử lại")
        state = State(post.state)
        why = f"đổi giờ từ {post.due.isoformat()} sang {due.isoformat()}"
        note([(post, post.payload.sha256)], state, state, by=person.name, now=now, why=why)


def miss(posts: Iterable[Post], by: str, now: datetime) -> int:
    """Mark posts whose time and grace have passed as missed: visibly, for a person to decide."""
    return move_many(posts, State.MISSED, by=by, now=now, why="đã quá giờ và quá thời gian cho phép trễ")


def recall(post: Post, person_name: str, *, now: datetime, why: str) -> None:
    """Store that a published post was taken back."""
    move(post, State.RECALLED, by=person_name, now=now, why=why)
