"""Radio: station slots, their seconds, priority, repeats."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from scheduler.core.fact import Fact
from scheduler.core.message import Message
from scheduler.core.plan import Booking
from tests.core.plan.building import MONDAY, Planned, at, campaign, content, message, page, planned, station


def run(
    said: Sequence[Message], slots: Sequence[tuple[Any, ...]], *, hours: str = "4", days: int = 1, **more: Any
) -> Planned:
    about = content([station(slots=slots, **more.pop("station", {}))], said)
    booked: Sequence[Booking] = more.pop("booked", ())
    rules = {"triggers": [{"cron": {"hour": hours}}], "max_per_day": 20, **more}

    def answer(channel: str, day: date) -> Sequence[Booking]:
        return [booking for booking in booked if booking.due.date() == day]

    return planned(about, campaign(said, days=days, cadence={"radio": rules}), booked=answer)


def heard(plan: Planned) -> list[tuple[str, str]]:
    return [(f"{slot.due:%H:%M}", slot.message) for slot in plan]


A, B = message("a", 60), message("b", 60)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [("4", ["05:00"]), ("5", ["05:00"]), ("6", ["11:30"]), ("12", ["17:00"]), ("18", []), ("4,12", ["05:00", "17:00"])],
)
def test_a_firing_means_the_first_slot_at_or_after_it(hours: str, expected: list[str]) -> None:
    plan = run([A], [("05:00", 100), ("11:30", 100), ("17:00", 100)], hours=hours)
    assert plan.times == expected
    assert expected or "không còn khung giờ phát nào từ giờ này" in plan.why


def test_the_key_names_the_firing_and_the_due_time_the_slot() -> None:
    slot = run([A], [("05:00", 100)]).slots[0]
    assert slot.key == "c/dai-a/vi/2021-05-03T04:00/1"
    assert slot.due == at("2021-05-03T05:00")
    assert slot.seconds == 60


def test_only_slots_that_broadcast_on_the_weekday_count() -> None:
    plan = run([A], [("05:00", 100, ["tue"]), ("17:00", 100, ["mon", "tue"])], days=3)
    assert [f"{slot.due:%a %H:%M}" for slot in plan] == ["Mon 17:00", "Tue 05:00"]
    assert plan.why == "đài không có khung giờ phát vào thứ Tư"


def test_a_silent_day_of_the_station_is_told() -> None:
    plan = run([A], [("05:00", 100)], days=2, station={"silent_days": [{"from": "2021-05-04"}]})
    assert len(plan) == 1
    assert "silent_days" in plan.why


def test_a_full_slot_sends_the_script_to_the_next() -> None:
    plan = run([A, B], [("05:00", 100), ("17:00", 100)], hours="3,4")
    assert heard(plan) == [("05:00", "a"), ("17:00", "b")]
    assert plan.slots[1].reason.moves


def test_scripts_share_a_slot_while_its_seconds_last() -> None:
    plan = run([A, B, message("c", 60)], [("05:00", 130)], hours="2,3,4")
    assert heard(plan) == [("05:00", "a"), ("05:00", "b")]
    assert "còn nhiều nhất 10 giây, cần 60 giây" in plan.why


@pytest.mark.parametrize(("taken", "expected"), [(40, "05:00"), (41, "17:00")])
def test_what_other_campaigns_booked_takes_its_seconds_from_the_slot(taken: int, expected: str) -> None:
    booked = [Booking(at("2021-05-03T05:00"), taken)]
    assert run([A], [("05:00", 100), ("17:00", 100)], booked=booked).times == [expected]


def test_a_booking_beside_every_slot_counts_in_the_one_that_had_begun() -> None:
    booked = [Booking(at("2021-05-03T05:10"), 50)]
    assert run([A], [("05:00", 100), ("17:00", 100)], booked=booked).times == ["17:00"]


def test_a_message_longer_than_every_slot_is_left_out_of_the_mix_and_named() -> None:
    plan = run([A, message("long", 200), B], [("05:00", 100)], days=4)
    assert plan.said == ["a", "b", "a", "b"]
    assert [(gap.day, gap.why) for gap in plan.gaps] == [
        (
            date(2021, 5, 4),
            'thông điệp "long" đọc mất 200 giây, khung dài nhất dùng được có 100 giây; hãy viết ngắn lại',
        )
    ]


def test_a_slot_before_every_firing_does_not_make_a_message_fit() -> None:
    plan = run([A, message("long", 200)], [("05:00", 300), ("17:00", 100)], hours="12", days=3)
    assert plan.said == ["a", "a", "a"]
    assert "khung dài nhất dùng được có 100 giây" in plan.why


def test_a_slot_in_quiet_hours_does_not_make_a_message_fit() -> None:
    quiet = {"from": "21:00", "to": "05:30"}
    plan = run([A, message("long", 200)], [("05:00", 300), ("17:00", 100)], days=3, quiet=quiet)
    assert plan.said == ["a", "a", "a"]
    assert "khung dài nhất dùng được có 100 giây" in plan.why


def test_a_station_where_nothing_fits_says_so_every_day() -> None:
    plan = run([message("long", 200)], [("05:00", 100)], days=3)
    assert len(plan) == 0
    assert [gap.day.day for gap in plan.gaps if "không có thông điệp nào" in gap.why] == [3, 4, 5]


def test_a_message_that_does_not_fit_today_gives_its_turn_away_and_comes_first_when_it_fits() -> None:
    long = message("long", 90)
    plan = run([long, A, B], [("05:00", 70, ["mon"]), ("05:00", 100, ["tue", "wed"])], days=3)
    assert plan.said == ["a", "long", "b"]


def test_a_text_that_cannot_be_made_for_the_place_is_told_and_the_next_message_speaks() -> None:
    missing = message("goi", texts={"radio": {"vi": "Bà con gọi {{ unit.phone }}"}})
    plan = run([missing, A], [("05:00", 100)], days=2)
    assert plan.said == ["a", "a"]
    assert 'không soạn được thông điệp "goi"' in plan.why


def test_a_message_left_out_for_want_of_a_figure_comes_back_with_it() -> None:
    period = {"from": "2021-05-05", "value": "330000", "source": "NĐ", "status": "verified"}
    rate = Fact.model_validate({"key": "rate", "label": "Mức", "kind": "money", "periods": [period]})
    said = [message("so", texts={"radio": {"vi": "Mức đóng {{ fact.rate }}"}}), A]
    rules = {"triggers": [{"cron": {"hour": 4}}]}
    plan = planned(content([station()], said, facts=[rate]), campaign(said, days=4, cadence={"radio": rules}))
    assert plan.said[:2] == ["a", "a"]
    assert set(plan.said[2:]) == {"so", "a"}


def test_a_text_that_names_the_day_is_timed_for_each_day() -> None:
    dated = message("ngay", texts={"radio": {"vi": "Hôm nay là ngày {{ slot.date }}"}})
    plan = run([dated], [("05:00", 100)], days=21)
    assert len({slot.seconds for slot in plan}) > 1


def test_a_message_is_not_read_twice_in_one_slot() -> None:
    assert heard(run([A], [("05:00", 300), ("17:00", 300)], hours="3,4")) == [("05:00", "a"), ("17:00", "a")]


def test_a_short_message_does_not_slip_in_beside_its_own_last_reading() -> None:
    said = [message("x", 30), message("y", 80)]
    plan = run(said, [("05:00", 80), ("11:00", 50), ("17:00", 200)], hours="2,3,4")
    assert heard(plan) == [("05:00", "x"), ("17:00", "y"), ("17:00", "x")]


def test_a_message_does_not_slip_in_just_before_its_own_next_reading() -> None:
    said = [message("z", 50), message("dai", 90), message("khan", 40, priority="uu_tien")]
    about = content(
        [station(name, [("05:00", 100), ("11:00", 60), ("17:00", 300)]) for name in ("dai-a", "dai-b")], said
    )
    rules = {"triggers": [{"cron": {"hour": "1,2,3,4"}}], "max_per_day": 9}
    mix = [("z", 2), ("dai", 1), ("khan", 1)]
    second = planned(about, campaign(mix, days=1, cadence={"radio": rules})).of("dai-b")
    assert heard(second) == [("05:00", "khan"), ("11:00", "z"), ("17:00", "dai"), ("17:00", "z")]


URGENT = message("khan", 60, priority="uu_tien")


def test_an_urgent_message_takes_the_slot_from_an_ordinary_one_which_moves_on() -> None:
    plan = run([A, URGENT], [("05:00", 100), ("17:00", 100)], hours="3,4")
    assert heard(plan) == [("05:00", "khan"), ("17:00", "a")]
    assert "ưu tiên" in plan.slots[1].reason.moves[0]


def test_an_ordinary_message_without_another_slot_keeps_its_turn_for_the_next_day() -> None:
    plan = run([A, URGENT, B], [("05:00", 100)], hours="3,4", days=2)
    assert heard(plan.on(MONDAY)) == [("05:00", "khan")]
    assert "nhường chỗ" in plan.on(MONDAY).why
    assert plan.on(date(2021, 5, 4)).said == ["a"]


def test_an_urgent_message_pushes_out_no_more_than_it_needs_the_latest_first() -> None:
    said = [message("a", 30), message("b", 30), URGENT]
    plan = run(said, [("05:00", 100), ("17:00", 100)], hours="2,3,4", max_per_day=3)
    assert heard(plan) == [("05:00", "a"), ("05:00", "khan"), ("17:00", "b")]


def test_an_urgent_message_that_would_not_fit_even_so_pushes_nobody() -> None:
    plan = run([message("a", 30), URGENT], [("05:00", 50), ("17:00", 100)], hours="3,4")
    assert heard(plan) == [("05:00", "a"), ("17:00", "khan")]


def test_urgent_messages_do_not_push_each_other_out() -> None:
    plan = run([URGENT, message("khan-2", 60, priority="uu_tien")], [("05:00", 100), ("17:00", 100)], hours="3,4")
    assert heard(plan) == [("05:00", "khan"), ("17:00", "khan-2")]


def test_an_urgent_message_that_has_room_pushes_nobody() -> None:
    assert heard(run([A, URGENT], [("05:00", 200)], hours="3,4")) == [("05:00", "a"), ("05:00", "khan")]


def test_a_script_is_read_as_often_as_asked_in_as_many_slots() -> None:
    plan = run([A], [("05:00", 100), ("11:00", 100), ("17:00", 100)], repeats=2)
    assert plan.times == ["05:00", "11:00"]
    assert [slot.key[-7:] for slot in plan] == ["04:00/1", "04:00/2"]


def test_all_first_readings_come_before_any_second() -> None:
    plan = run([A, B], [("05:00", 100), ("17:00", 100)], hours="4,12", repeats=2)
    assert heard(plan) == [("05:00", "a"), ("17:00", "b")]
    assert '"a" chỉ đọc được 1 trong 2 lần' in plan.why


def test_the_most_a_day_counts_every_reading() -> None:
    plan = run([A], [("05:00", 100), ("11:00", 100), ("17:00", 100)], repeats=3, max_per_day=2)
    assert len(plan) == 2
    assert "đã đủ 2 bài" in plan.why


def test_a_station_keeps_the_least_gap_by_taking_a_later_slot() -> None:
    plan = run([A, B], [("05:00", 300), ("06:00", 300), ("17:00", 300)], hours="4,5", min_gap="2h")
    assert heard(plan) == [("05:00", "a"), ("17:00", "b")]


def test_a_station_keeps_the_least_gap_over_midnight() -> None:
    plan = run([A, B], [("00:30", 100), ("12:00", 100), ("23:00", 100)], hours="0,20", days=2, min_gap="2h")
    assert [f"{slot.due:%d %H:%M}" for slot in plan] == ["03 00:30", "03 23:00", "04 12:00", "04 23:00"]


def test_a_slot_in_quiet_hours_is_passed_over() -> None:
    plan = run([A], [("05:00", 300), ("17:00", 300)], quiet={"from": "21:00", "to": "05:30"})
    assert plan.times == ["17:00"]


def test_what_is_due_at_the_same_minute_comes_by_channel() -> None:
    rules = {"radio": {"triggers": [{"cron": {"hour": 5}}]}, "facebook": {"triggers": [{"cron": {"hour": 5}}]}}
    plan = planned(content([page("fb-a"), station("dai-a")], [A]), campaign([A], days=1, cadence=rules))
    assert [slot.channel for slot in plan] == ["dai-a", "fb-a"]


def test_stations_are_not_spread_but_speak_at_their_own_times() -> None:
    about = content([station(f"dai-{n}") for n in range(5)], [A])
    plan = planned(about, campaign([A], days=1, cadence={"radio": {"triggers": [{"cron": {"hour": 4}}]}}))
    assert plan.times == ["05:00"] * 5


def test_over_two_hundred_days_every_message_is_heard_within_one_of_its_share() -> None:
    said = [message(f"m{n}", 30) for n in range(3)]
    about = content([station()], said)
    mix = [("m0", 3), ("m1", 2), ("m2", 1)]
    rules = {"triggers": [{"cron": {"hour": 4}}]}
    heard_all = planned(about, campaign(mix, days=200, cadence={"radio": rules})).said
    for start in range(0, 200, 7):
        for stop in range(start + 1, 201, 5):
            counts, length = Counter(heard_all[start:stop]), stop - start
            assert all(abs(counts[m] * 6 - length * weight) <= 6 for m, weight in mix)
