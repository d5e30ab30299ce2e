"""The clock's look at every Page: once a day, and at once where a post is waiting."""

from datetime import timedelta
from typing import Any

import pytest

from scheduler.publish.tokens.daily import EXPIRY, TOKEN, TokenWatch
from scheduler.store import health
from scheduler.store.models import Notice
from scheduler.store.notices import acknowledge
from scheduler.store.pace import pause
from tests.pages import DAY, NOW

HOUR = timedelta(hours=1)
LINK = "https://desk.example.vn"


def watch(house: Any, **changes: Any) -> TokenWatch:
    return TokenWatch(house.reach(**changes), LINK)


def debugged(house: Any) -> int:
    return sum(call["edge"] == "debug_token" for call in house.world.ask("journal")["calls"])


def test_every_page_is_looked_at_once_a_day_with_two_calls(new_house: Any) -> None:
    house = new_house(3)
    before = debugged(house)
    assert [watch(house).look(NOW + at) for at in (0 * DAY, HOUR, 23 * HOUR, DAY)] == [3, 0, 0, 3]
    assert debugged(house) - before == 6
    assert [len(house.calls(channel)) for channel in house.channels] == [2, 2, 2]


def test_what_was_found_is_kept_for_the_desk(new_house: Any) -> None:
    house = new_house()
    house.set_token(house.channels[0], expires_at=int((NOW + 40 * DAY).timestamp()))
    watch(house).look(NOW)
    kept = health.of(house.channels[0])
    assert kept and (kept.well, kept.checked_at) == (True, NOW)
    assert kept.report["deadline"] == (NOW + 40 * DAY).isoformat()


def test_two_machines_do_not_ask_twice(new_house: Any) -> None:
    house = new_house()
    channel = house.channels[0]
    assert health.take(channel, NOW - DAY, NOW, timedelta(minutes=10))
    assert watch(house).look(NOW) == 0
    assert watch(house).look(NOW + timedelta(minutes=11)) == 1


def test_people_are_told_14_and_7_and_1_days_ahead_each_time_anew(new_house: Any) -> None:
    house = new_house()
    channel, end = house.channels[0], NOW + 20 * DAY
    house.set_token(channel, data_access_expires_at=int(end.timestamp()))
    stages = []
    for day in range(21):
        watch(house).look(NOW + day * DAY)
        notice = Notice.objects.filter(kind=EXPIRY).first()
        if notice and notice.acked_at is None:
            stages.append((day, notice.stage))
            acknowledge(notice.pk, "lan", NOW + day * DAY)
    assert stages == [(6, "14"), (13, "7"), (19, "1"), (20, "0")]
    told = Notice.objects.get(kind=EXPIRY)
    assert (
        told.subject == channel
        and channel in told.reason
        and "bhxh token" in told.remedy
        and told.link == f"{LINK}/stations/{channel}"
    )


@pytest.mark.parametrize(
    ("state", "stage"), [({"state": "dead"}, "dead"), ({"scopes": ["pages_show_list"]}, "optional,scope")]
)
def test_a_token_that_cannot_publish_is_told_until_it_is_mended(new_house: Any, state: Any, stage: str) -> None:
    house = new_house()
    channel = house.channels[0]
    house.set_token(channel, **state)
    watch(house).look(NOW)
    notice = Notice.objects.get(kind=TOKEN, resolved_at=None)
    assert set(notice.stage.split(",")) <= set(stage.split(",")) and notice.subject == channel
    house.set_token(channel, state="valid", scopes=["pages_show_list", "pages_manage_posts", "pages_read_engagement"])
    watch(house).look(NOW + DAY)
    assert not Notice.objects.filter(kind=TOKEN, resolved_at=None).exists()


def test_a_page_with_a_post_due_within_the_hour_is_looked_at_once_an_hour_and_not_more(new_house: Any) -> None:
    house = new_house(2)
    stuck, other = house.channels
    watch(house).look(NOW)
    house.post(stuck, NOW + 3 * HOUR)
    pause(stuck, None, "mã hết hạn", NOW + HOUR)
    watch(house).look(NOW + HOUR)
    assert len(house.calls(stuck)) == 1  # its post is not due within the hour yet
    for minutes in (0, 10, 30, 59):
        watch(house).look(NOW + 2 * HOUR + timedelta(minutes=minutes))
    assert (len(house.calls(stuck)), len(house.calls(other))) == (2, 1)


def test_a_token_that_died_since_the_daily_look_is_told_in_the_hour_before_a_post(new_house: Any) -> None:
    house = new_house(2)
    due, other = house.channels
    watch(house).look(NOW)
    house.post(due, NOW + 3 * HOUR)
    for channel in (due, other):
        house.set_token(channel, state="dead")
    watch(house).look(NOW + HOUR)
    assert not Notice.objects.filter(kind=TOKEN).exists()
    watch(house).look(NOW + 2 * HOUR)
    assert [notice.subject for notice in Notice.objects.filter(kind=TOKEN, resolved_at=None)] == [due]
    assert (len(house.calls(due)), len(house.calls(other))) == (2, 1)


def test_a_dead_network_is_not_asked_for_every_page_and_says_nothing_of_tokens(new_house: Any) -> None:
    house = new_house(9)
    assert watch(house, graph_url="http://127.0.0.1:9/").look(NOW) == 3
    assert Notice.objects.count() == 0
    assert watch(house).look(NOW + timedelta(minutes=10)) == 6  # the three are left alone for a while
    assert watch(house).look(NOW + timedelta(minutes=61)) == 3


def test_a_page_that_content_no_longer_has_is_no_longer_news(new_house: Any) -> None:
    house = new_house(2)
    house.set_token(house.channels[0], state="dead")
    watch(house).look(NOW)
    reach = house.reach()
    reach.pages.pop(house.channels[0])
    TokenWatch(reach, LINK).look(NOW + DAY)
    assert not Notice.objects.filter(resolved_at=None).exists()
