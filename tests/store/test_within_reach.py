"""A person of a unit touches no post of another, by whichever act, and is told so; the post stays as it was."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import cast

import pytest

from scheduler.core.approval import Person, Role
from scheduler.core.post import Payload, Rendered, Uses
from scheduler.core.reach import reach_of
from scheduler.core.render import Renderer
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.publish.recall import recall_posts
from scheduler.publish.worker import Worker
from scheduler.store.corrections import link
from scheduler.store.models import Correction, Post, Transition
from scheduler.store.queue.act import ACTS, act
from scheduler.store.queue.approve import approve
from scheduler.store.queue.by_hand import write_by_hand
from scheduler.store.queue.enqueue import Queueing, enqueue
from scheduler.store.queue.reschedule import Rescheduling, reschedule
from scheduler.store.queue.settle import look_again, settle_by_hand
from scheduler.store.scope import Scope
from tests.store.campaigns import ZONE, Desk, posts, set_state
from tests.store.conftest import DUE, NOW, get

TODAY = NOW.astimezone(ZONE).date()
SAYS = "không thuộc đơn vị"


def of_unit(desk: Desk, unit: str, role: Role = Role.ADMIN) -> Person:
    return Person(f"nguoi-{unit}", role, unit, reach_of(unit, desk.content.units, TODAY, ZONE))


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    desk.queue()
    return desk


def foreign(state: State) -> Post:
    """A post of u-b, which is nothing to somebody of u-a."""
    post = posts(unit="u-b")[0]
    proof = {"remote_id": "1_1", "published_at": DUE} if state == State.PUBLISHED else {}
    set_state(post, state, **proof)
    return get(post.key)


def u_b_leaves(desk: Desk, last: str, after: str) -> None:
    """From a day on, the office u-b stands alone."""
    old = "- {from: 1995-01-01, parent: u-tinh, name: BHXH huyện Bình"
    phone = 'short_name: B, phone: "0216 000 0002"}'
    first = f"- {{from: 1995-01-01, to: {last}, parent: u-tinh, name: BHXH huyện Bình cũ, {phone}"
    desk.folder.replace("units.yaml", old, f"{first}\n      - {{from: {after}, name: BHXH huyện Bình")


def _act(name: str) -> Callable[[Desk, Person], str]:
    def do(desk: Desk, person: Person) -> str:
        return act(name, [foreign(min(ACTS[name].starts))], person, now=NOW, why="thử").left[0][1]

    return do


def _approve(desk: Desk, person: Person) -> str:
    return approve([foreign(State.PENDING)], person, now=NOW, author_may_approve=False, word="đúng").refused[0][1]


def _reschedule(desk: Desk, person: Person) -> str:
    due = datetime(2021, 5, 20, 8, tzinfo=ZONE)
    job = Rescheduling(desk.content, Renderer(desk.content), ZONE, person, due, NOW)
    return reschedule(job, [foreign(State.PENDING)]).left[0][1]


def _settle(desk: Desk, person: Person) -> str:
    with pytest.raises(BhxhError) as refused:
        settle_by_hand(foreign(State.UNKNOWN), person, now=NOW, why="đã xem")
    return refused.value.what


def _look(desk: Desk, person: Person) -> str:
    with pytest.raises(BhxhError) as refused:
        look_again(foreign(State.UNKNOWN), person, now=NOW)
    return refused.value.what


def _write(desk: Desk, person: Person) -> str:
    rendered = Rendered(Payload("facebook", "vi", "Chào bà con"), Uses("u-b", "BHXH huyện Bình"), 0)
    channel, due = desk.content.channels["fb-b"], NOW + timedelta(days=1)
    with pytest.raises(BhxhError) as refused:
        write_by_hand(desk.content, channel, due, rendered, person=person, now=NOW, zone=ZONE)
    return refused.value.what


def _correct(desk: Desk, person: Person) -> str:
    with pytest.raises(BhxhError) as refused:
        link(posts(unit="u-a")[0], foreign(State.PUBLISHED), person=person, now=NOW)
    return refused.value.what


def _recall(desk: Desk, person: Person) -> str:
    """A worker that can do nothing, so that a call to the channel would fail the test."""
    return recall_posts(
        cast(Worker, SimpleNamespace(threads=1)), [foreign(State.PUBLISHED)], person, now=NOW, why="sai"
    ).left[0][1]


DEEDS: dict[str, Callable[[Desk, Person], str]] = {
    **{name: _act(name) for name in ACTS}, "approve": _approve, "reschedule": _reschedule, "settle": _settle,
    "look": _look, "write": _write, "correct": _correct, "recall": _recall,
}  # fmt: skip


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_leaves_the_posts_of_another_unit_alone(staffed: Desk, deed: str) -> None:
    rows, count = Transition.objects.count(), Post.objects.count()
    assert SAYS in DEEDS[deed](staffed, of_unit(staffed, "u-a"))
    assert (Transition.objects.count(), Post.objects.count()) == (rows, count)
    assert not Correction.objects.exists()


@pytest.mark.parametrize("unit", ["u-b", "u-tinh", ""])
def test_the_unit_itself_and_those_above_may(staffed: Desk, unit: str) -> None:
    person = of_unit(staffed, unit, Role.APPROVER)
    verdict = approve(posts(unit="u-b"), person, now=NOW, author_may_approve=False, word="đúng")
    assert verdict.approved > 0
    assert verdict.refused == []


def test_a_time_on_which_the_unit_is_anothers_is_no_way_out(staffed: Desk) -> None:
    u_b_leaves(staffed, "2021-05-15", "2021-05-16")
    person = of_unit(staffed, "u-tinh")
    job = Rescheduling(
        staffed.content, Renderer(staffed.content), ZONE, person, datetime(2021, 5, 20, 8, tzinfo=ZONE), NOW
    )  # fmt: skip
    assert SAYS in reschedule(job, posts(unit="u-b")[:1]).left[0][1]


def test_a_campaign_is_queued_by_those_who_reach_all_of_it(desk: Desk) -> None:
    def job(unit: str) -> Queueing:
        content, reach = desk.content, of_unit(desk, unit).reaching
        return Queueing(content, content.campaigns["thu"], Renderer(content), ZONE, "lan", NOW, False, reach)

    with pytest.raises(BhxhError, match="ngoài phạm vi của bạn: u-tinh, u-b"):
        enqueue(job("u-a"))
    assert not Post.objects.exists()
    assert enqueue(job("u-tinh")).added > 0


@pytest.mark.parametrize("unit", ["u-a", "u-b", "u-tinh", ""])
def test_what_a_scope_shows_is_exactly_what_a_person_may_touch(staffed: Desk, unit: str) -> None:
    u_b_leaves(staffed, "2021-05-08", "2021-05-09")
    person = of_unit(staffed, unit)
    shown = set(Scope(person.reaching).posts().values_list("key", flat=True))
    assert shown == {post.key for post in posts() if person.reaches(post.unit, post.due)}
    assert 0 < len(shown) <= len(posts())
    rows = Scope(person.reaching).narrow(Transition.objects.all(), "post__")
    assert set(rows.values_list("post__key", flat=True)) == shown
