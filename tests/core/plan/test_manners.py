"""What the campaigns of a day say to a time that a person chose."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from scheduler.core.content import Content
from scheduler.core.plan.manners import _broken, objections
from tests.store.content import Folder

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
AT = datetime(2021, 5, 8, 19, 30, tzinfo=ZONE)
CADENCE = "min_gap: 30m, quiet: {from: '21:00', to: '06:00'}, max_per_day: 2"


@pytest.fixture
def content(tmp_path: Path) -> Content:
    folder = Folder(tmp_path)
    folder.replace(
        "campaigns/thu.yaml", "minute: 30}}], max_per_day: 1}\n  radio", f"minute: 30}}}}], {CADENCE}}}\n  radio"
    )
    return folder.load()


def said(content: Content, due: datetime, *minutes: int, channel: str = "fb-a") -> list[str]:
    return objections(content, content.channels[channel], due, [due + timedelta(minutes=n) for n in minutes])


def test_a_good_time_meets_no_objection(content: Content) -> None:
    assert said(content, AT, 30) == said(content, AT, -31) == said(content, AT) == []


def test_a_time_too_near_names_the_other_post(content: Content) -> None:
    assert said(content, AT, -29) == ["cách bài lúc 19:01 chưa đủ 30 phút (chiến dịch Chiến dịch thử)"]
    hours = content.campaigns["thu"].cadence["facebook"].model_copy(update={"min_gap": timedelta(hours=20)})
    assert next(_broken(hours, AT, [AT])).endswith("chưa đủ 20 giờ")
    assert said(content, AT, 0)[0].startswith("cách bài lúc 19:30")


@pytest.mark.parametrize(("clock", "hushed"), [((21, 0), True), ((20, 59), False), ((5, 59), True), ((6, 0), False)])
def test_quiet_hours_reach_over_midnight(content: Content, clock: tuple[int, int], hushed: bool) -> None:
    at = AT.replace(hour=clock[0], minute=clock[1])
    assert bool(said(content, at)) == hushed


def test_a_full_day_says_so(content: Content) -> None:
    assert said(content, AT, 60, 120) == ["ngày này kênh đã có 2 bài, nhiều nhất 2 (chiến dịch Chiến dịch thử)"]


def test_a_day_outside_every_campaign_has_no_manners_to_keep(content: Content) -> None:
    assert said(content, AT + timedelta(days=30), 0, 1, 2) == []
