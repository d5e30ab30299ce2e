"""The shipped figures are those of the research they rest on, and the computed ones come out as computed by hand."""

import csv
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from scheduler.core.content import Content
from scheduler.core.fact import FactPeriod
from scheduler.core.figures import NoFigure

Row = dict[str, str]


def _rows(name: str) -> list[Row]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _title(row: Row) -> str:
    return "-".join(value for key, value in row.items() if key in ("key", "group", "from", "day") and value)


def _name(row: Row) -> str:
    return f"{row['key']}.{row['group']}" if row["group"] else row["key"]


def _period(content: Content, row: Row) -> FactPeriod:
    periods = content.facts.facts[row["key"]].periods
    return next(p for p in periods if (p.group or "") == row["group"] and p.from_.isoformat() == row["from"])


@pytest.mark.parametrize("row", _rows("reference_figures.csv"), ids=_title)
def test_a_figure_of_the_reference_is_carried_over_with_its_days_and_standing(content: Content, row: Row) -> None:
    period = _period(content, row)
    assert (period.value, period.to.isoformat() if period.to else "") == (row["value"], row["to"])
    assert period.status == row["status"]


@pytest.mark.parametrize("row", _rows("derived_examples.csv"), ids=_title)
def test_a_computed_amount_equals_the_one_computed_by_hand(content: Content, row: Row) -> None:
    value = content.facts.on(date.fromisoformat(row["day"]))[_name(row)]
    assert value.amount == int(row["value"])


def test_periods_of_a_figure_neither_overlap_nor_leave_a_gap(content: Content) -> None:
    for fact in content.facts.facts.values():
        for group in {period.group for period in fact.periods}:
            series = sorted((p for p in fact.periods if p.group == group), key=lambda p: p.from_)
            for earlier, later in pairwise(series):
                assert earlier.to is not None, fact.key
                assert later.from_ == earlier.to + timedelta(days=1), (fact.key, group, later.from_)


def test_what_nobody_read_in_a_page_is_not_called_verified(content: Content) -> None:
    for fact in content.facts.facts.values():
        for period in fact.periods:
            assert period.status != "verified" or (period.url and period.evidence != "none"), (fact.key, period.from_)


def test_support_by_the_province_has_no_figure_until_a_resolution_is_found(content: Content) -> None:
    local = content.facts.facts["bhxh_tn_ho_tro_dia_phuong_lao_cai"]
    assert not local.periods
    assert local.note


def test_the_poverty_line_of_2027_warns_whoever_quotes_it(content: Content) -> None:
    (basis,) = content.facts.on(date(2027, 1, 1))["chuan_ngheo_nong_thon"].basis
    assert basis.status == "unsure"


def test_support_groups_of_one_law_are_unknown_under_the_other(content: Content) -> None:
    old, new = content.facts.on(date(2025, 6, 30)), content.facts.on(date(2025, 7, 1))
    assert str(old["bhxh_tn_tien_ho_tro.ho_ngheo"]) == "99.000 đồng"
    assert str(new["bhxh_tn_tien_ho_tro.dan_toc_thieu_so"]) == "99.000 đồng"
    with pytest.raises(NoFigure):
        old["bhxh_tn_tien_ho_tro.dan_toc_thieu_so"]
    with pytest.raises(NoFigure):
        new["bhxh_tn_tien_ho_tro.ho_ngheo"]


def test_a_retirement_age_that_rises_no_more_stays(content: Content) -> None:
    figures = content.facts.on(date(2040, 6, 1))
    assert str(figures["tuoi_nghi_huu.nam"]) == "62 tuổi"
    assert str(figures["tuoi_nghi_huu.nu"]) == "60 tuổi"
