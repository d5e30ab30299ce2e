"""The two shipped campaigns as the planner lays them out."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from scheduler.core.content import Content
from scheduler.core.plan import plan
from scheduler.core.render import Renderer
from scheduler.core.slot import Gap, Slot

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
Plan = list[Slot | Gap]


@pytest.fixture(scope="module")
def planned(content: Content, renderer: Renderer) -> Callable[[str], Plan]:
    """The plan of a campaign, made once."""

    @cache
    def make(name: str) -> Plan:
        return list(plan(content, content.campaigns[name], zone=ZONE, renderer=renderer))

    return make


def _slots(plan: Plan, kind: str) -> list[Slot]:
    return [item for item in plan if isinstance(item, Slot) and item.kind == kind]


def test_may_2021_is_a_post_an_evening_on_each_page(planned: Callable[[str], Plan]) -> None:
    posts = _slots(planned("thang-5-2021"), "facebook")
    assert Counter(slot.channel for slot in posts) == dict.fromkeys({slot.channel for slot in posts}, 25)
    assert len({slot.channel for slot in posts}) == 10
    assert {slot.due.hour for slot in posts} <= {19, 20, 21}


def test_may_2021_is_two_scripts_a_working_day_on_each_station(planned: Callable[[str], Plan]) -> None:
    scripts = _slots(planned("thang-5-2021"), "radio")
    assert set(Counter(slot.channel for slot in scripts).values()) == {34}
    assert 600 <= len(scripts) <= 1000
    assert all(slot.due.weekday() < 5 for slot in scripts)


def test_every_page_and_station_says_every_message_of_may_2021(
    planned: Callable[[str], Plan], content: Content
) -> None:
    wanted = {share.id for share in content.campaigns["thang-5-2021"].messages}
    assert len(wanted) >= 18
    said: dict[str, set[str]] = {}
    for item in planned("thang-5-2021"):
        if isinstance(item, Slot):
            said.setdefault(item.channel, set()).add(item.message)
    assert [channel for channel, messages in said.items() if messages != wanted] == []


def test_every_page_celebrates_the_day_of_unity_before_it_is_over(planned: Callable[[str], Plan]) -> None:
    posts = [s for s in _slots(planned("quy-4-2026"), "facebook") if s.message == "bhxh-dai-doan-ket-2026"]
    assert len({slot.channel for slot in posts}) == 10
    assert all(date(2026, 11, 1) <= slot.due.date() <= date(2026, 11, 18) for slot in posts)


def test_stations_rest_on_culture_day_and_say_so(planned: Callable[[str], Plan]) -> None:
    culture_day = date(2026, 11, 24)
    quarter = planned("quy-4-2026")
    assert not [slot for slot in _slots(quarter, "radio") if slot.due.date() == culture_day]
    assert [slot for slot in _slots(quarter, "facebook") if slot.due.date() == culture_day]
    assert [gap for gap in quarter if isinstance(gap, Gap) and gap.day == culture_day and "Văn hóa" in gap.why]


def test_what_a_campaign_leaves_unsaid_is_for_want_of_a_translation_or_a_holiday(
    planned: Callable[[str], Plan],
) -> None:
    for name in ("thang-5-2021", "quy-4-2026"):
        gaps = [item for item in planned(name) if isinstance(item, Gap)]
        assert [gap.why for gap in gaps if "chưa có bản tiếng" not in gap.why and "nghỉ lễ" not in gap.why] == []
