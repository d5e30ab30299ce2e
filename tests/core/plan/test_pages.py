"""Fanpages: the spread, the gap, the most a day, quiet hours."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from scheduler.core.plan import Booking
from tests.core.plan.building import MONDAY, Planned, at, campaign, content, messages, page, planned

THREE = messages(3)
Bookings = Callable[[str, date], Sequence[Booking]]


def run(
    pages: int = 1, hours: str = "8", days: int = 1, booked: dict[str, list[str]] | None = None, **cadence: Any
) -> Planned:
    about = content([page(f"fb-{n:03}") for n in range(pages)], THREE)
    rules = {"triggers": [{"cron": {"hour": hours}}], **cadence}
    return planned(about, campaign(THREE, days=days, cadence={"facebook": rules}), booked=answering(booked or {}))


def answering(posts: dict[str, list[str]]) -> Bookings:
    """Bookings of other campaigns: channel → times on `MONDAY`, or whole instants."""

    def booked(channel: str, day: date) -> Sequence[Booking]:
        dues = [at(text if "T" in text else f"{MONDAY}T{text}") for text in posts.get(channel, [])]
        return [Booking(due) for due in dues if due.date() == day]

    return booked


@pytest.mark.parametrize(
    ("spread", "expected"),
    [
        (None, ["08:00", "08:01", "08:02", "08:03"]),
        ("2h", ["08:00", "08:30", "09:00", "09:30"]),
        ("6m", ["08:00", "08:01", "08:03", "08:04"]),
        ("0s", ["08:00", "08:01", "08:02", "08:03"]),
        ("2m", ["08:00", "08:01", "08:02", "08:03"]),
    ],
)
def test_pages_share_out_the_spread_and_never_a_minute(spread: str | None, expected: list[str]) -> None:
    assert run(4, spread=spread).times == expected


def test_two_firings_close_to_each_other_do_not_collide() -> None:
    slots = run(5, triggers=[{"cron": {"hour": 8}}, {"cron": {"hour": 8, "minute": 2}}]).slots
    assert len({slot.due for slot in slots}) == len(slots) == 10
    assert max(slot.due for slot in slots) == at("2021-05-03T08:09")


def test_a_minute_that_another_campaign_took_on_any_page_is_passed_over() -> None:
    assert run(2, booked={"fb-000": ["08:01"]}).times == ["08:00", "08:02"]


def test_moving_a_post_leaves_its_key() -> None:
    free, moved = run(2).slots, run(2, booked={"fb-000": ["08:01"]}).slots
    assert [slot.key for slot in free] == [slot.key for slot in moved]
    assert free[1].key == "c/fb-001/vi/2021-05-03T08:00/1"


def test_a_page_that_joins_leaves_the_keys_of_the_others() -> None:
    assert {slot.key for slot in run(2)} < {slot.key for slot in run(3)}


@pytest.mark.parametrize(
    ("hours", "gap", "booked", "expected"),
    [
        ("8,9", "3h", [], ["08:00", "11:00"]),
        ("8", "2h", ["07:00"], ["09:00"]),
        ("8", "2h", ["09:30"], ["11:30"]),
        ("8", "2h", ["06:00"], ["08:00"]),
        ("8", "2h", ["07:00", "10:30"], ["12:30"]),
        ("1", "2h", ["2021-05-02T23:30"], ["01:30"]),
        ("23", "30m", ["2021-05-04T00:10"], ["23:00"]),
    ],
)
def test_posts_on_a_page_keep_the_least_gap(hours: str, gap: str, booked: list[str], expected: list[str]) -> None:
    assert run(hours=hours, min_gap=gap, booked={"fb-000": booked}).times == expected


def test_a_firing_after_one_that_a_gap_pushed_far_back_keeps_the_gap_to_both() -> None:
    lines = [{"cron": {"hour": 0, "minute": "0,1,2"}}, {"cron": {"hour": 1}}]
    assert run(triggers=lines, min_gap="5h", max_per_day=4).times == ["00:00", "05:00", "10:00", "15:00"]


def test_a_gap_of_more_than_a_day_looks_back_as_many_days() -> None:
    assert run(hours="8", min_gap="50h", booked={"fb-000": ["2021-05-01T07:00"]}).times == ["09:00"]


def test_a_gap_counts_over_midnight_between_own_posts() -> None:
    plan = run(hours="0,23", min_gap="2h", days=2)
    assert [f"{slot.due:%d %H:%M}" for slot in plan] == ["03 00:00", "03 23:00", "04 01:00", "04 23:00"]


def test_a_post_that_a_gap_pushes_over_midnight_is_not_placed_and_said_why() -> None:
    plan = run(hours="22,23", min_gap="3h")
    assert plan.times == ["22:00"]
    assert "nửa đêm" in plan.why
    assert "giãn cách" in plan.why


def test_at_most_so_many_posts_a_day_also_counting_what_others_booked() -> None:
    plan = run(hours="8,10,12,14", max_per_day=3, booked={"fb-000": ["20:00"]})
    assert plan.times == ["08:00", "10:00"]
    assert plan.why == "lượt 12:00, 14:00: đã đủ 3 bài trong ngày (max_per_day)"


@pytest.mark.parametrize(
    ("quiet", "hours", "expected"),
    [
        (("12:00", "13:30"), "12", ["13:30"]),
        (("12:00", "13:30"), "13", ["13:30"]),
        (("22:00", "06:00"), "5", ["06:00"]),
        (("22:00", "06:00"), "0", ["06:00"]),
        (("22:00", "06:00"), "6,21", ["06:00", "21:00"]),
        (("22:00", "06:00"), "22,23", []),
    ],
)
def test_a_post_in_quiet_hours_waits_for_their_end_on_the_same_day(
    quiet: tuple[str, str], hours: str, expected: list[str]
) -> None:
    plan = run(hours=hours, quiet={"from": quiet[0], "to": quiet[1]})
    assert plan.times == expected
    assert expected or "giờ yên lặng" in plan.why


def test_pages_that_wait_for_the_end_of_quiet_hours_still_go_out_a_minute_apart() -> None:
    plan = run(4, hours="5", quiet={"from": "22:00", "to": "06:00"})
    assert plan.times == ["06:00", "06:01", "06:02", "06:03"]


def test_a_spread_that_runs_past_midnight_leaves_a_gap_for_the_rest() -> None:
    plan = run(70, triggers=[{"cron": {"hour": 23}}])
    assert len(plan) == 60
    assert {gap.channel for gap in plan.gaps} == {f"fb-{n:03}" for n in range(60, 70)}
    assert "hãy đặt giờ sớm hơn" in plan.gaps[0].why


def test_not_all_pages_say_the_same_on_the_same_evening() -> None:
    assert run(3).said == ["m1", "m2", "m3"]


def test_each_page_hears_the_messages_in_turn() -> None:
    plan = run(2, days=4)
    assert plan.of("fb-000").said == ["m1", "m2", "m3", "m1"]
    assert plan.of("fb-001").said == ["m2", "m3", "m1", "m2"]


def test_a_country_of_pages_fits_into_a_day() -> None:
    slots = run(700, triggers=[{"cron": {"hour": 7}}]).slots
    assert len(slots) == 700
    assert slots[-1].due - slots[0].due == timedelta(minutes=699)
