"""A correction is a new post; asked for, it is also said once under the old one, and the log links both."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from scheduler.core.approval import Person, Role
from scheduler.errors import BhxhError
from scheduler.store.corrections import BACK, MOST_TRIES, corrections_of, link
from scheduler.store.models import Correction, Notice, Pause, Post, Transition
from scheduler.store.verify import verify

LAN = Person("lan", Role.AUTHOR)

DUE = datetime.fromisoformat("2026-11-23T12:30:00+00:00")
HOUR = timedelta(hours=1)
TEXT = "ĐÍNH CHÍNH: Mức đúng là 1.366.200 đồng/năm."


def corrected(house: Any) -> tuple[Post, Post]:
    """A published post and an approved correction of it, to be commented under the old one."""
    key = house.post("Mức đóng 1.263.600 đồng/năm.")
    house.play()
    correction = house.post(TEXT, late=60)
    old, new = (Post.objects.select_related("payload").get(key=k) for k in (key, correction))
    link(new, old, person=LAN, now=DUE, comment=TEXT)
    return old, new


def comments(house: Any, post: Post) -> list[str]:
    answer = house.graph(f"{post.remote_id}/comments", DUE + timedelta(days=2), "GET")
    return [row["message"] for row in answer["data"]]


def test_the_old_post_stays_and_the_correction_is_said_under_it_once(house_of: Callable[..., Any]) -> None:
    house = house_of("two-phase")
    old, _ = corrected(house)
    house.play(DUE + HOUR, DUE + 3 * HOUR)
    assert [text for text, _ in house.shown()] == ["Mức đóng 1.263.600 đồng/năm.", TEXT]
    assert comments(house, old) == [TEXT]
    house.ticker.tick(DUE + 5 * HOUR)
    assert comments(house, old) == [TEXT]
    assert verify().whole


@pytest.mark.parametrize("fault", ["executed-then-500", "executed-then-cut", "executed-then-empty", "cut"])
def test_a_comment_whose_answer_was_lost_is_not_said_twice(fault: str, house_of: Callable[..., Any]) -> None:
    house = house_of("two-phase")
    old, _ = corrected(house)
    house.fails(fault, edge="comments", method="POST")
    for hours in range(1, 12):
        house.ticker.tick(DUE + hours * HOUR)
    assert comments(house, old) == [TEXT]
    assert Correction.objects.get().comment_id


def test_a_lost_comment_is_found_on_a_later_page_of_the_list(house_of: Callable[..., Any]) -> None:
    house = house_of("two-phase")
    old, _ = corrected(house)
    house.fails("executed-then-cut", edge="comments", method="POST")
    house.ticker.tick(DUE + HOUR)
    for number in range(5):
        house.graph(f"{old.remote_id}/comments", DUE + HOUR, message=f"Cảm ơn {number}.")
    house.fails("short-page", edge="comments")
    for hours in range(2, 12):
        house.ticker.tick(DUE + hours * HOUR)
    assert comments(house, old).count(TEXT) == 1
    assert Correction.objects.get().comment_id


def test_a_comment_waits_for_the_end_of_the_pages_pause(house_of: Callable[..., Any]) -> None:
    house = house_of("two-phase")
    old, _ = corrected(house)
    house.fails("rate-limit", edge="comments", method="POST")
    house.ticker.tick(DUE + HOUR)
    until = Pause.objects.get(channel=old.channel).until
    assert until is not None
    Correction.objects.update(next_try=None)
    before = len(house.calls())
    house.ticker.tick(until - timedelta(minutes=1))
    assert len(house.calls()) == before
    house.ticker.tick(until + timedelta(minutes=1))
    assert comments(house, old) == [TEXT]


def test_a_missing_right_to_comment_stops_no_post(house_of: Callable[..., Any]) -> None:
    house = house_of("two-phase")
    corrected(house)
    house.fails("error", edge="comments", method="POST", code=200)
    house.ticker.tick(DUE + HOUR)
    assert not Pause.objects.exists()


def test_somebody_is_told_of_a_comment_that_will_not_be_made_and_no_more_once_it_stands(
    house_of: Callable[..., Any],
) -> None:
    house = house_of("two-phase")
    old, _ = corrected(house)
    house.fails("error", edge="comments", method="POST", code=200, times=100)
    house.ticker.tick(DUE + HOUR)
    house.ticker.tick(DUE + 2 * HOUR)
    assert not Notice.objects.filter(kind="comment").exists()
    for hours in range(8, 140, 6):
        house.ticker.tick(DUE + hours * HOUR)
    tries = Correction.objects.get().tries
    notice = Notice.objects.get(kind="comment")
    assert tries == MOST_TRIES and notice.stage == "spent" and f"{tries} lần" in notice.reason
    assert old.key in notice.reason and TEXT in notice.reason and "(" in notice.reason
    assert notice.link.endswith(f"/posts/{old.pk}") and old.channel in notice.reason
    Correction.objects.update(comment_id="1_2")
    house.ticker.tick(DUE + 141 * HOUR)
    assert Notice.objects.get(kind="comment").resolved_at


def test_a_comment_that_is_missing_is_forgotten_when_it_serves_nobody_any_more(house_of: Callable[..., Any]) -> None:
    house = house_of("two-phase")
    corrected(house)
    house.play(DUE + HOUR, DUE + 2 * HOUR)
    Correction.objects.update(comment_id="", tries=MOST_TRIES)
    house.ticker.tick(DUE + 3 * HOUR)
    assert Notice.objects.get(kind="comment").resolved_at is None
    house.ticker.tick(DUE + HOUR + BACK)
    assert Notice.objects.get(kind="comment").resolved_at


def test_no_comment_is_made_before_the_correction_is_out(house_of: Callable[..., Any]) -> None:
    house = house_of("two-phase")
    old, _ = corrected(house)
    house.ticker.tick(DUE + HOUR / 2)
    assert comments(house, old) == []


def test_the_log_of_both_posts_names_the_other(house_of: Callable[..., Any]) -> None:
    old, new = corrected(house_of("two-phase"))
    assert corrections_of([old.pk, new.pk]) == ({old.pk: [new.key]}, {new.pk: old.key})
    told = {row.post_id: json.loads(row.detail) for row in Transition.objects.filter(why="đính chính")}
    assert (told[new.pk]["corrects"], told[old.pk]["corrected_by"]) == (old.key, new.key)


def test_a_post_that_is_not_out_needs_no_correction(house_of: Callable[..., Any]) -> None:
    house = house_of("two-phase")
    first, second = (Post.objects.select_related("payload").get(key=house.post(text)) for text in ("Một.", "Hai."))
    with pytest.raises(BhxhError, match="chưa đăng"):
        link(second, first, person=LAN, now=DUE)
