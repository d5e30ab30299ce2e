"""A station's air time: which broadcast a script lies in, and what is left of it; and when the station closes."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.channel import Station
from scheduler.core.plan import Booking
from scheduler.core.radio.cutoff import cutoff
from scheduler.core.radio.room import room_at, rooms, roomy

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FRIDAY = date(2021, 5, 7)


def station(**more: object) -> Station:
    return Station.model_validate(
        {
            "id": "dai-a", "kind": "radio", "name": "Đài An", "area": "Xã An", "phone": "0216 000 1001",
            "owners": [{"unit": "u", "from": "2020-01-01"}],
            "slots": [
                {"id": "chieu", "time": "17:00", "seconds": 180},
                {"id": "sang", "time": "06:00", "seconds": 240, "days": ["mon", "tue", "wed", "thu", "fri"]},
            ],
        }
        | more
    )  # fmt: skip


def at(text: str, day: date = FRIDAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(text), ZONE)


def test_broadcasts_come_by_time_with_all_of_their_seconds() -> None:
    free = rooms(station(), FRIDAY, ZONE)
    assert [(room.start, room.left) for room in free] == [(at("06:00"), 240), (at("17:00"), 180)]


def test_there_is_no_room_on_days_without_a_broadcast() -> None:
    saturday = date(2021, 5, 8)
    assert [room.start for room in rooms(station(), saturday, ZONE)] == [at("17:00", saturday)]
    silent = station(silent_days=[{"from": "2021-05-07", "to": "2021-05-07"}])
    assert rooms(silent, FRIDAY, ZONE) == ()


def test_a_script_takes_its_seconds_from_the_broadcast_that_had_begun() -> None:
    booked = [Booking(at("06:00"), 100), Booking(at("06:01"), 60), Booking(at("17:00"), 10)]
    assert [room.left for room in rooms(station(), FRIDAY, ZONE, booked)] == [80, 170]


@pytest.mark.parametrize(
    ("due", "start"), [("05:59", None), ("06:00", "06:00"), ("06:03", "06:00"), ("06:04", None), ("16:59", None)]
)
def test_a_time_lies_in_a_broadcast_only_while_it_is_on_air(due: str, start: str | None) -> None:
    found = room_at(rooms(station(), FRIDAY, ZONE), at(due))
    assert (found.start if found else None) == (at(start) if start else None)


@given(st.lists(st.tuples(st.sampled_from(["06:00", "06:02", "17:00"]), st.integers(1, 100)), max_size=6))
def test_what_is_taken_and_what_is_left_make_up_the_whole(booked: list[tuple[str, int]]) -> None:
    free = rooms(station(), FRIDAY, ZONE, [Booking(at(due), seconds) for due, seconds in booked])
    assert sum(room.left for room in free) + sum(seconds for _, seconds in booked) == 420
    assert all(room.left >= 200 for room in roomy(free, 200))


@pytest.mark.parametrize(
    ("due", "more", "closes"),
    [
        ("05:30", {}, at("16:00", FRIDAY - timedelta(days=1))),
        ("05:30", {"cutoff": "14:30"}, at("14:30", FRIDAY - timedelta(days=1))),
        ("17:00", {}, at("10:00")),
        ("17:00", {"cutoff": "14:30"}, at("10:00")),
        ("17:00", {"afternoon_cutoff": "13:00"}, at("13:00")),
        ("12:00", {"afternoon_cutoff": "13:00"}, at("12:00")),
    ],
)
def test_a_station_closes_the_day_before_a_morning_and_before_noon_for_the_rest(
    due: str, more: dict[str, str], closes: datetime
) -> None:
    assert cutoff(station(**more), at(due)) == closes
