"""What a person does to posts: hold, let go, cancel, hand in, return, retry. Each with a name and a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from scheduler.core.approval import Person, forbidden, out_of_reach
from scheduler.core.phrase import phrase
from scheduler.core.states import SCREEN, State
from scheduler.errors import BhxhError
from scheduler.store.models import Post
from scheduler.store.queue.move import BATCH, OVERTAKEN, move, move_batch, move_many


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
        Act("submit", frozenset({State.DRAFT}), State.PENDING, needs_why=False),
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
    """Do an act to posts, a thousand to a transaction. Raises BhxhError where the person may not, or gives no reason.

    A post whose time has passed and that is let go again is due now: it would be missed again at once.
    """
    what = ACTS[name]
    if reason := forbidden(person, name):
        raise BhxhError(reason, where=name, fix=phrase("hãy nhờ người có quyền"))
    if what.needs_why and not why.strip():
        raise BhxhError(
            phrase("việc này cần lý do"),
            where=name,
            fix=phrase('hãy thêm --why "lý do"'),
            at_desk=phrase("hãy ghi lý do"),
        )
    done = Done()
    rest = iter(posts)
    while batch := list(islice(rest, BATCH)):
        batch = within(batch, person, done)
        fit = [post for post in batch if post.state in what.starts]
        done.left += [(post.key, in_state(post)) for post in batch if post.state not in what.starts]
        late = [post for post in fit if name == "retry" and post.due < now]
        _move(late, what, person, now, f"{why}; {LATE}".removeprefix("; "), done, due=now)
        _move([post for post in fit if post not in late] if late else fit, what, person, now, why, done)
    return done


def within(posts: Iterable[Post], person: Person, done: Done) -> list[Post]:
    """The posts that the person may touch; the others are left alone, and it is said why."""
    mine = []
    for post in posts:
        if reason := out_of_reach(person, post.unit, post.due):
            done.left.append((post.key, reason))
        else:
            mine.append(post)
    return mine


LATE = "giờ cũ đã qua, gửi ngay"


def _move(
    posts: Sequence[Post], what: Act, person: Person, now: datetime, why: str, done: Done, **changes: datetime
) -> None:
    moved = move_batch(posts, what.leads, by=person.name, now=now, why=why, next_try=None, **changes)
    done.moved += len(moved)
    done.left += [(post.key, OVERTAKEN) for post in posts if post.pk not in moved]


def in_state(post: Post) -> str:
    """Why a post was left alone: the state it is in, in words."""
    return phrase('bài đang "{state}"', state=SCREEN[State(post.state)])


def miss(posts: Iterable[Post], by: str, now: datetime) -> int:
    """Mark posts whose time and grace have passed as missed: visibly, for a person to decide."""
    return move_many(posts, State.MISSED, by=by, now=now, why="đã quá giờ và quá thời gian cho phép trễ")


def recall(post: Post, person_name: str, *, now: datetime, why: str, asked: datetime | None = None) -> None:
    """Store that a published post is gone; the log's row says when it was asked for, which may be long before."""
    detail = {"asked_at": (asked or now).isoformat()}
    move(post, State.RECALLED, by=person_name, now=now, why=why, detail=detail)
