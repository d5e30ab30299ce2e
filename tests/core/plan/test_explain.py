"""Why a slot is where it is, and why a day is empty."""

from typing import Any

import pytest

from scheduler.core.explain import explain, why
from scheduler.core.slot import Reason, Slot, Turn
from tests.core.plan.building import (
    OFFICE,
    ZONE,
    at,
    campaign,
    content,
    message,
    messages,
    page,
    planned,
    station,
    unit,
)

SAID = messages(2)
ELSEWHERE = page("fb-khac", owners=[{"unit": "khac", "from": "2000-01-01"}])
ABOUT = content([page("fb-a"), page("fb-b"), station(), ELSEWHERE], SAID, units=[unit("khac")])
MONDAYS = {"triggers": [{"cron": {"day_of_week": "mon", "hour": 8}}]}


def asked(key: str, **more: Any) -> str:
    run = campaign(SAID, days=9, **{"cadence": {"facebook": MONDAYS}, **more})
    return why(ABOUT, run, key, zone=ZONE)


def test_a_slot_tells_its_cadence_line_its_place_and_its_turn() -> None:
    told = asked("c/fb-b/vi/2021-05-03T08:00/1")
    assert 'Nhịp "cron day_of_week mon, hour 8, minute 0" rơi vào 08:00 thứ Hai 03/05/2021' in told
    assert "đứng thứ 2 trong lượt giãn phút nên đăng lúc 08:01" in told
    assert '"m2" đến lượt thứ 2 trong vòng 2 lượt' in told


def test_every_planned_slot_is_explained_by_its_own_key() -> None:
    run = campaign(SAID, days=9, cadence={"facebook": MONDAYS, "radio": {"triggers": [{"cron": {"hour": "4,16"}}]}})
    for slot in planned(ABOUT, run):
        assert why(ABOUT, run, slot.key, zone=ZONE) == explain(slot)


def test_a_moved_slot_tells_what_moved_it() -> None:
    quiet = {"facebook": {**MONDAYS, "quiet": {"from": "07:00", "to": "09:00"}}}
    assert "dời chỗ vì giờ yên lặng" in asked("fb-a/2021-05-03", cadence=quiet)


def test_a_reading_on_air_tells_its_slot_and_how_long_it_takes() -> None:
    radio = {"radio": {"triggers": [{"every": {"days": 1, "at": "04:00"}}], "repeats": 2}}
    told = asked("c/dai-a/2021-05-03", cadence=radio)
    assert "mỗi 1 ngày lúc 04:00" in told
    assert "đọc trong khung giờ 05:00 của đài, mất 30 giây" in told
    assert "lần đọc thứ 2 trong ngày" in told


def test_a_post_by_hand_says_that_a_person_chose_its_time() -> None:
    due = at("2021-05-03T08:00")
    slot = Slot(
        "tay/fb-a/vi/2021-05-03T08:00/1",
        "tay",
        "",
        OFFICE,
        "fb-a",
        "facebook",
        "vi",
        due,
        0,
        Reason("", due, Turn(1, 1, 1)),
    )
    assert "viết tay" in explain(slot)


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("fb-a/2021-05-04", "nhịp của facebook không rơi vào ngày này; lần tới là 08:00 thứ Hai 10/05/2021"),
        ("c/fb-a/2021-05-11", "không còn rơi vào ngày nào đến hết chiến dịch"),
        ("fb-a/2021-06-01", 'nằm ngoài chiến dịch "c" (03/05/2021 đến 11/05/2021)'),
        ("fb-a/2021-02-30", "Không có ngày 2021-02-30"),
        ("fb-aa/2021-05-04", "có phải: fb-a"),
        ("zzz/2021-05-04", "xem content/channels"),
        ("khac/fb-a/2021-05-04", 'thuộc chiến dịch "khac"'),
        ("dai-a/2021-05-04", "không có nhịp cho kênh loại radio; chỉ có: facebook"),
        ("fb-khac/2021-05-03", 'kênh thuộc đơn vị "khac", không nằm trong chiến dịch'),
        ("c/fb-a/vi/2021-05-03T08:00/2", "Không có bài c/fb-a/vi/2021-05-03T08:00/2 trong lịch"),
        ("hôm nay", "hãy viết mã bài"),
        ("fb-a", "KÊNH/2021-05-15"),
    ],
)
def test_an_empty_day_or_a_wrong_key_is_answered(key: str, told: str) -> None:
    assert told in asked(key)


def test_a_day_with_a_gap_tells_the_gap() -> None:
    skip = [{"from": "2021-05-10", "to": "2021-05-10", "why": "bầu cử"}]
    assert "Trống: chiến dịch tạm nghỉ: bầu cử." in asked("fb-a/2021-05-10", skip=skip)


def test_a_station_is_answered_without_planning_the_others() -> None:
    broken = station("dai-b", slots=[("05:00", 100)])
    about = content([station(), broken], [message("m1"), message("m2")])
    run = campaign(SAID, days=2, cadence={"radio": {"triggers": [{"cron": {"hour": 4}}]}})
    asked_for: set[str] = set()

    def booked(channel: str, day: object) -> tuple[()]:
        asked_for.add(channel)
        return ()

    why(about, run, "dai-a/2021-05-04", zone=ZONE, booked=booked)
    assert asked_for == {"dai-a"}
