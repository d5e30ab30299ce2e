"""Days on which less is said: holidays, mourning, skips, validity, owners."""

from datetime import date
from typing import Any

import pytest

from scheduler.core.calendar import Calendar, Mourning
from scheduler.core.slot import Gap
from tests.core.plan.building import (
    FOREVER,
    MONDAY,
    OFFICE,
    Planned,
    campaign,
    content,
    message,
    messages,
    page,
    planned,
    station,
    unit,
)

TWO = messages(2)
HOLIDAY = date(2021, 4, 30)
REUNIFICATION = "Ngày Chiến thắng"
DAILY = [{"cron": {"hour": 8}}]


def days_of(plan: Planned) -> list[int]:
    return [slot.due.day for slot in plan]


def around(start: date, days: int, *, calendar: Calendar | None = None, **cadence: Any) -> Planned:
    rules = {"triggers": DAILY, **cadence}
    run = campaign(TWO, start=start, days=days, cadence={"facebook": rules})
    return planned(content([page()], TWO, calendar=calendar or Calendar()), run)


def test_holidays_are_kept_unless_the_cadence_skips_them() -> None:
    assert days_of(around(date(2021, 4, 29), 3)) == [29, 30, 1]


def test_a_skipped_holiday_leaves_a_gap_with_its_name() -> None:
    plan = around(date(2021, 4, 29), 2, holidays="skip")
    assert days_of(plan) == [29]
    assert plan.gaps == [Gap("c", "fb-a", HOLIDAY, plan.why)]
    assert "ngày nghỉ lễ" in plan.why


def test_our_calendar_overrides_the_holidays_of_the_library() -> None:
    calendar = Calendar(off={date(2021, 5, 4): "nghỉ bù"}, working=frozenset({HOLIDAY}))
    plan = around(HOLIDAY, 6, holidays="skip", calendar=calendar)
    assert HOLIDAY.day in days_of(plan)
    assert "nghỉ bù" in plan.on(date(2021, 5, 4)).why


MOURNING = Mourning.model_validate({"from": "2021-05-04", "to": "2021-05-05", "name": "Quốc tang"})


def test_on_a_day_of_mourning_only_service_notices_go_out_and_the_rest_is_told() -> None:
    said = [message("vui", tone="festive"), message("thuong"), message("phuc-vu", tone="service")]
    calendar = Calendar(mourning=(MOURNING,))
    plan = planned(content([page()], said, calendar=calendar), campaign(said, days=4))
    assert plan.on(date(2021, 5, 4)).said == plan.on(date(2021, 5, 5)).said == ["phuc-vu"]
    assert [gap.day.day for gap in plan.gaps] == [4, 5]
    assert 'Quốc tang: chỉ phát thông báo phục vụ (tone: service), không phát "vui", "thuong"' in plan.why


def test_a_day_of_mourning_without_service_notices_is_silent() -> None:
    plan = planned(content([page()], TWO, calendar=Calendar(mourning=(MOURNING,))), campaign(TWO, days=4))
    assert days_of(plan) == [3, 6]
    assert {gap.day.day for gap in plan.gaps} == {4, 5}
    assert "Quốc tang" in plan.why


def test_days_that_the_campaign_skips_are_told_with_its_reason() -> None:
    run = campaign(TWO, days=3, skip=[{"from": "2021-05-04", "to": "2021-05-04", "why": "bầu cử"}])
    plan = planned(content([page()], TWO), run)
    assert days_of(plan) == [3, 5]
    assert plan.why == "chiến dịch tạm nghỉ: bầu cử"


def test_a_message_is_said_only_while_it_is_valid_and_in_its_share() -> None:
    said = [
        message("a", valid_to="2021-05-04"),
        message("b", valid_from="2021-05-05"),
        message("c"),
    ]
    run = campaign(days=6, messages=[{"id": "a"}, {"id": "b"}, {"id": "c", "from": "2021-05-04", "to": "2021-05-07"}])
    plan = planned(content([page()], said), run)
    assert plan.said[0] == "a"
    assert plan.said[1] == "c"
    assert set(plan.said[2:5]) == {"b", "c"}
    assert plan.said[5] == "b"


