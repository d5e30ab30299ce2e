"""Who speaks, where, on which days: three provincial names in four months, and no day without an owner."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest

from scheduler.core.channel import Page, Station
from scheduler.core.content import Content
from scheduler.core.unit import UnitPeriod

UNREAL_PHONE = re.compile(r"0216 000 \d{4}")
HOTLINE = "1900 9068"


def _pages(content: Content) -> list[Page]:
    return [c for c in content.channels.values() if isinstance(c, Page)]


def _stations(content: Content) -> list[Station]:
    return [c for c in content.channels.values() if isinstance(c, Station)]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2021, 5, 10), "Bảo hiểm xã hội tỉnh Yên Bái"),
        (date(2025, 3, 31), "Bảo hiểm xã hội tỉnh Yên Bái"),
        (date(2025, 4, 1), "Bảo hiểm xã hội khu vực XVII"),
        (date(2025, 7, 1), "Bảo hiểm xã hội tỉnh Lào Cai"),
    ],
)
def test_the_provincial_page_signs_with_the_name_of_the_day(content: Content, day: date, name: str) -> None:
    owner = content.channels["fb-yen-bai"].owner_on(day)
    assert owner
    period = content.units[owner].on(day)
    assert period and period.name == name


@pytest.mark.parametrize(
    ("top", "day", "count"),
    [
        ("bhxh-yen-bai", date(2021, 5, 10), 10),
        ("bhxh-khu-vuc-17", date(2025, 4, 1), 10),
        ("bhxh-lao-cai", date(2026, 10, 1), 10),
        ("bhxh-viet-nam", date(2026, 10, 1), 11),
    ],
)
def test_a_province_has_its_nine_local_units_below_it(content: Content, top: str, day: date, count: int) -> None:
    assert len(content.units.below(top, day)) == count


def test_a_unit_has_one_period_after_another_and_then_its_successor(content: Content) -> None:
    for unit in content.units:
        for earlier, later in pairwise(unit.periods):
            assert earlier.to and later.from_ == earlier.to + timedelta(days=1), unit.id
        last = unit.periods[-1].to
        assert (last is None) == (unit.successor is None), unit.id
        if last and unit.successor:
            assert content.units[unit.successor].on(last + timedelta(days=1)), unit.id


def test_every_channel_has_one_owner_that_exists_every_day(content: Content) -> None:
    for channel in content.channels.values():
        for earlier, later in pairwise(channel.owners):
            assert earlier.to and later.from_ == earlier.to + timedelta(days=1), channel.id
        for owner in channel.owners:
            unit = content.units[owner.unit]
            assert unit.on(owner.from_), (channel.id, owner.unit)
            assert unit.on(owner.to or date(2026, 12, 31)), (channel.id, owner.unit)


def test_contacts_that_nobody_gave_us_are_visibly_unreal_and_marked(content: Content) -> None:
    for unit in content.units:
        for period in unit.periods:
            assert _is_honest(period), (unit.id, period.from_)
    for station in _stations(content):
        assert station.example and UNREAL_PHONE.fullmatch(station.phone), station.id
    for page in _pages(content):
        assert page.example and page.page_id.startswith("999000000000"), page.id


def _is_honest(period: UnitPeriod) -> bool:
    if period.phone == HOTLINE and period.address is None:
        return True
    unreal = "Ví Dụ" in (period.address or "") and UNREAL_PHONE.fullmatch(period.phone or "")
    return period.example and bool(unreal)


def test_there_are_ten_pages_with_ids_of_their_own(content: Content) -> None:
    pages = _pages(content)
    assert len(pages) == len({page.page_id for page in pages}) == 10


def test_every_local_unit_has_a_page_and_two_stations(content: Content) -> None:
    for day in (date(2021, 5, 10), date(2026, 10, 1)):
        top = "bhxh-yen-bai" if day.year == 2021 else "bhxh-lao-cai"
        for unit in content.units.below(top, day)[1:]:
            assert [p for p in _pages(content) if p.owner_on(day) == unit], unit
            assert len([s for s in _stations(content) if s.owner_on(day) == unit]) >= 2, unit


def test_a_station_has_a_morning_and_an_afternoon_slot_and_telephone_of_its_own(content: Content) -> None:
    stations = _stations(content)
    assert len({station.phone for station in stations}) == len(stations) >= 20
    for station in stations:
        morning, afternoon = sorted(slot.time.hour for slot in station.slots)
        assert morning < 9 and afternoon >= 16, station.id
        assert all(180 <= slot.seconds <= 300 for slot in station.slots), station.id
        assert station.languages[0] == "vi" and station.cutoff, station.id


def test_the_calendar_knows_swapped_days_mourning_and_culture_day(content: Content) -> None:
    calendar = content.calendar
    assert calendar.holiday(date(2026, 1, 2)) and not calendar.holiday(date(2026, 1, 10))
    assert calendar.holiday(date(2026, 11, 24)) and not calendar.holiday(date(2021, 11, 24))
    mourning = [date(2024, 7, 25), date(2024, 7, 26), date(2025, 5, 24), date(2025, 5, 25)]
    assert all(calendar.mourning_on(day) for day in mourning)
    assert not any(calendar.mourning_on(day) for day in (date(2024, 7, 24), date(2025, 5, 26)))
