"""What is stopped, redone or lost: nothing that lay prepared goes out, nothing stays behind, nothing goes out twice."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from scheduler.core.approval import Person, Role
from scheduler.core.outcome import Prepared
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.store.models import Attempt, Post
from scheduler.store.queue import claim
from scheduler.store.queue.act import act
from scheduler.store.queue.settle import look_again, settle_by_hand

DUE = datetime.fromisoformat("2026-11-23T12:30:00+00:00")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MINH = Person("minh", Role.APPROVER)
LAN = Person("lan", Role.AUTHOR)


def get(key: str) -> Post:
    return Post.objects.select_related("payload", "uses").get(key=key)


def test_a_failed_post_that_is_retried_is_made_anew_and_its_old_draft_is_gone(house: Any) -> None:
    key = house.post("Một lần.")
    house.tick(DUE - 10 * MINUTE)
    house.fails("error", code=100, edge="post", method="POST")
    house.tick(DUE)
    assert (get(key).state, house.drafts()) == (State.FAILED, 1)
    act("retry", [get(key)], MINH, now=DUE + MINUTE)
    house.play(DUE + MINUTE)
    assert ([words for words, _ in house.shown()], get(key).state) == (["Một lần."], State.PUBLISHED)
    assert house.drafts() == 0


def test_a_failed_post_that_is_visible_all_the_same_is_found_and_not_sent_again(house: Any) -> None:
    key = house.post("Một lần.")
    house.tick(DUE - 10 * MINUTE)
    house.fails("error", code=100, edge="post", method="POST")
    house.tick(DUE)
    house.graph(get(key).remote_id, DUE + MINUTE, is_published="true")
    act("retry", [get(key)], MINH, now=DUE + MINUTE)
    house.play(DUE + MINUTE)
    assert ([words for words, _ in house.shown()], get(key).state) == (["Một lần."], State.PUBLISHED)


def test_a_post_stopped_while_its_draft_was_being_made_leaves_no_draft(house: Any) -> None:
    key = house.post("Một lần.")
    worker, post, now = house.ticker.worker, get(key), DUE - 10 * MINUTE
    attempt = claim.begin(post, "draft", worker.name, now, worker.lease, visible=False)
    carrier = worker.carriers["facebook"]
    step = carrier.next_step(worker.job(post), now)
    done = carrier.perform(step, worker.job(post), now)
    assert attempt and isinstance(done.outcome, Prepared)
    act("hold", [get(key)], MINH, now=now, why="quốc tang")
    with pytest.raises(BhxhError):
        claim.finish(post, attempt, done.outcome, done.call, worker.name, now)
    house.play(now + 5 * MINUTE)
    assert (house.drafts(), house.shown(), get(key).remote_id) == (0, [], "")


@pytest.mark.parametrize("fault", ["executed-then-cut", "executed-then-500", "executed-then-empty"])
def test_drafts_whose_answer_was_lost_are_found_and_deleted(fault: str, house: Any) -> None:
    own = house.graph(f"{house.page_id()}/feed", DUE, message="Nháp của người khác.", published="false")["id"]
    house.fails(fault, edge="feed", times=2)
    house.post("Một lần.", house.photo("a.jpg"))
    house.tick(DUE - 15 * MINUTE)
    house.play(DUE - 14 * MINUTE)
    house.tick(DUE + HOUR)
    listed = house.graph(f"{house.page_id()}/promotable_posts?fields=id,is_published", DUE + HOUR, "GET")["data"]
    assert [row["id"] for row in listed if not row["is_published"]] == [own]
    assert len(house.seen()) == 1
    assert not Attempt.objects.filter(step="draft", doubt=True).exists()


def test_a_page_without_lost_drafts_is_never_asked_for_them(house: Any) -> None:
    house.post("Một lần.")
    house.play()
    house.tick(DUE + 5 * HOUR)
    assert house.calls() == ["POST feed", "GET post", "POST post", "GET post"]


def unsettled(house_of: Callable[..., Any]) -> tuple[Any, str]:
    house = house_of("direct")
    house.fails("cut", edge="feed")
    key = house.post("Một lần.")
    house.play()
    assert (get(key).state, get(key).next_try) == (State.UNKNOWN, None)
    return house, key


def test_a_person_says_that_it_was_not_sent_and_it_goes_out_once(house_of: Callable[..., Any]) -> None:
    house, key = unsettled(house_of)
    now = DUE + 4 * HOUR
    settle_by_hand(get(key), MINH, now=now, why="đã mở trang xem: chưa có")
    house.tick(now)
    assert ([words for words, _ in house.shown()], get(key).state) == (["Một lần."], State.PUBLISHED)


def test_a_person_says_where_it_is_and_it_is_published(house_of: Callable[..., Any]) -> None:
    house, key = unsettled(house_of)
    found = house.graph(f"{house.page_id()}/feed", DUE + HOUR, message="Một lần.")["id"]
    settle_by_hand(get(key), MINH, now=DUE + 4 * HOUR, why="thấy trên trang", remote_id=found)
    house.tick(DUE + 4 * HOUR)
    assert (len(house.seen()), get(key).state, get(key).remote_id) == (1, State.PUBLISHED, found)


def test_a_word_needs_a_right_a_reason_and_a_post_that_is_in_doubt(house_of: Callable[..., Any]) -> None:
    house, key = unsettled(house_of)
    now = DUE + 4 * HOUR
    with pytest.raises(BhxhError):
        settle_by_hand(get(key), LAN, now=now, why="chưa có")
    with pytest.raises(BhxhError):
        settle_by_hand(get(key), MINH, now=now, why=" ")
    other = house.post("Bài khác.", late=600)
    Post.objects.filter(key=other).update(remote_id="1_9")
    with pytest.raises(BhxhError, match=other):
        settle_by_hand(get(key), MINH, now=now, why="đây", remote_id="1_9")
    with pytest.raises(BhxhError):
        settle_by_hand(get(other), MINH, now=now, why="đây")


def test_a_post_that_waits_for_a_person_is_looked_for_once_more_when_asked(house_of: Callable[..., Any]) -> None:
    house, key = unsettled(house_of)
    found = house.graph(f"{house.page_id()}/feed", DUE + HOUR, message="Một lần.")["id"]
    assert look_again(get(key), MINH, now=DUE + 4 * HOUR)
    house.tick(DUE + 4 * HOUR)
    assert (get(key).state, get(key).remote_id) == (State.PUBLISHED, found)


def test_two_machines_that_look_at_once_settle_a_post_once(house: Any) -> None:
    house.fails("executed-then-cut", edge="post", method="POST")
    key = house.post("Một lần.")
    house.tick(DUE - 10 * MINUTE)
    house.tick(DUE)
    post = get(key)
    assert claim.take(post, "máy khác", DUE + MINUTE, 2 * MINUTE)
    calls = len(house.calls())
    house.tick(DUE + MINUTE)
    assert (get(key).state, len(house.calls())) == (State.UNKNOWN, calls)
    house.tick(DUE + 4 * MINUTE)
    assert get(key).state == State.PUBLISHED
