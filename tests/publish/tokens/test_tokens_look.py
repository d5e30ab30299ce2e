"""Looking at Pages' access, over real HTTP at the sandbox."""

from typing import Any

import pytest

from scheduler.publish.tokens.look import Report, look
from tests.pages import DAY, NOW


def looked(house: Any, channel: str, **changes: Any) -> Report:
    reach = house.reach(**changes)
    return look(reach, reach.pages[channel], NOW)


def codes(report: Report) -> dict[str, str]:
    return {finding.code: finding.level for finding in report.findings}


def test_a_living_token_of_the_right_page_is_well(new_house: Any) -> None:
    house = new_house()
    report = looked(house, house.channels[0])
    assert report.well is True and report.findings == ()
    assert report.as_dict()["expires_at"] == 0


def test_a_look_costs_two_calls_that_change_nothing(new_house: Any) -> None:
    house = new_house()
    looked(house, house.channels[0])
    calls = house.calls(house.channels[0])
    assert [(call["method"], call["edge"]) for call in calls] == [("GET", "page")]
    assert sum(call["edge"] == "debug_token" for call in house.world.ask("journal")["calls"]) >= 1


@pytest.mark.parametrize("subcode", [458, 459, 460, 463, 464, 467, 492])
def test_a_dead_token_is_named_with_its_cause(new_house: Any, subcode: int) -> None:
    house = new_house()
    house.set_token(house.channels[0], state=subcode)
    report = looked(house, house.channels[0])
    assert codes(report) == {"dead": "bad"} and report.well is False
    assert f"190/{subcode}" in report.findings[0].seen.vi


def test_a_token_of_another_page_is_not_taken_for_this_ones(new_house: Any) -> None:
    house = new_house(2)
    mine, other = house.channels
    house.token_file(mine).write_text(house.token(other), encoding="utf-8")
    report = looked(house, mine)
    assert codes(report) == {"page": "bad"}
    assert house.page_id(other) in report.findings[0].seen.vi and house.page_id(mine) in report.findings[0].seen.en


def test_a_missing_permission_is_named(new_house: Any) -> None:
    house = new_house()
    house.set_token(house.channels[0], scopes=["pages_read_engagement", "pages_show_list", "pages_manage_engagement"])
    report = looked(house, house.channels[0])
    assert codes(report) == {"scope": "bad"} and "pages_manage_posts" in report.findings[0].seen.vi


def test_an_expiry_that_is_not_told_is_unknown_and_not_never(new_house: Any) -> None:
    house = new_house()
    house.set_token(house.channels[0], expires_at=None)
    report = looked(house, house.channels[0])
    assert codes(report) == {"life-unknown": "note"} and report.well is True


def test_the_nearer_of_both_ends_is_the_deadline(new_house: Any) -> None:
    house = new_house()
    ends = {"expires_at": NOW + 9 * DAY, "data_access_expires_at": NOW + 3 * DAY}
    house.set_token(house.channels[0], **{name: int(at.timestamp()) for name, at in ends.items()})
    report = looked(house, house.channels[0])
    assert codes(report) == {"expires": "warn", "data-access": "warn"}
    assert report.deadline == NOW + 3 * DAY and report.well is True


def test_without_the_app_secret_what_can_be_checked_is_checked(new_house: Any) -> None:
    house = new_house()
    house.world.ask("pages", {"apps": [{"id": "778", "secret": "none"}], "pages": []})
    page = {"id": "98000001", "name": "Trang", "app": "778", "token": "EAAsandboxnoproof0123456789"}
    house.world.ask("pages", page)
    channel = house.channels[0]
    house.token_file(channel).write_text(page["token"], encoding="utf-8")
    report = looked(house, channel, app_secret=None)
    assert codes(report) == {"page": "bad", "no-secret": "note"}


def test_a_channel_without_a_token_says_where_to_put_it(new_house: Any) -> None:
    house = new_house()
    house.token_file(house.channels[0]).unlink()
    report = looked(house, house.channels[0])
    assert codes(report) == {"not-ready": "bad"} and report.findings[0].step.vi


def test_a_network_that_is_down_is_no_verdict_on_the_token(new_house: Any) -> None:
    house = new_house()
    report = looked(house, house.channels[0], graph_url="http://127.0.0.1:9/")
    assert codes(report) == {"unreached": "warn"} and report.well is None


def test_nothing_that_is_reported_or_stored_holds_a_secret(new_house: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    house = new_house()
    channel = house.channels[0]
    house.set_token(channel, state=460)
    report = looked(house, channel)
    shown = f"{report!r} {report.as_dict()} {caplog.text}"
    assert house.token(channel) not in shown and "sandbox-app-secret" not in shown and "appsecret_proof=" in caplog.text
