"""Who reaches which posts: by what lay below a unit on the day a post is due, and by what an ended unit left behind."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.approval import Person, Role, out_of_reach, own_work
from scheduler.core.reach import ALL, only, reach_of
from scheduler.core.unit import Unit, UnitPeriod, Units

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = date(2026, 11, 26)


def unit(name: str, *periods: tuple[str, str | None, str | None], successor: str | None = None) -> Unit:
    rows = [
        UnitPeriod.model_validate(
            {"from": start, "to": end, "parent": parent, "name": f"BHXH {name}", "short_name": name}
        )
        for start, end, parent in periods
    ]
    return Unit.model_validate({"id": name, "level": "tinh", "successor": successor, "periods": rows})


def units(*rows: Unit) -> Units:
    return Units({row.id: row for row in rows})


UNITS = units(
    unit("vn", ("1995-02-16", None, None)),
    unit("yen-bai", ("1995-02-16", "2025-06-30", "vn"), successor="lao-cai"),
    unit("lao-cai", ("2000-01-01", None, "vn")),
    unit("van-chan", ("1995-02-16", "2025-06-30", "yen-bai"), successor="co-so"),
    unit("co-so", ("2025-07-01", None, "lao-cai")),
    unit("doi", ("1995-02-16", "2020-12-31", "yen-bai"), ("2021-01-01", None, "lao-cai")),
    unit("sap-lap", ("2027-01-01", None, "lao-cai")),
)


def at(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), ZONE)


def reaches(who: str, what: str, day: str, today: date = TODAY) -> bool:
    return reach_of(who, UNITS, today, ZONE).holds(what, at(day))


def test_no_unit_reaches_everything_and_a_unit_itself_and_what_is_below() -> None:
    assert reach_of("", UNITS, TODAY, ZONE) == ALL == only("")
    assert reaches("lao-cai", "lao-cai", "2026-01-01")
    assert reaches("lao-cai", "co-so", "2026-01-01")
    assert reaches("vn", "co-so", "2026-01-01")
    assert not reaches("co-so", "lao-cai", "2026-01-01")
    assert not reaches("lao-cai", "vn", "2026-01-01")
    assert not reaches("yen-bai", "lao-cai", "2025-01-01")


def test_a_unit_that_changed_its_parent_belongs_to_each_for_its_days_to_the_minute() -> None:
    assert reaches("yen-bai", "doi", "2020-12-31")
    assert not reaches("yen-bai", "doi", "2021-01-01")
    assert not reaches("lao-cai", "doi", "2020-12-31")
    assert reaches("lao-cai", "doi", "2021-01-01")
    border, found = at("2021-01-01"), reach_of("lao-cai", UNITS, TODAY, ZONE)
    assert found.holds("doi", border)
    assert not found.holds("doi", border - timedelta(minutes=1))


def test_what_an_ended_unit_left_belongs_to_its_heir_and_those_above() -> None:
    for who in ("co-so", "lao-cai", "vn"):
        assert reaches(who, "van-chan", "2021-05-07")
    assert reaches("lao-cai", "yen-bai", "2021-05-07")
    assert not reaches("co-so", "yen-bai", "2021-05-07")


def test_nothing_is_inherited_while_the_unit_lives() -> None:
    assert not reaches("lao-cai", "van-chan", "2021-05-07", today=date(2025, 6, 30))
    assert reaches("lao-cai", "van-chan", "2021-05-07", today=date(2025, 7, 1))


def test_a_unit_that_is_still_to_come_is_reached_by_its_parent() -> None:
    assert reaches("lao-cai", "sap-lap", "2027-02-01")


def test_people_and_channels_are_within_reach_by_where_their_unit_stands_today() -> None:
    assert reach_of("lao-cai", UNITS, TODAY, ZONE).has_unit("doi")
    assert not reach_of("yen-bai", UNITS, TODAY, ZONE).has_unit("doi")
    assert reach_of("yen-bai", UNITS, date(2020, 1, 1), ZONE).has_unit("doi")
    assert reach_of("", UNITS, TODAY, ZONE).has_unit("doi")


def test_a_circle_of_heirs_ends() -> None:
    circle = units(
        unit("a", ("2000-01-01", "2001-01-01", None), successor="b"),
        unit("b", ("2000-01-01", "2001-01-01", None), successor="a"),
        unit("c", ("2000-01-01", None, None)),
    )
    assert not reach_of("c", circle, TODAY, ZONE).holds("a", at("2000-06-01"))


NAMES = [row.id for row in UNITS]


@given(
    st.sampled_from(NAMES), st.sampled_from(NAMES), st.dates(date(1995, 2, 16), date(2030, 1, 1)),
    st.dates(date(1995, 2, 16), date(2030, 1, 1)),
)  # fmt: skip
def test_while_a_unit_lives_its_post_is_reached_exactly_by_those_above_it_that_day(
    who: str, what: str, day: date, today: date
) -> None:
    """For units that have not ended by `today`: the rule of `Units.above`, told as spans."""
    last = UNITS[what].periods[-1].to
    if UNITS[what].on(day) is None or (last is not None and last < today):
        return
    above = who in UNITS.above(what, day)
    assert reach_of(who, UNITS, today, ZONE).holds(what, at(day.isoformat())) is (above or who == what)


def test_without_knowing_what_lies_below_a_person_reaches_his_own_unit_alone() -> None:
    person = Person("lan", Role.AUTHOR, "lao-cai")
    assert out_of_reach(person, "lao-cai", at("2026-01-01")) is None
    assert out_of_reach(person, "co-so", at("2026-01-01")) is not None
    assert out_of_reach(Person("lan", Role.AUTHOR), "co-so", at("2026-01-01")) is None


def test_a_deputy_approves_neither_his_own_work_nor_that_of_whom_he_stands_for() -> None:
    deputy = Person("hoa", Role.APPROVER, on_behalf="minh")
    refused: list[Any] = [own_work(deputy, author, author_may_approve=False) for author in ("hoa", "minh", "lan")]
    assert [bool(reason) for reason in refused] == [True, True, False]
