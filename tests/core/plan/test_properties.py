"""What holds for every plan, whatever the content."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.core.campaign import Campaign
from scheduler.core.channel import WEEKDAYS, Channel, Station
from scheduler.core.content import Content
from scheduler.core.message import Message
from scheduler.core.plan import Booking
from scheduler.core.slot import Gap, Slot
from scheduler.core.translation import template_hash
from tests.core.plan.building import (
    ZONE,
    Planned,
    by_channel_and_day,
    campaign,
    content,
    message,
    page,
    planned,
    station,
    words,
)

FEW = settings(max_examples=40, deadline=None)
"""A case takes some 30 ms to draw; the rules are many."""

HOURS = st.integers(0, 23)
TIMES = st.builds(lambda h, m: f"{h:02}:{m:02}", HOURS, st.sampled_from([0, 7, 15, 30, 59]))


@st.composite
def cadences(draw: st.DrawFn) -> dict[str, Any]:
    crons = st.builds(lambda h, m: {"cron": {"hour": h, "minute": m}}, HOURS, st.integers(0, 59))
    every = st.builds(lambda d, t: {"every": {"days": d, "at": t}}, st.integers(1, 3), TIMES)
    quiet = st.none() | st.tuples(TIMES, TIMES).filter(lambda t: t[0] != t[1])
    chosen = draw(quiet)
    return {
        "triggers": draw(st.lists(crons | every, min_size=1, max_size=4)),
        "spread": draw(st.sampled_from([None, "0s", "10m", "3h"])),
        "min_gap": draw(st.sampled_from(["0s", "30m", "5h", "30h"])),
        "max_per_day": draw(st.integers(1, 5)),
        "repeats": draw(st.integers(1, 3)),
        "quiet": {"from": chosen[0], "to": chosen[1]} if chosen else None,
    }


@st.composite
def stations(draw: st.DrawFn, name: str) -> Station:
    times = draw(st.lists(TIMES, min_size=1, max_size=4, unique=True))
    days = st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True)
    languages = draw(st.sampled_from([["vi"], ["vi", "hmn"]]))
    return station(name, [(time, draw(st.integers(20, 200)), draw(days)) for time in times], languages=languages)


@dataclass(frozen=True)
class Case:
    content: Content
    campaign: Campaign
    bookings: dict[tuple[str, date], Sequence[Booking]]

    def booked(self, channel: str, day: date) -> Sequence[Booking]:
        return self.bookings.get((channel, day), ())

    def plan(self) -> Planned:
        return planned(self.content, self.campaign, booked=self.booked)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    said = [
        bilingual(
            f"m{n}",
            draw(st.integers(6, 120)),
            valid_from=date(2021, 5, 1) + timedelta(draw(st.integers(-5, 8))),
            valid_to=date(2021, 5, 9) + timedelta(draw(st.integers(0, 9))),
            priority=draw(st.sampled_from(["thuong", "uu_tien"])),
        )
        for n in range(draw(st.integers(1, 4)))
    ]
    channels: list[Channel] = [page(f"fb-{n}") for n in range(draw(st.integers(0, 5)))]
    channels += [draw(stations(f"dai-{n}")) for n in range(draw(st.integers(0, 2)))]
    mix = [(m.id, draw(st.integers(1, 4))) for m in said]
    run = campaign(
        mix, days=draw(st.integers(1, 12)), cadence={"facebook": draw(cadences()), "radio": draw(cadences())}
    )
    bookings: dict[tuple[str, date], list[Booking]] = defaultdict(list)
    for channel in channels:
        for day in draw(st.lists(st.integers(-1, 12), max_size=3)):
            due = datetime(2021, 5, 3, draw(HOURS), 15, tzinfo=ZONE) + timedelta(days=day)
            bookings[channel.id, due.date()].append(Booking(due, draw(st.integers(0, 60))))
    return Case(content(channels, said), run, dict(bookings))


def bilingual(id_: str, seconds: int, **more: Any) -> Message:
    """A message that stations hear in Vietnamese and in Mông."""
    original = words(seconds)
    mong = {"text": words(seconds), "translates": template_hash(original), "seconds": seconds + 5}
    return message(id_, texts={"facebook": {"vi": id_}, "radio": {"vi": original, "hmn": mong}}, **more)


def turns(plan: Planned, channel: str) -> list[Slot]:
    """The first readings in Vietnamese: what the rotation gave a channel."""
    return [slot for slot in plan.of(channel) if slot.lang == "vi" and slot.reason.reading == 1]


def cadence_of(case: Case, kind: str) -> Any:
    return case.campaign.cadence[kind]


@FEW
@given(cases())
def test_no_two_pages_ever_post_in_the_same_minute(case: Case) -> None:
    minutes = Counter(slot.due for slot in case.plan() if slot.kind == "facebook")
    for bookings in (b for (channel, _), b in case.bookings.items() if channel.startswith("fb")):
        minutes.update({booking.due for booking in bookings} & set(minutes))
    assert all(count == 1 for count in minutes.values())


@FEW
@given(cases())
def test_no_channel_gets_more_posts_a_day_than_the_cadence_allows(case: Case) -> None:
    plan = case.plan()
    for lang in ("vi", "hmn"):
        for (channel, day), slots in by_channel_and_day(slot for slot in plan if slot.lang == lang).items():
            assert len(slots) + len(case.booked(channel, day)) <= cadence_of(case, slots[0].kind).max_per_day


@FEW
@given(cases())
def test_posts_on_a_channel_keep_the_least_gap_also_over_midnight(case: Case) -> None:
    plan = case.plan()
    for channel in {slot.channel for slot in plan}:
        slots = plan.of(channel).slots
        gap = cadence_of(case, slots[0].kind).min_gap
        dues = [slot.due for slot in slots if slot.lang == "vi"]
        others = [booking.due for (name, _), some in case.bookings.items() if name == channel for booking in some]
        assert all(later - earlier >= gap for earlier, later in pairwise(dues))
        assert all(abs(due - other) >= gap for due in [slot.due for slot in slots] for other in others)


@FEW
@given(cases())
def test_nothing_goes_out_in_quiet_hours(case: Case) -> None:
    for slot in case.plan():
        if quiet := cadence_of(case, slot.kind).quiet:
            now = slot.due.time()
            over_midnight = quiet.from_ > quiet.to
            inside = (now >= quiet.from_ or now < quiet.to) if over_midnight else quiet.from_ <= now < quiet.to
            assert not inside


@FEW
@given(cases())
def test_a_station_never_gets_more_seconds_than_its_slot_holds(case: Case) -> None:
    used: Counter[tuple[str, datetime]] = Counter()
    for slot in case.plan():
        used[slot.channel, slot.due] += slot.seconds
    for (channel, due), seconds in used.items():
        about = case.content.channels[channel]
        if isinstance(about, Station):
            held = next(s for s in about.slots if s.time == due.time() and WEEKDAYS[due.weekday()] in s.days)
            taken = sum(b.seconds for b in case.booked(channel, due.date()) if b.due == due)
            assert seconds + taken <= held.seconds


@FEW
@given(cases())
def test_a_message_is_only_said_while_it_is_valid(case: Case) -> None:
    assert all(case.content.messages[slot.message].holds(slot.due.date()) for slot in case.plan())


@FEW
@given(cases())
def test_a_post_is_never_earlier_than_its_cadence_nor_on_another_day(case: Case) -> None:
    for slot in case.plan():
        assert slot.reason.planned <= slot.due
        assert slot.reason.planned.date() == slot.due.date()


@FEW
@given(cases())
def test_keys_are_unique(case: Case) -> None:
    keys = [slot.key for slot in case.plan()]
    assert len(keys) == len(set(keys))


@FEW
@given(cases())
def test_days_come_in_order_and_within_a_day_time_then_channel(case: Case) -> None:
    plan = case.plan()
    order = [(slot.due, slot.channel) for slot in plan]
    assert order == sorted(order)
    days = [item.day if isinstance(item, Gap) else item.due.date() for item in plan.items]
    assert days == sorted(days)


@FEW
@given(cases())
def test_the_same_input_gives_the_same_plan_to_the_letter(case: Case) -> None:
    assert repr(case.plan().items) == repr(case.plan().items)


@FEW
@given(cases())
def test_a_page_hears_the_same_message_twice_running_only_where_there_is_no_other(case: Case) -> None:
    plan = case.plan()
    for channel in {slot.channel for slot in plan if slot.kind == "facebook"}:
        slots = plan.of(channel).slots
        for before, after in pairwise(slots):
            valid = [m for m in case.content.messages.values() if m.holds(after.due.date())]
            assert before.message != after.message or len(valid) == 1


@FEW
@given(cases())
def test_a_station_hears_the_same_message_twice_running_only_where_no_other_fits(case: Case) -> None:
    plan = case.plan()
    for channel in {slot.channel for slot in plan if slot.kind == "radio"}:
        about = case.content.channels[channel]
        assert isinstance(about, Station)
        slots = turns(plan, channel)
        lengths = {slot.message: slot.seconds for slot in plan if slot.kind == "radio" and slot.lang == "vi"}
        for before, after in pairwise(slots):
            day, planned_at = after.due.date(), after.reason.planned.time()
            open_ = [s.seconds for s in about.slots if s.time >= planned_at and WEEKDAYS[day.weekday()] in s.days]
            valid = [
                m for m, seconds in lengths.items() if case.content.messages[m].holds(day) and seconds <= max(open_)
            ]
            if before.message == after.message and cadence_of(case, "radio").quiet is None:
                assert valid == [after.message]


@FEW
@given(cases())
def test_every_firing_on_a_channel_gives_a_slot_or_a_gap(case: Case) -> None:
    plan = case.plan()
    told = {(gap.channel, gap.day) for gap in plan.gaps}
    for kind in ("facebook", "radio"):
        cadence = {"facebook": cadence_of(case, kind)}
        fired = planned(
            content([page("probe")], [message("probe")]),
            campaign([("probe", 1)], days=len(case.campaign.days()), cadence={
                "facebook": cadence["facebook"].model_copy(
                    update={"max_per_day": 99, "quiet": None, "min_gap": timedelta(0)}
                ).model_dump(by_alias=True)
            }),
        )  # fmt: skip
        firings = Counter(slot.reason.planned.date() for slot in fired)
        placed = Counter(
            (slot.channel, slot.due.date()) for slot in plan if slot.kind == kind and slot in turns(plan, slot.channel)
        )
        for channel in (c.id for c in case.content.channels.values() if c.kind == kind):
            for day, count in firings.items():
                assert placed[channel, day] == count or (channel, day) in told
