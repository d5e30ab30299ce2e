"""The probe: what it says of a Page, and that it shows nothing and leaves nothing behind, whatever fails."""

import urllib.request
from datetime import timedelta
from typing import Any

import pytest

from scheduler.publish.tokens.leftover import PROBE, sweep_leftovers
from scheduler.publish.tokens.probe import AHEAD, MARK, Probe, probe
from scheduler.store import health
from scheduler.store.models import Notice
from tests.pages import DAY, NOW

LINK = "https://desk.example.vn"
LATER = NOW + timedelta(hours=1)


def probed(house: Any) -> Probe:
    reach = house.reach()
    page = reach.pages[house.channels[0]]
    return probe(reach.page(page.id, NOW), page, NOW, lambda row: health.record_probe(page.id, row, NOW))


def left(house: Any) -> int:
    pages = {page["id"]: page for page in house.world.ask("state")["pages"]}
    page = pages[house.page_id(house.channels[0])]
    return int(page["drafts"] + page["scheduled"])


def tried(found: Probe) -> dict[str, bool | None]:
    return {one.name: one.holds for one in found.tried}


def test_a_page_that_takes_everything_gets_two_phase_and_may_hand_over(new_house: Any) -> None:
    house = new_house()
    found = probed(house)
    assert tried(found) == {"draft": True, "read": True, "words": True, "list": True, "schedule": True}
    assert (found.recommended, found.handover, found.clean) == ("two-phase", True, True)
    assert house.seen(house.channels[0]) == [] and left(house) == 0


def test_the_test_post_is_plainly_marked_and_scheduled_weeks_ahead(new_house: Any) -> None:
    house = new_house()
    probed(house)
    writes = [call["parameters"] for call in house.calls(house.channels[0]) if call["method"] == "POST"]
    assert writes[0]["message"].startswith(MARK) and writes[0]["published"] == "false"
    assert writes[1]["scheduled_publish_time"] == str(int((NOW + AHEAD).timestamp()))


def test_a_page_that_refuses_drafts_gets_direct(new_house: Any) -> None:
    house = new_house()
    house.fails("refuse-drafts", house.channels[0])
    found = probed(house)
    assert tried(found) == {"draft": False} and found.recommended == "direct" and found.clean


def test_a_page_that_does_not_schedule_gets_two_phase_alone(new_house: Any) -> None:
    house = new_house()
    house.fails("schedule-as-draft", house.channels[0])
    found = probed(house)
    assert (found.recommended, found.handover, tried(found)["schedule"]) == ("two-phase", False, False)


def test_a_missing_permission_says_nothing_of_protocols(new_house: Any) -> None:
    house = new_house()
    house.fails("error", house.channels[0], code=200, edge="feed", method="POST")
    found = probed(house)
    assert tried(found) == {"draft": None} and found.recommended == "" and found.clean


@pytest.mark.parametrize(
    "fault", ["executed-then-cut", "executed-then-500", "executed-then-html", "executed-then-empty"]
)
@pytest.mark.parametrize(("edge", "method"), [("feed", "POST"), ("post", "POST"), ("post", "DELETE")])
def test_a_lost_answer_leaves_nothing_behind(new_house: Any, fault: str, edge: str, method: str) -> None:
    house = new_house()
    house.fails(fault, house.channels[0], edge=edge, method=method, times=1)
    found = probed(house)
    assert found.clean and left(house) == 0 and house.seen(house.channels[0]) == []
    assert found.recommended == "two-phase"


def test_what_cannot_be_deleted_is_told_and_deleted_by_the_clock_later(new_house: Any) -> None:
    house = new_house()
    channel = house.channels[0]
    house.fails("error", channel, code=2, edge="post", method="DELETE")
    found = probed(house)
    assert not found.clean and found.left and left(house) == 1
    assert sweep_leftovers(house.reach(), LATER, LINK) == 1
    notice = Notice.objects.get(kind=PROBE)
    assert found.left in notice.reason and f"{NOW + AHEAD:%d/%m/%Y}" in notice.remedy
    _lift(house)
    assert sweep_leftovers(house.reach(), LATER + DAY, LINK) == 0
    assert left(house) == 0 and Notice.objects.get(kind=PROBE).resolved_at
    assert house.seen(channel) == []


def _lift(house: Any) -> None:
    """Take back the rules of this house's Page."""
    for rule in house.world.ask("faults")["faults"]:
        if rule.get("page") == house.page_id(house.channels[0]):
            address = f"{house.world.url}_sandbox/faults?id={rule['id']}"
            urllib.request.urlopen(urllib.request.Request(address, method="DELETE"), timeout=10).close()


@pytest.mark.parametrize("at", [1, 2])
def test_a_killed_probe_is_cleaned_up_after_by_what_it_stored_first(new_house: Any, at: int) -> None:
    house = new_house()
    reach = house.reach()
    page = reach.pages[house.channels[0]]
    stored: list[dict[str, Any]] = []

    def remember(row: dict[str, Any]) -> None:
        stored.append(row)
        if len(stored) <= at:
            health.record_probe(page.id, row, NOW)

    probe(reach.page(page.id, NOW), page, NOW, remember)
    graph = reach.page(page.id, NOW)
    graph.put_object(page.page_id, "feed", message=stored[0]["text"], published=False)
    assert left(house) == 1
    assert sweep_leftovers(reach, LATER, LINK) == 0
    assert left(house) == 0 and house.seen(house.channels[0]) == []
