"""Notices in the database, SQLite and PostgreSQL: told once, repeated until acknowledged, closed by themselves."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scheduler.errors import BhxhError
from scheduler.store import ways
from scheduler.store.models import Notice
from scheduler.store.notices import (
    News,
    acknowledge,
    due,
    mark_sent,
    open_notices,
    raise_notice,
    resolve,
    settle,
    waiting,
)

pytestmark = pytest.mark.usefixtures("db")
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
HOUR, EVERY = timedelta(hours=1), timedelta(hours=4)


def news(subject: str = "fb-a", **more: Any) -> News:
    return News(**({"kind": "paused", "subject": subject, "reason": "tạm dừng", "remedy": "bhxh token"} | more))


def send(now: datetime, way: str = "smtp") -> list[str]:
    found = due(waiting(), way, now, EVERY)
    mark_sent(found, way, now)
    return [notice.subject for notice in found]


def test_the_same_thing_is_open_once_however_often_it_is_raised() -> None:
    assert [raise_notice(news(), NOW + n * HOUR) for n in range(3)] == [True, False, False]
    assert Notice.objects.count() == 1 and Notice.objects.get().raised_at == NOW


def test_it_is_told_at_once_and_then_every_four_hours_until_somebody_acknowledges() -> None:
    raise_notice(news(), NOW)
    told = [hour for hour in range(13) if send(NOW + hour * HOUR)]
    assert told == [0, 4, 8, 12]
    acknowledge(Notice.objects.get().pk, "lan", NOW + 13 * HOUR)
    assert [hour for hour in range(13, 40) if send(NOW + hour * HOUR)] == []
    assert open_notices().get().acked_by == "lan"


def test_each_way_carries_it_once() -> None:
    raise_notice(news(), NOW)
    assert [send(NOW, way) for way in ("smtp", "webhook", "smtp", "webhook")] == [["fb-a"], ["fb-a"], [], []]


def test_a_worse_turn_is_told_at_once_even_after_it_was_acknowledged() -> None:
    raise_notice(news(stage="14"), NOW)
    send(NOW)
    acknowledge(Notice.objects.get().pk, "lan", NOW)
    assert raise_notice(news(stage="7", reason="còn 7 ngày"), NOW + HOUR)
    assert send(NOW + HOUR) == ["fb-a"] and Notice.objects.get().reason == "còn 7 ngày"


def test_another_wording_alone_waits_for_the_next_repeat() -> None:
    raise_notice(news(), NOW)
    send(NOW)
    assert not raise_notice(news(reason="2 bài"), NOW + HOUR)
    assert send(NOW + HOUR) == [] and Notice.objects.get().reason == "2 bài"


def test_what_is_over_is_closed_and_told_anew_when_it_comes_back() -> None:
    raise_notice(news(), NOW)
    acknowledge(Notice.objects.get().pk, "lan", NOW)
    assert resolve("paused", "fb-a", NOW + HOUR) and not resolve("paused", "fb-a", NOW + HOUR)
    assert raise_notice(news(), NOW + 2 * HOUR)
    assert Notice.objects.count() == 2 and send(NOW + 2 * HOUR) == ["fb-a"]


def test_settling_closes_those_of_its_kind_that_no_longer_hold() -> None:
    for subject in ("fb-a", "fb-b", "fb-c"):
        raise_notice(news(subject), NOW)
    raise_notice(news("fb-a", kind="token"), NOW)
    assert settle("paused", {"fb-b"}, NOW + HOUR) == 2
    assert [(n.kind, n.subject) for n in open_notices()] == [("paused", "fb-b"), ("token", "fb-a")]


def test_the_daily_one_is_told_once_and_no_more() -> None:
    raise_notice(news(kind="daily", repeats=False), NOW)
    assert [hour for hour in range(24) if send(NOW + hour * HOUR)] == [0]


def test_an_event_is_over_when_somebody_has_noticed() -> None:
    raise_notice(news(kind="clock"), NOW)
    acknowledge(Notice.objects.get().pk, "lan", NOW)
    assert not open_notices().exists()


def test_acknowledging_what_is_not_open_is_refused_in_words() -> None:
    with pytest.raises(BhxhError, match="không có tin nào đang mở"):
        acknowledge(4711, "lan", NOW)


def test_a_turn_taken_by_one_machine_is_not_taken_by_another() -> None:
    assert ways.take("smtp", NOW, HOUR) and not ways.take("smtp", NOW + timedelta(minutes=1), HOUR)
    assert ways.take("webhook", NOW, HOUR)
    ways.succeeded("smtp", NOW)
    assert ways.take("smtp", NOW, HOUR)


def test_a_machine_that_died_during_its_turn_blocks_nobody_for_long() -> None:
    ways.take("smtp", NOW, HOUR)
    assert ways.take("smtp", NOW + HOUR, HOUR)


def test_after_failures_the_pause_doubles_up_to_half_an_hour_and_a_success_forgets_them() -> None:
    now, pauses = NOW, []
    for _ in range(8):
        assert ways.take("smtp", now, HOUR)
        ways.failed("smtp", "không nói chuyện được", now)
        later = next(minutes for minutes in range(61) if ways.take("smtp", now + timedelta(minutes=minutes), HOUR))
        pauses.append(later)
        now += timedelta(minutes=later)
        ways.give_back("smtp")
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]
    assert ways.state("smtp").fails == 8 and "không nói" in ways.state("smtp").error
    ways.succeeded("smtp", now)
    assert ways.state("smtp") == ways.WayState(sent_at=now.isoformat())
