"""When a cadence fires."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from scheduler.core.campaign import Campaign
from tests.core.plan.building import ZONE, campaign, content, message, page, planned


def fired(
    triggers: list[dict[str, Any]], *, days: int = 14, start: date = date(2021, 5, 3), zone: ZoneInfo = ZONE
) -> list[str]:
    run = campaign([("m", 1)], days=days, start=start, cadence={"facebook": {"triggers": triggers, "max_per_day": 99}})
    return [f"{slot.due:%m-%d %H:%M}" for slot in planned(content([page()], [message("m")]), run, zone=zone)]


def cron(**fields: Any) -> dict[str, Any]:
    return {"cron": fields}


@pytest.mark.parametrize(
    ("triggers", "expected"),
    [
        ([cron(day_of_week="mon,fri", hour=9)], ["05-03 09:00", "05-07 09:00", "05-10 09:00", "05-14 09:00"]),
        ([cron(day="last", hour=6)], []),
        ([cron(day="10", hour="5,17")], ["05-10 05:00", "05-10 17:00"]),
        ([cron(month=6)], []),
        ([cron(day=31, month=2)], []),
        ([{"every": {"days": 5, "at": "07:15"}}], ["05-03 07:15", "05-08 07:15", "05-13 07:15"]),
        ([{"every": {"weeks": 1, "at": "07:15"}}], ["05-03 07:15", "05-10 07:15"]),
        ([{"at": ["2021-05-04T09:00+07:00", "2021-05-05T02:00+00:00"]}], ["05-04 09:00", "05-05 09:00"]),
        ([{"at": ["2021-05-02T23:59+07:00", "2021-05-17T00:00+07:00"]}], []),
    ],
)  # fmt: skip
def test_a_cadence_line_fires_as_its_trigger_says_within_the_campaign(
    triggers: list[dict[str, Any]], expected: list[str]
) -> None:
    assert fired(triggers) == expected


def test_an_interval_keeps_its_count_beside_other_lines() -> None:
    """APScheduler's OrTrigger would start the interval anew at every firing of the other line."""
    lines = [{"every": {"days": 5, "at": "07:15"}}, cron(day="4,6,9", hour=20)]
    days = [moment[:5] for moment in fired(lines) if moment.endswith("07:15")]
    assert days == ["05-03", "05-08", "05-13"]


def test_lines_that_fire_at_the_same_minute_fire_once() -> None:
    lines = [cron(day=4, hour=9), {"at": ["2021-05-04T09:00:30+07:00"]}, {"at": ["2021-05-04T02:00+00:00"]}]
    assert fired(lines) == ["05-04 09:00"]


def test_a_day_that_never_comes_costs_no_search_to_the_end_of_time() -> None:
    assert fired([cron(month=2, day=30)], days=1) == []


def test_a_campaign_over_new_year_fires_in_both_years() -> None:
    assert fired([cron(hour=6)], days=3, start=date(2021, 12, 31)) == ["12-31 06:00", "01-01 06:00", "01-02 06:00"]


def test_a_wall_time_that_the_clock_jumps_over_is_skipped_as_the_trigger_skips_it() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    every = fired([{"every": {"days": 1, "at": "02:30"}}], days=3, start=date(2021, 3, 27), zone=berlin)
    assert every == ["03-27 02:30", "03-29 02:30"]


def test_an_hour_that_the_clock_repeats_gives_every_slot_a_key_of_its_own() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    at = ["2021-10-31T02:30+02:00", "2021-10-31T02:30+01:00"]
    run = campaign([("m", 1)], start=date(2021, 10, 31), days=1, cadence={"facebook": {"triggers": [{"at": at}]}})
    slots = planned(content([page()], [message("m")]), run, zone=berlin).slots
    assert [slot.key[-18:] for slot in slots] == ["2021-10-31T02:30/1", "2021-10-31T02:30/2"]
    assert slots[1].due.timestamp() - slots[0].due.timestamp() == 3600


def test_a_slot_is_due_at_an_aware_time_in_the_zone() -> None:
    slot = planned(content([page()], [message("m")]), campaign([("m", 1)])).slots[0]
    assert slot.due == datetime(2021, 5, 3, 8, 0, tzinfo=ZONE)
    assert slot.due.tzinfo is ZONE


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"cadence": {"facebook": {"triggers": [cron(hour=25)]}}}, "lịch cron"),
        ({"cadence": {"facebook": {"triggers": [cron(day_of_week="thu hai")]}}}, "lịch cron"),
        ({"cadence": {"facebook": {"triggers": [{"every": {"at": "07:00"}}]}}}, "ít nhất một ngày"),
        ({"cadence": {"facebook": {"triggers": [{}]}}}, "đúng một trong ba"),
        ({"cadence": {"facebook": {"triggers": [{**cron(hour=5), "every": {"days": 1, "at": "7:00"}}]}}}, "đúng một"),
        ({"cadence": {"facebook": {"triggers": [cron()], "quiet": {"from": "22:00", "to": "22:00"}}}}, "from trùng to"),
        ({"to": "2021-05-01"}, "đứng trước ngày bắt đầu"),
        ({"messages": [{"id": "m"}, {"id": "m"}]}, "đã có ở trên"),
        ({"messages": [{"id": "m", "from": "2021-05-04", "to": "2021-05-03"}]}, "đứng trước"),
    ],
)
def test_a_campaign_that_contradicts_itself_is_refused_with_what_to_write(change: dict[str, Any], told: str) -> None:
    values = campaign([("m", 1)]).model_dump(by_alias=True)
    values["cadence"] = {"facebook": {"triggers": [cron(hour=8)]}}
    with pytest.raises(ValidationError, match=told):
        Campaign.model_validate({**values, **change})
