"""A plan taken part by part is the plan taken whole: what is stored must be what `bhxh plan` shows."""

from datetime import date
from typing import Any

import pytest

from scheduler.core.campaign import Campaign
from scheduler.core.content import Content
from scheduler.core.plan import Booked, Booking, Planner, nothing_booked, parts, plan
from scheduler.core.slot import Gap, Slot
from tests.core.plan.building import OFFICE, ZONE, at, campaign, content, message, messages, page, station, unit

SAID = [*messages(4), message("gap", priority="uu_tien")]
RULES: dict[str, Any] = {
    "facebook": {"triggers": [{"cron": {"hour": "7", "day_of_week": "mon"}}], "spread": "1h"},
    "radio": {"triggers": [{"cron": {"hour": "4,16"}}], "repeats": 2, "min_gap": "1h"},
}
OTHER = "bhxh-b"


def owned(*spans: tuple[str, str, str | None]) -> list[dict[str, object]]:
    return [{"unit": unit, "from": begin, **({"to": end} if end else {})} for unit, begin, end in spans]


def country() -> Content:
    """Offices, pages and stations, some of which come and go on days when no page speaks."""
    late = owned((OFFICE, "2021-05-08", None))
    later = owned((OFFICE, "2021-05-09", None))
    lost = owned((OTHER, "2000-01-01", "2021-05-06"), (OFFICE, "2021-05-12", None))
    channels = [
        page("fb-b", owners=later), page("fb-c", owners=late), page("fb-d"), page("fb-e", owners=lost),
        *(station(f"dai-{n:02}", owners=owned(((OFFICE, OTHER)[n % 2], "2000-01-01", None))) for n in range(9)),
        station("dai-a", owners=later), station("dai-b", owners=late), station("dai-c", owners=lost),
        station("dai-d", slots=(("05:00", 40),)), station("dai-e", slots=(("23:30", 300),)),
    ]  # fmt: skip
    return content(channels, SAID, units=[unit(OTHER)])


def run() -> Campaign:
    return campaign(SAID, start=date(2021, 5, 4), days=21, cadence=RULES, units=[OFFICE, OTHER])


def booked(channel: str, day: date) -> list[Booking]:
    taken = {("dai-03", date(2021, 5, 6)): [Booking(at("2021-05-06T05:00"), 290)]}
    return taken.get((channel, day), [])


def in_order(items: list[Slot | Gap]) -> list[tuple[str, ...]]:
    return sorted(tuple(map(repr, item if isinstance(item, Slot) else (item,))) for item in items)


@pytest.mark.parametrize("size", [1, 3, 100])
@pytest.mark.parametrize("others", [nothing_booked, booked])
def test_the_parts_together_hold_every_slot_and_gap_of_the_whole_once(size: int, others: Booked) -> None:
    about, when = country(), run()
    whole = list(plan(about, when, zone=ZONE, booked=others))
    planner = Planner(about, when, ZONE)
    taken = [
        item
        for part in parts(about, when, size)
        for day in planner.days(part, others)
        for item in day.items()
    ]  # fmt: skip
    assert any(isinstance(item, Gap) for item in whole)
    assert in_order(taken) == in_order(whole)


def test_each_channel_is_in_one_part_and_no_part_has_more_stations_than_asked() -> None:
    about, when = country(), run()
    some = list(parts(about, when, 4))
    ids = [channel for part in some for channel in part.channels(about)]
    assert sorted(ids) == sorted(about.channels)
    assert all(part.stations is None or len(part.stations) <= 4 for part in some)


def test_stations_of_one_office_stay_together() -> None:
    about = country()
    offices = [
        {about.channels[channel].owners[0].unit for channel in part.channels(about)}
        for part in parts(about, run(), 4)
        if part.stations is not None
    ]
    assert sum(len(some) > 1 for some in offices) <= 1


def test_a_campaign_without_radio_is_one_part() -> None:
    about = country()
    only = campaign(SAID, cadence={"facebook": RULES["facebook"]})
    assert [part.kinds for part in parts(about, only, 4)] == [frozenset({"facebook"})]
