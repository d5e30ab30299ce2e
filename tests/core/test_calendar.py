from datetime import date

import pytest

from scheduler.core.calendar import Calendar, CalendarFile, DayNote

TET = [
    (2021, date(2021, 2, 12)), (2022, date(2022, 2, 1)), (2023, date(2023, 1, 22)), (2024, date(2024, 2, 10)),
    (2025, date(2025, 1, 29)), (2026, date(2026, 2, 17)), (2027, date(2027, 2, 6)), (2028, date(2028, 1, 26)),
    (2029, date(2029, 2, 13)), (2030, date(2030, 2, 2)),
]  # fmt: skip


@pytest.mark.parametrize(("year", "day"), TET)
def test_the_first_day_of_tet_is_a_holiday_by_the_vietnamese_moon(year: int, day: date) -> None:
    assert Calendar().holiday(day), f"Tết {year}; by the Chinese meridian 2030 would fall a day later"


def test_a_day_that_offices_make_up_for_is_no_holiday() -> None:
    calendar = Calendar.of(CalendarFile(working=(DayNote(day=date(2026, 1, 1), name="làm bù"),)))
    assert calendar.holiday(date(2026, 1, 1)) is None


def test_a_day_off_announced_late_is_a_holiday_by_our_own_file() -> None:
    calendar = Calendar.of(CalendarFile(off=(DayNote(day=date(2026, 1, 2), name="nghỉ hoán đổi"),)))
    assert (Calendar().holiday(date(2026, 1, 2)), calendar.holiday(date(2026, 1, 2))) == (None, "nghỉ hoán đổi")


def test_the_day_of_vietnamese_culture_is_off_from_2026() -> None:
    assert Calendar().holiday(date(2026, 11, 24))
    assert Calendar().holiday(date(2025, 11, 24)) is None