def test_a_day_without_any_valid_message_says_of_each_why() -> None:
    said = [message("a", valid_to="2021-05-02"), message("b", texts={"radio": {"vi": "xin chào"}})]
    run = campaign(days=1, messages=[{"id": "a"}, {"id": "b"}, {"id": "x"}])
    plan = planned(content([page()], said), run)
    assert len(plan) == 0
    for told in ("hết hiệu lực sau ngày 02/05/2021", "không có bài cho facebook bằng tiếng Việt", '"x" không có trong'):
        assert told in plan.why


def test_a_message_without_a_text_for_the_kind_is_not_in_its_mix() -> None:
    said = [message("a"), message("chi-dai", texts={"radio": {"vi": "xin chào bà con"}})]
    plan = planned(content([page(), station()], said), campaign(said, days=2, cadence={
        "facebook": {"triggers": DAILY}, "radio": {"triggers": [{"cron": {"hour": 4}}]},
    }))  # fmt: skip
    assert set(plan.of("fb-a").said) == {"a"}
    assert set(plan.of("dai-a").said) == {"a", "chi-dai"}


def test_a_channel_speaks_only_on_days_on_which_its_owner_is_in_the_campaign() -> None:
    owners = [{"unit": OFFICE, "from": "2000-01-01", "to": "2021-05-04"}, {"unit": "khac", "from": "2021-05-05"}]
    plan = planned(content([page(owners=owners)], TWO, units=[unit("khac")]), campaign(TWO, days=4))
    assert days_of(plan) == [3, 4]
    assert plan.gaps == []


def test_units_below_a_named_one_take_part_each_with_its_own_channels() -> None:
    below = unit("xa", periods=[{"from": "2000-01-01", "name": "X", "short_name": "X", "parent": OFFICE}])
    channels = [page("fb-a"), page("fb-xa", owners=[{"unit": "xa", "from": "2000-01-01"}])]
    plan = planned(content(channels, TWO, units=[below]), campaign(TWO, days=1, units=[], units_below=[OFFICE]))
    assert [(slot.channel, slot.unit) for slot in plan] == [("fb-a", OFFICE), ("fb-xa", "xa")]


def test_a_channel_that_nobody_owns_on_a_day_leaves_a_gap() -> None:
    owners = [{**FOREVER[0], "to": "2021-05-03"}, {"unit": OFFICE, "from": "2021-05-05"}]
    plan = planned(content([page(owners=owners)], TWO), campaign(TWO, days=3))
    assert days_of(plan) == [3, 5]
    assert plan.gaps[0].day == date(2021, 5, 4)
    assert "không thuộc đơn vị nào" in plan.why


def test_a_unit_that_no_longer_exists_leaves_a_gap_that_names_its_successor() -> None:
    ended = unit(
        "cu", successor="moi", periods=[{"from": "2000-01-01", "to": "2021-05-03", "name": "C", "short_name": "C"}]
    )
    plan = planned(
        content([page(owners=[{"unit": "cu", "from": "2000-01-01"}])], TWO, units=[ended]),
        campaign(TWO, days=2, units=["cu"]),
    )
    assert days_of(plan) == [MONDAY.day]
    assert "kế nhiệm là moi" in plan.why


@pytest.mark.parametrize("kind", ["facebook", "radio"])
def test_the_rotation_goes_on_over_a_silent_day(kind: str) -> None:
    said = messages(3)
    run = campaign(
        said, days=5, skip=[{"from": "2021-05-04", "to": "2021-05-05", "why": "nghỉ"}],
        cadence={kind: {"triggers": [{"cron": {"hour": 4}}]}},
    )  # fmt: skip
    assert planned(content([page(), station()], said), run).said == ["m1", "m2", "m3"]
