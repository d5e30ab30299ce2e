"""Figures of a day: which holds, how it reads, and what is computed from it, exactly."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from scheduler.core.fact import DerivedFact, Fact, number
from scheduler.core.figures import Facts, NoFigure


def fact(key: str = "luong", kind: str = "money", periods: Any = None, **more: Any) -> Fact:
    rows = periods or [("2019-07-01", "2023-06-30", "1490000"), ("2023-07-01", None, "1800000")]
    shaped = [{"from": a, "to": b, "value": v, "source": "Nghị định 38", "status": "verified"} for a, b, v in rows]
    return Fact.model_validate({"key": key, "label": key, "kind": kind, "periods": shaped, **more})


def grouped() -> Fact:
    rows = [
        {"group": "ngheo", "from": "2018-01-01", "value": "30", "source": "NĐ 134", "status": "memory"},
        {"group": "khac", "from": "2018-01-01", "value": "10", "source": "NĐ 134", "status": "verified"},
    ]
    groups = {"ngheo": "Hộ nghèo", "khac": "Người khác"}
    return Fact.model_validate(
        {"key": "ho_tro", "label": "Hỗ trợ", "kind": "percent", "groups": groups, "periods": rows}
    )


def derived(formula: str, **more: Any) -> DerivedFact:
    return DerivedFact.model_validate({"key": "ra", "label": "Ra", "kind": "money", "formula": formula, **more})


@pytest.mark.parametrize(
    ("day", "text"),
    [(date(2019, 7, 1), "1.490.000 đồng"), (date(2023, 6, 30), "1.490.000 đồng"), (date(2023, 7, 1), "1.800.000 đồng")],
)
def test_the_figure_of_a_day_is_that_of_the_period_that_holds_it(day: date, text: str) -> None:
    assert str(Facts((fact(),), ()).on(day)["luong"]) == text


@pytest.mark.parametrize("key", ["luong", "khac"])
def test_a_day_without_a_figure_says_so(key: str) -> None:
    with pytest.raises(NoFigure, match=f'không có số liệu "{key}"'):
        Facts((fact(),), ()).on(date(2019, 6, 30))[key]


@given(st.dates(date(2010, 1, 1), date(2030, 1, 1)))
def test_days_between_two_changes_share_one_set_of_figures(day: date) -> None:
    facts = Facts((fact(), grouped()), ())
    changes = facts.changes()
    same = [other for other in (day - timedelta(days=1),) if day not in changes]
    assert all(facts.on(other) is facts.on(day) for other in same)
    if day in changes:
        assert facts.on(day) is not facts.on(day - timedelta(days=1))


def test_the_changes_are_first_days_and_days_after_last_days() -> None:
    assert Facts((fact(),), ()).changes() == [date(2019, 7, 1), date(2023, 7, 1)]
    assert Facts((fact(periods=[("2020-01-01", "2020-12-31", "5")]),), ()).changes()[1] == date(2021, 1, 1)


@pytest.mark.parametrize(
    ("kind", "value", "text", "bare"),
    [
        ("money", "1490000", "1.490.000 đồng", "1.490.000"),
        ("money", "0", "0 đồng", "0"),
        ("percent", "4.5", "4,5%", "4,5%"),
        ("percent", "74.4", "74,4%", "74,4%"),
        ("percent", "22", "22%", "22%"),
        ("times", "20", "20 lần", "20"),
        ("times", "1.86", "1,86 lần", "1,86"),
        ("years", "15", "15 năm", "15"),
        ("age", "60y3m", "60 tuổi 3 tháng", "60 tuổi 3 tháng"),
        ("age", "62y0m", "62 tuổi", "62 tuổi"),
        ("phone", "1900 9068", "1900 9068", "1900 9068"),
        ("text", "12 tháng", "12 tháng", "12 tháng"),
    ],
)
def test_a_figure_reads_as_people_write_it(kind: str, value: str, text: str, bare: str) -> None:
    got = Facts((fact(kind=kind, periods=[("2020-01-01", None, value)]),), ()).on(date(2021, 1, 1))["luong"]
    assert (str(got), got.number) == (text, bare)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("money", "1.490.000"), ("money", "-5"), ("money", "1e6"), ("money", "007"), ("money", ""), ("money", "9" * 21),
        ("percent", "4,5"), ("percent", "4.5%"), ("percent", ".5"), ("times", "hai"), ("years", "1."), ("age", "60"),
        ("age", "60y12m"), ("age", "y3m"), ("percent", "1٣"), ("money", "1٣"), ("age", "6٣y0m"),
    ],
)  # fmt: skip
def test_a_value_that_is_no_such_figure_is_refused(kind: Any, value: str) -> None:
    with pytest.raises(ValueError, match=r"số|tuổi"):
        number(kind, value)


def test_a_fact_names_every_wrong_value_and_group_at_once() -> None:
    with pytest.raises(ValidationError) as error:
        fact(periods=[("2019-01-01", None, "1,5"), ("2020-01-01", None, "x")])
    (detail,) = error.value.errors()
    reason: Any = detail["ctx"]["error"]
    assert [place for place, _ in reason.places] == [("periods", 0, "value"), ("periods", 1, "value")]


def test_a_derived_figure_is_exact_and_rests_on_its_parts() -> None:
    facts = Facts((fact(), fact("ty_le", "percent", [("2010-01-01", None, "4.5")])), (derived("luong * ty_le * 12"),))
    value = facts.on(date(2021, 1, 1))["ra"]
    assert str(value) == "804.600 đồng"
    assert [basis.name for basis in value.basis] == ["luong@2019-07-01", "ty_le@2010-01-01"]


def test_a_derived_figure_for_each_group_has_the_groups_of_its_fact() -> None:
    facts = Facts((fact(), grouped()), (derived("luong * each", each="ho_tro"),))
    assert str(facts.on(date(2021, 1, 1))["ra.ngheo"]) == "447.000 đồng"
    assert str(facts.on(date(2021, 1, 1))["ra.khac"]) == "149.000 đồng"
    assert facts.groups_of("ra") == {"ngheo": "Hộ nghèo", "khac": "Người khác"}
    assert {"ra", "ra.ngheo", "ho_tro.khac"} <= facts.keys()


def test_a_figure_may_be_derived_from_one_that_was_derived_before_it() -> None:
    twice = derived("luong * 2", key="doi")
    assert str(Facts((fact(),), (twice, derived("doi * 2"))).on(date(2021, 1, 1))["ra"]) == "5.960.000 đồng"


def test_a_derived_figure_whose_part_is_missing_says_which() -> None:
    with pytest.raises(NoFigure, match='không tính được "ra": không có "luong" trong ngày này'):
        Facts((fact(),), (derived("luong * 2"),)).on(date(2010, 1, 1))["ra"]


@pytest.mark.parametrize(("formula", "words"), [("luong / 7", "không phải số nguyên"), ("luong / 0", "chia cho 0")])
def test_a_formula_that_gives_nothing_sensible_is_told_from_one_whose_part_is_missing(formula: str, words: str) -> None:
    facts = Facts((fact(),), (derived(formula),))
    assert words in facts.on(date(2021, 1, 1)).broken["ra"]
    assert facts.on(date(2010, 1, 1)).broken == {}
