"""Handover: Facebook shows the post at its time, follows what happens here, and we make good what it leaves undone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from scheduler.core.approval import Person, Role
from scheduler.core.states import State
from scheduler.store.models import Attempt, Payload, Post, Transition
from scheduler.store.queue.act import act

DUE = datetime.fromisoformat("2026-11-23T12:30:00+00:00")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
EARLY = DUE - 20 * HOUR
MINH = Person("minh", Role.APPROVER)


@pytest.fixture
def house(house_of: Callable[..., Any]) -> Any:
    return house_of("handover")


def get(key: str) -> Post:
    return Post.objects.select_related("payload", "uses").get(key=key)


def handed(house: Any, now: datetime = EARLY) -> str:
    key: str = house.post("Giao trước.")
    house.tick(now)
    assert (get(key).phase, get(key).handed_due) == ("handed", DUE)
    return key


def moved(key: str, due: datetime) -> None:
    Post.objects.filter(key=key).update(due=due, next_try=None)


def test_facebook_shows_the_post_though_our_pc_is_off_all_night(house: Any) -> None:
    key = handed(house)
    done = house.tick(DUE + 13 * HOUR)
    assert (house.shown(), get(key).state, done.missed) == ([("Giao trước.", "0:00:00")], State.PUBLISHED, 0)
    assert get(key).published_at == DUE


@pytest.mark.parametrize(("fault", "at"), [("stuck-schedule", "0:02:00"), ("schedule-as-draft", "0:00:00")])
def test_what_facebook_leaves_unpublished_we_show_ourselves(fault: str, at: str, house: Any) -> None:
    """At its time where the last look told that Facebook holds none; else once Facebook has missed it."""
    house.fails(fault, edge="post", times=None)
    key = house.post("Giao trước.")
    house.play(EARLY)
    assert ([words for words, _ in house.shown()], get(key).state) == (["Giao trước."], State.PUBLISHED)
    assert house.shown() == [("Giao trước.", at)]


def test_what_facebook_left_unpublished_till_after_the_grace_is_a_persons_to_decide(house: Any) -> None:
    house.fails("stuck-schedule", edge="post", times=None)
    key = handed(house)
    house.play(DUE + 13 * HOUR, DUE + 14 * HOUR)
    house.tick(DUE + 15 * HOUR)
    assert (house.shown(), get(key).state, get(key).remote_id) == ([], State.FAILED, "")
    assert house.graph(f"{house.page_id()}/promotable_posts", DUE + 15 * HOUR, "GET")["data"] == []


def test_a_post_too_close_to_its_time_is_released_by_ourselves(house: Any) -> None:
    key = house.post("Giao trước.")
    house.play(DUE - 10 * MINUTE)
    assert (house.shown(), get(key).state) == ([("Giao trước.", "0:00:00")], State.PUBLISHED)
    assert "schedule" not in Attempt.objects.values_list("step", flat=True)


@pytest.mark.parametrize("minutes", [-180, 90])
def test_a_post_moved_here_is_moved_there(minutes: int, house: Any) -> None:
    key = handed(house)
    moved(key, DUE + minutes * MINUTE)
    house.tick(DUE - 6 * HOUR)
    assert get(key).handed_due == DUE + minutes * MINUTE
    assert "reschedule" in Attempt.objects.values_list("step", flat=True)
    house.play(DUE - 5 * HOUR)
    assert [words for words, _ in house.shown()] == ["Giao trước."]
    assert get(key).published_at == DUE + minutes * MINUTE


def test_a_post_moved_too_close_for_facebook_is_taken_from_it_and_released_by_us(house: Any) -> None:
    key = handed(house)
    now = DUE - 3 * HOUR
    moved(key, now + 5 * MINUTE)
    house.play(now)
    assert (len(house.seen()), get(key).published_at) == (1, now + 5 * MINUTE)


def test_a_schedule_whose_answer_was_lost_is_not_forgotten_when_the_post_moves(house: Any) -> None:
    house.fails("executed-then-cut", edge="post", method="POST")
    house.fails("cut", edge="post", method="GET")
    key = house.post("Giao trước.")
    house.tick(EARLY)
    assert (get(key).phase, get(key).handed_due) == ("draft", DUE)
    moved(key, DUE + 2 * HOUR)
    house.play(EARLY + MINUTE, DUE + 5 * HOUR)
    assert (len(house.seen()), get(key).published_at) == (1, DUE + 2 * HOUR)


@pytest.mark.parametrize("what", ["hold", "cancel"])
def test_a_post_stopped_here_is_gone_there(what: str, house: Any) -> None:
    key = handed(house)
    act(what, [get(key)], MINH, now=EARLY, why="quốc tang")
    house.tick(EARLY + MINUTE)
    house.play(DUE)
    assert (house.shown(), get(key).remote_id, get(key).handed_due) == ([], "", None)


def test_a_held_post_that_is_let_go_is_handed_over_anew(house: Any) -> None:
    key = handed(house)
    act("hold", [get(key)], MINH, now=EARLY, why="quốc tang")
    house.tick(EARLY + MINUTE)
    act("release", [get(key)], MINH, now=EARLY + HOUR)
    house.play(EARLY + HOUR)
    assert (house.shown(), get(key).state) == ([("Giao trước.", "0:00:00")], State.PUBLISHED)


def test_a_post_cancelled_too_late_is_said_to_be_visible(house: Any) -> None:
    """Facebook lets nobody touch a scheduled post in its last minutes; the log says what the public sees."""
    key = handed(house)
    act("cancel", [get(key)], MINH, now=DUE - MINUTE, why="nhầm")
    house.play(DUE - MINUTE)
    house.tick(DUE + 20 * MINUTE)
    assert (len(house.seen()), get(key).state) == (1, State.PUBLISHED)
    last = Transition.objects.filter(post__key=key).latest("pk")
    assert (last.old, "trước khi lệnh dừng" in last.why) == ("cancelled", True)


def test_a_post_whose_text_changes_after_it_was_handed_over_is_taken_back_and_shown_anew(house: Any) -> None:
    key = handed(house)
    other = house.post("Chữ mới.", late=600)
    new = get(other).payload
    Post.objects.filter(key=other).update(state=State.CANCELLED)
    Post.objects.filter(key=key).update(payload=new)
    house.play(EARLY + MINUTE)
    assert house.shown() == [("Chữ mới.", "0:00:00")]
    assert Payload.objects.count() == 2


def test_a_post_edited_on_facebook_is_taken_back_and_asks_for_approval(house: Any) -> None:
    key = handed(house)
    house.graph(get(key).remote_id, EARLY + HOUR, message="Chữ của người khác.")
    house.play(EARLY + 2 * HOUR)
    assert (house.shown(), get(key).state, get(key).remote_id) == ([], State.PENDING, "")
    why = Transition.objects.filter(post__key=key).latest("pk").why
    assert "sửa trên Facebook" in why and "Chữ của người khác." in why


def test_a_post_deleted_on_facebook_asks_for_approval(house: Any) -> None:
    key = handed(house)
    house.graph(get(key).remote_id, EARLY + HOUR, "DELETE")
    house.play(EARLY + 2 * HOUR)
    assert (house.shown(), get(key).state) == ([], State.PENDING)
    assert "xóa trên Facebook" in get(key).why


def test_a_time_changed_on_facebook_is_set_right(house: Any) -> None:
    key = handed(house)
    other = int((DUE - 2 * HOUR).timestamp())
    house.graph(get(key).remote_id, EARLY + HOUR, scheduled_publish_time=str(other))
    house.play(EARLY + 2 * HOUR)
    assert (house.shown(), get(key).published_at) == ([("Giao trước.", "0:00:00")], DUE)


def test_photos_are_handed_over_with_the_post(house: Any) -> None:
    key = house.post("Hai ảnh.", house.photo("1.jpg"), house.photo("2.jpg", "blue"))
    house.play(EARLY)
    assert (house.shown(), get(key).state) == ([("Hai ảnh.", "0:00:00")], State.PUBLISHED)
