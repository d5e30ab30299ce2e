"""A word to stop: what it covers waits, whatever is approved later too, until somebody lifts it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from scheduler.core.approval import Person, Role
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.store.models import Post, Stop, Transition
from scheduler.store.queue.act import act
from scheduler.store.queue.claim import due_posts
from scheduler.store.queue.stops import Cover, enforce, held_by, in_force, lift, stop
from tests.store.campaigns import Desk, posts
from tests.store.conftest import LAN, MINH, NOW, MakePost, get

DAY = timedelta(days=1)


@pytest.fixture
def going(desk: Desk) -> Desk:
    """A campaign, approved."""
    desk.queue()
    desk.approve()
    return desk


def held() -> list[Post]:
    return posts(state=State.HELD)


def halt(person: Person = LAN, **cover: Any) -> Stop:
    return stop(Cover(**cover), person, now=NOW, why="quốc tang")[0]


@pytest.mark.parametrize(
    "cover",
    [{}, {"campaign": "thu"}, {"message": "muc"}, {"unit": "u-a"}, {"unit": "u-tinh", "units": ("u-tinh", "u-b")}],
)
def test_a_word_to_stop_holds_what_it_covers_and_nothing_else(going: Desk, cover: dict[str, Any]) -> None:
    order = halt(**cover)
    units = set(cover.get("units") or ([cover["unit"]] if "unit" in cover else ["u-a", "u-b"]))
    expected = {p.key for p in posts() if p.unit in units and p.message == cover.get("message", p.message)}
    assert {post.key for post in held()} == {post.key for post in held_by(order)} == expected
    assert {row.by for row in Transition.objects.filter(new=State.HELD)} == {"lan"}


def test_mourning_lets_through_what_serves_and_the_days_outside(going: Desk) -> None:
    start = datetime(2021, 5, 8, tzinfo=posts()[0].due.tzinfo)
    halt(spared=("lien-he",), since=start, until=start + DAY)
    assert held()
    assert all(start <= post.due < start + DAY and post.message != "lien-he" for post in held())
    assert all(
        post.state == State.HELD for post in posts() if start <= post.due < start + DAY and post.message != "lien-he"
    )


def test_what_is_approved_after_the_word_is_not_sent_and_is_held(desk: Desk, make_post: MakePost) -> None:
    order = halt()
    post = make_post(state=State.APPROVED)
    soon = {"facebook": timedelta(days=2)}
    assert due_posts(NOW, soon) == []
    assert enforce(NOW) == 1
    assert [p.key for p in held_by(order)] == [post.key]
    assert enforce(NOW) == 0


def test_lifting_lets_go_what_the_word_held_and_nothing_that_somebody_held_by_itself(going: Desk) -> None:
    alone = posts(channel="fb-a")[0]
    act("hold", [alone], LAN, now=NOW, why="chờ ảnh")
    order = halt()
    lift(order, MINH, now=NOW)
    assert [post.key for post in held()] == [alone.key]
    assert (in_force(), Stop.objects.get().lifted_by) == ([], "minh")
    with pytest.raises(BhxhError, match="đã được thả"):
        lift(order, MINH, now=NOW)


def test_what_two_words_cover_waits_for_both_to_be_lifted(going: Desk) -> None:
    first, second = halt(), halt(unit="u-a")
    lift(first, MINH, now=NOW)
    assert enforce(NOW) == len(posts(unit="u-a"))
    assert {post.unit for post in held()} == {"u-a"}
    lift(second, MINH, now=NOW)
    assert held() == []


def test_everybody_who_works_here_may_stop_and_approvers_let_go(going: Desk) -> None:
    with pytest.raises(BhxhError, match="dành cho"):
        halt(Person("thu", Role.AUDITOR))
    with pytest.raises(BhxhError, match="lý do"):
        stop(Cover(), LAN, now=NOW, why=" ")
    assert (Stop.objects.count(), held()) == (0, [])
    order = halt()
    with pytest.raises(BhxhError, match="dành cho"):
        lift(order, LAN, now=NOW)
    assert get(posts()[0].key).state == State.HELD
