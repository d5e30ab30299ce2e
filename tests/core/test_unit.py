"""Units by day: what they are called, who is above and below them."""

from datetime import date

import pytest
from pydantic import ValidationError

from scheduler.core.unit import Unit, Units


def unit(name: str, *periods: tuple[str, str | None, str | None]) -> Unit:
    shaped = [
        {"from": start, "to": end, "name": f"{name} {n}", "short_name": name, "parent": parent}
        for n, (start, end, parent) in enumerate(periods)
    ]
    return Unit.model_validate({"id": name, "level": "huyen", "periods": shaped})


UNITS = Units(
    {
        u.id: u
        for u in (
            unit("tinh", ("2000-01-01", None, None)),
            unit("moi", ("2025-07-01", None, None)),
            unit("huyen", ("2000-01-01", "2025-06-30", "tinh"), ("2025-07-01", None, "moi")),
            unit("xa", ("2020-01-01", None, "huyen")),
            unit("vong", ("2000-01-01", None, "tron")),
            unit("tron", ("2000-01-01", None, "vong")),
        )
    }
)


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(1999, 12, 31), None), (date(2025, 6, 30), "huyen 0"), (date(2025, 7, 1), "huyen 1")],
)
def test_the_name_of_a_day_is_that_of_the_period_that_holds_it(day: date, name: str | None) -> None:
    period = UNITS["huyen"].on(day)
    assert (period.name if period else None) == name


def test_who_is_above_depends_on_the_day() -> None:
    assert list(UNITS.above("xa", date(2025, 6, 30))) == ["xa", "huyen", "tinh"]
    assert list(UNITS.above("xa", date(2025, 7, 1))) == ["xa", "huyen", "moi"]


def test_who_is_below_counts_only_units_that_exist_that_day() -> None:
    assert UNITS.below("tinh", date(2019, 1, 1)) == ["tinh", "huyen"]
    assert UNITS.below("tinh", date(2021, 1, 1)) == ["tinh", "huyen", "xa"]
    assert UNITS.below("tinh", date(2026, 1, 1)) == ["tinh"]
    assert UNITS.below("moi", date(2021, 1, 1)) == []


def test_a_circle_of_parents_ends() -> None:
    assert list(UNITS.above("vong", date(2021, 1, 1))) == ["vong", "tron"]


def test_a_unit_without_a_period_is_refused() -> None:
    with pytest.raises(ValidationError):
        unit("khong")
