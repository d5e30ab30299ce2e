"""What people at the desk ask to take back is taken back by the clock, however often the channel fails first."""

import json
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from scheduler.core.approval import Person, Role
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.store.log import entries
from scheduler.store.models import Post, Recall, Transition
from scheduler.store.queue.stops import Cover, lift, stop
from scheduler.store.recalls import open_recalls, want_recall
from scheduler.store.verify import verify

DUE = datetime.fromisoformat("2026-11-23T12:30:00+00:00")
MINUTE = timedelta(minutes=1)
HOUR = 60 * MINUTE
UTC = ZoneInfo("UTC")
MINH = Person("minh", Role.APPROVER)


def posted(house: Any) -> Post:
    key = house.post("Mức đóng 1.263.600 đồng/năm.")
    house.play()
    return get(key)


def get(key: str) -> Post:
    return Post.objects.select_related("payload", "uses").get(key=key)


def test_what_is_asked_for_is_gone_at_the_next_tick(house: Any) -> None:
    post = posted(house)
    assert want_recall([post], MINH, now=DUE + HOUR, why="sai số liệu").moved == 1
    assert [recall.post_id for recall in open_recalls()] == [post.pk]
    house.tick(DUE + HOUR)
    assert get(post.key).state == State.RECALLED
    assert not open_recalls()
    row = Transition.objects.latest("pk")
    assert (row.new, row.by, row.why) == (State.RECALLED, "minh", "sai số liệu")


def test_the_sealed_row_of_a_late_recall_says_when_it_was_asked_for(house: Any) -> None:
    post = posted(house)
    want_recall([post], MINH, now=DUE + HOUR, why="sai")
    house.fails("cut", method="DELETE")
    house.tick(DUE + HOUR)
    house.tick(DUE + 2 * HOUR)
    row = Transition.objects.get(new=State.RECALLED)
    assert (row.by, json.loads(row.detail)) == ("minh", {"asked_at": (DUE + HOUR).isoformat()})
    assert row.at >= DUE + 2 * HOUR
    assert verify().whole


def test_the_log_says_who_had_a_post_taken_back_and_when_it_was_gone(house: Any) -> None:
    post = posted(house)
    (before,) = entries([get(post.key)], UTC)
    want_recall([post], MINH, now=DUE + HOUR, why="sai")
    house.tick(DUE + HOUR)
    (after,) = entries([get(post.key)], UTC)
    assert (before["recalled_by"], before["recalled_at"]) == (None, None)
    assert (after["recalled_by"], after["why"]) == ("minh", "sai")
    assert datetime.fromisoformat(after["recalled_at"]) >= DUE + HOUR


def test_a_page_that_does_not_listen_is_asked_again(house: Any) -> None:
    post = posted(house)
    want_recall([post], MINH, now=DUE + HOUR, why="sai")
    house.fails("cut", method="DELETE")
    house.tick(DUE + HOUR)
    (waiting,) = open_recalls()
    assert get(post.key).state == State.PUBLISHED
    assert waiting.trouble
    assert waiting.next_try > DUE + HOUR
    house.tick(DUE + 2 * HOUR)
    assert get(post.key).state == State.RECALLED


def test_asked_for_twice_it_is_taken_back_once(house: Any) -> None:
    post = posted(house)
    for _ in range(2):
        want_recall([get(post.key)], MINH, now=DUE + HOUR, why="sai")
    house.tick(DUE + HOUR)
    house.tick(DUE + 2 * HOUR)
    assert Recall.objects.count() == Transition.objects.filter(new=State.RECALLED).count() == 1


def test_what_is_not_out_is_left_and_named(house: Any) -> None:
    key = house.post()
    assert want_recall([get(key)], MINH, now=DUE, why="sai").left == [(key, 'bài đang "đã duyệt"')]
    assert not open_recalls()


def test_a_recall_needs_a_reason_and_an_approver(house: Any) -> None:
    with pytest.raises(BhxhError, match="lý do"):
        want_recall([], MINH, now=DUE, why="  ")
    with pytest.raises(BhxhError, match="dành cho"):
        want_recall([], Person("lan", Role.AUTHOR), now=DUE, why="sai")


def test_a_word_to_stop_keeps_the_clock_from_sending_until_it_is_lifted(house: Any) -> None:
    first = house.post("Bài một.")
    order, _ = stop(Cover(), MINH, now=DUE - HOUR, why="kiểm tra lại")
    second = house.post("Bài hai.", late=1)
    house.play(DUE - HOUR / 4, DUE + 10 * MINUTE)
    assert house.shown() == []
    assert {get(key).state for key in (first, second)} == {State.HELD}
    lift(order, MINH, now=DUE + 10 * MINUTE)
    house.play(DUE + 10 * MINUTE, DUE + 20 * MINUTE)
    assert {text for text, _ in house.shown()} == {"Bài một.", "Bài hai."}
