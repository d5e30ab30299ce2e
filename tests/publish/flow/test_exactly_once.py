"""Whatever Facebook answers, and whenever the machine dies: a fan sees a post once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from scheduler.core.states import State
from scheduler.publish.carrier import Step
from scheduler.store.models import Attempt, Post, Transition
from scheduler.store.queue import claim

DUE = datetime.fromisoformat("2026-11-23T12:30:00+00:00")
MINUTE = timedelta(minutes=1)
LOST = [
    "executed-then-500", "executed-then-cut", "executed-then-html", "executed-then-empty", "executed-then-error",
    "executed-then-hang",
]  # fmt: skip
NOT_DONE = ["cut", "html", "hang"]
PROTOCOLS = ["two-phase", "handover", "direct"]


def state(key: str) -> str:
    return Post.objects.get(key=key).state


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_post_is_seen_once_at_its_time(protocol: str, house_of: Callable[..., Any]) -> None:
    house = house_of(protocol)
    key = house.post("Một lần.")
    house.play(DUE - timedelta(days=1), DUE - timedelta(hours=23))
    house.play()
    assert house.shown() == [("Một lần.", "0:00:00")]
    assert state(key) == State.PUBLISHED
    assert Post.objects.get(key=key).permalink == f"https://www.facebook.com/{house.seen()[0]['id']}"


@pytest.mark.parametrize("fault", [*LOST, *NOT_DONE])
@pytest.mark.parametrize("protocol", ["two-phase", "handover"])
def test_a_lost_answer_anywhere_is_settled_without_a_person(
    protocol: str, fault: str, house_of: Callable[..., Any]
) -> None:
    house = house_of(protocol)
    for edge, method in (("feed", "POST"), ("post", "POST"), ("post", "GET")):
        house.fails(fault, edge=edge, method=method, seconds=0.8)
    key = house.post("Một lần.")
    house.play(DUE - timedelta(days=1), DUE - timedelta(hours=23))
    house.play()
    assert ([words for words, _ in house.shown()], state(key)) == (["Một lần."], State.PUBLISHED)
    assert house.drafts() == 0


@pytest.mark.parametrize("fault", LOST)
def test_a_lost_answer_to_a_direct_post_is_settled_by_finding_it_on_the_page(
    fault: str, house_of: Callable[..., Any]
) -> None:
    house = house_of("direct")
    house.fails(fault, edge="feed", seconds=0.8)
    house.fails("lag", edge="feed", seconds=40)
    key = house.post("Một lần.")
    house.play()
    assert ([words for words, _ in house.shown()], state(key)) == (["Một lần."], State.PUBLISHED)


@pytest.mark.parametrize("fault", NOT_DONE)
def test_a_direct_post_that_is_not_found_waits_for_a_person_and_is_named(
    fault: str, house_of: Callable[..., Any]
) -> None:
    house = house_of("direct")
    house.fails(fault, edge="feed", seconds=0.8)
    key = house.post("Một lần.")
    house.play()
    post = Post.objects.get(key=key)
    assert (house.shown(), post.state, post.next_try) == ([], State.UNKNOWN, None)
    assert "không thấy bài trên trang" in post.why and house.page_id() in post.why


def test_where_config_allows_it_a_direct_post_that_is_not_found_goes_out_once_more_and_only_once(
    house_of: Callable[..., Any],
) -> None:
    house = house_of("direct", direct_retry=True)
    house.fails("cut", edge="feed", times=1)
    first = house.post("Một lần.")
    house.play()
    assert ([words for words, _ in house.shown()], state(first)) == (["Một lần."], State.PUBLISHED)
    other = house_of("direct", direct_retry=True)
    other.fails("cut", edge="feed", times=None)
    second = other.post("Không bao giờ.", late=1)
    other.play()
    assert (other.shown(), state(second)) == ([], State.UNKNOWN)
    assert Attempt.objects.filter(post__key=second, step="send").count() == 2


def test_two_posts_that_say_the_same_go_to_a_person_with_both_links(house_of: Callable[..., Any]) -> None:
    house = house_of("direct")
    house.fails("executed-then-cut", edge="feed")
    key = house.post("Giống nhau.")
    house.tick(DUE)
    house.graph(f"{house.page_id()}/feed", DUE + MINUTE / 2, message="Bài khác chen giữa.")
    double = house.graph(f"{house.page_id()}/feed", DUE + MINUTE / 2, message="Giống nhau.")["id"]
    house.tick(DUE + MINUTE)
    post = Post.objects.get(key=key)
    assert (post.state, post.next_try) == (State.UNKNOWN, None)
    assert all(f"https://www.facebook.com/{one}" in post.why for one in (double, f"{house.page_id()}_1"))


def test_a_post_of_ours_is_never_taken_for_another_one(house_of: Callable[..., Any]) -> None:
    house = house_of("direct")
    first = house.post("Giống nhau.")
    house.tick(DUE)
    house.graph(f"{house.page_id()}/feed", DUE, message="Bài khác chen giữa.")
    house.fails("executed-then-500", edge="feed")
    second = house.post("Giống nhau.", late=1)
    house.tick(DUE + MINUTE)
    house.tick(DUE + 2 * MINUTE)
    ids = [Post.objects.get(key=key).remote_id for key in (first, second)]
    assert ids == [f"{house.page_id()}_1", f"{house.page_id()}_3"]


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_machine_that_died_in_the_visible_call_leaves_one_post(protocol: str, house_of: Callable[..., Any]) -> None:
    """The attempt is written and the call made, but nobody was there for the answer."""
    house = house_of(protocol)
    key = house.post("Một lần.")
    house.tick(DUE - 14 * MINUTE)
    dying = house.ticker.worker
    post = Post.objects.select_related("payload", "uses").get(key=key)
    carrier = dying.carriers["facebook"]
    if protocol == "handover":
        step = carrier.next_step(dying.job(post), DUE + 2 * MINUTE)
    else:
        step = carrier.next_step(dying.job(post), DUE)
    assert isinstance(step, Step) and step.visible
    assert claim.begin(post, step.name, dying.name, DUE, dying.lease, visible=True)
    carrier.perform(step, dying.job(post), DUE)
    house.restart()
    house.tick(DUE + MINUTE)
    assert state(key) == State.SENDING
    house.play(DUE + 5 * MINUTE)
    assert ([words for words, _ in house.shown()], state(key)) == (["Một lần."], State.PUBLISHED)


def test_a_draft_that_can_be_read_late_is_waited_for(house: Any) -> None:
    house.fails("lag", edge="feed", seconds=20 * 60)
    house.fails("executed-then-500", edge="post", method="POST")
    key = house.post("Một lần.")
    house.play()
    assert ([words for words, _ in house.shown()], state(key)) == (["Một lần."], State.PUBLISHED)


def test_a_post_that_was_shown_and_deleted_by_somebody_is_never_sent_again(house: Any) -> None:
    house.fails("executed-then-500", edge="post", method="POST")
    key = house.post("Một lần.")
    house.tick(DUE - 15 * MINUTE)
    house.tick(DUE)
    remote = Post.objects.get(key=key).remote_id
    house.graph(remote, DUE + MINUTE / 4, "DELETE")
    house.play(DUE + MINUTE / 2)
    post = Post.objects.get(key=key)
    assert (len(house.seen()), post.state, post.next_try) == (1, State.UNKNOWN, None)
    assert remote in post.why


def test_a_look_leaves_its_reason_in_the_log(house: Any) -> None:
    house.fails("executed-then-cut", edge="post", method="POST")
    key = house.post()
    house.play()
    moves = Transition.objects.filter(post__key=key).order_by("pk").values_list("new", flat=True)
    assert list(moves) == ["pending", "approved", "sending", "unknown", "published"]
    last = Transition.objects.filter(post__key=key).latest("pk")
    assert house.seen()[0]["id"] in last.detail and "đã đọc lại" in last.why
