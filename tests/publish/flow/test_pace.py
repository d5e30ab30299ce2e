"""Pauses and pace: a Page that is down stops alone, a limit of the app stops all, nothing is lost or doubled by it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from scheduler.core.states import State
from scheduler.store import pace
from scheduler.store.models import Attempt, Pause, Post

DUE = datetime.fromisoformat("2026-11-23T12:30:00+00:00")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def states() -> list[str]:
    return list(Post.objects.order_by("due", "channel").values_list("state", flat=True))


@pytest.mark.parametrize("protocol", ["two-phase", "direct"])
def test_a_dead_token_stops_its_page_alone_and_its_posts_follow_once_it_is_renewed(
    protocol: str, house_of: Callable[..., Any]
) -> None:
    house = house_of(protocol, pages=4)
    house.token_state(463, page=2)
    for page in range(4):
        house.post(f"Trang {page}.", page=page)
    house.play(until=DUE + HOUR)
    assert [len(house.seen(page)) for page in range(4)] == [1, 1, 0, 1]
    assert Pause.objects.get().until is None
    house.restart()
    house.tick(DUE + HOUR)
    calls = len(house.calls(2))
    house.tick(DUE + 2 * HOUR)
    assert len(house.calls(2)) == calls
    house.token_state(None, page=2)
    pace.resume("trang-2")
    house.play(DUE + 2 * HOUR)
    assert [len(house.seen(page)) for page in range(4)] == [1, 1, 1, 1]
    assert states() == [State.PUBLISHED] * 4


def test_a_pause_survives_a_restart_and_ends_by_itself(house_of: Callable[..., Any]) -> None:
    house = house_of()
    house.fails("error", code=368, subcode=1390008, edge="feed")
    house.post("Một lần.")
    house.tick(DUE)
    house.restart()
    calls = len(house.calls())
    house.tick(DUE + 3 * HOUR)
    assert (len(house.calls()), house.shown()) == (calls, [])
    house.tick(DUE + 4 * HOUR)
    assert [words for words, _ in house.shown()] == ["Một lần."]


def test_a_limit_of_the_app_stops_every_page_and_one_of_a_page_only_that(house_of: Callable[..., Any]) -> None:
    house = house_of(pages=3)
    for page in range(3):
        house.post(f"Trang {page}.", page=page)
    house.play(until=DUE - 10 * MINUTE)
    house.fails("rate-limit", code=32, seconds=600, page=0)
    house.tick(DUE)
    assert [len(house.seen(page)) for page in range(3)] == [0, 1, 1]
    assert list(Pause.objects.values_list("channel", flat=True)) == ["trang-0"]
    house.play(DUE + MINUTE)
    for page in range(3):
        house.post(f"Lần hai, {page}.", page=page, late=240)
    house.fails("rate-limit", code=4, seconds=600, page=1)
    house.tick(DUE + 4 * HOUR - 10 * MINUTE)
    assert "*facebook" in Pause.objects.values_list("channel", flat=True)
    calls = [len(house.calls(page)) for page in range(3)]
    house.tick(DUE + 4 * HOUR - 5 * MINUTE)
    assert [len(house.calls(page)) for page in range(3)] == calls
    house.play(DUE + 4 * HOUR, DUE + 8 * HOUR)
    assert [len(house.seen(page)) for page in range(3)] == [2, 2, 2]


def test_a_budget_that_runs_low_slows_a_page_and_then_rests_it(house_of: Callable[..., Any]) -> None:
    house = house_of(prepare_ahead=HOUR)
    house.fails("rate-limit", after=20, seconds=600)
    for late in range(8):
        house.post(f"Bài {late}.", late=late)
    house.play(DUE - HOUR, until=DUE + 8 * HOUR)
    shown = [post["visible_at"] for post in house.seen()]
    gaps = [datetime.fromisoformat(b) - datetime.fromisoformat(a) for a, b in pairwise(shown)]
    assert len(shown) == 8
    assert max(gaps) >= 5 * MINUTE
    refused = [call for call in house.ask(f"journal?page={house.page_id()}")["calls"] if call["code"]]
    assert len(refused) <= 1  # the sandbox's budget does not recover by itself, so one call is refused


def test_two_posts_of_a_page_keep_their_distance(house_of: Callable[..., Any]) -> None:
    house = house_of(min_gap=10 * MINUTE)
    for number in range(3):
        house.post(f"Bài {number}.", late=number)
    house.play()
    shown = [datetime.fromisoformat(post["visible_at"]) for post in house.seen()]
    gaps = [late - early for early, late in pairwise(shown)]
    assert len(gaps) == 2
    assert all(10 * MINUTE <= gap <= 13 * MINUTE for gap in gaps)


def test_a_pause_by_itself_never_ends_one_that_waits_for_a_person(db: str) -> None:
    pace.pause("trang", None, "token hỏng", DUE)
    pace.pause("trang", DUE + HOUR, "quá nhanh", DUE)
    assert Pause.objects.get().until is None
    pace.pause("khác", DUE + HOUR, "quá nhanh", DUE)
    pace.pause("khác", DUE + MINUTE, "quá nhanh", DUE)
    assert Pause.objects.get(channel="khác").until == DUE + HOUR
    assert pace.first_end(DUE) == DUE + HOUR
    assert (pace.resting("khác", "facebook", DUE), pace.resting("khác", "facebook", DUE + HOUR)) == (True, False)


def test_no_secret_is_stored_or_logged_in_a_run_full_of_faults(
    house_of: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    house = house_of("direct", pages=3)
    faults = ["executed-then-500", "executed-then-html", "cut", "error", "executed-then-error", "token-dies"]
    for number, fault in enumerate(faults):
        house.fails(fault, page=number % 3, after=number, seconds=0.8)
    for number in range(9):
        house.post(f"Bài {number}.", page=number % 3, late=number)
    house.play()
    told = [str(row) for table in (Attempt, Post, Pause) for row in table.objects.values()]
    assert "tap-duot-" not in "\n".join([*told, caplog.text])
    assert len(told) > 15
