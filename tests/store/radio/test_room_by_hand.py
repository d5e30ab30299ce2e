"""Scripts written by hand and moved by hand: they go only where the station can read them."""

from datetime import datetime

import pytest
from django.db import IntegrityError

from scheduler.core.channel import Station
from scheduler.core.render import Renderer, render_by_hand
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.store.models import Post
from scheduler.store.queue import by_hand
from scheduler.store.queue.act import act
from scheduler.store.queue.by_hand import write_by_hand
from scheduler.store.queue.reschedule import Rescheduling, reschedule
from scheduler.store.radio.room import free
from tests.store.campaigns import ZONE, Desk, posts
from tests.store.conftest import LAN, NOW

SENTENCE = "Bảo hiểm xã hội tiếp dân. "


def wall(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2021, 5, day, hour, minute, tzinfo=ZONE)


def write(desk: Desk, due: datetime, seconds: int, *, lang: str = "vi", timed: int = 0) -> Post:
    """A script of about so many seconds (at 200 syllables a minute, six to a sentence)."""
    content = desk.content
    station, renderer = content.channels["dai-a"], Renderer(content)
    text = SENTENCE * (seconds * 200 // 360)
    rendered = render_by_hand(renderer, station, text, lang=lang, title="Tiếp dân", seconds=timed, due=due)
    key = write_by_hand(content, station, due, rendered, person=LAN, now=NOW, zone=ZONE)
    return posts(key=key)[0]


def left(desk: Desk, day: int) -> list[int]:
    station = desk.content.channels["dai-a"]
    assert isinstance(station, Station)
    return [room.left for room in free(station, wall(day, 12).date(), ZONE)]


def test_a_script_takes_its_seconds_from_its_broadcast(desk: Desk) -> None:
    post = write(desk, wall(7, 6), 100)
    assert left(desk, 7) == [240 - post.seconds, 240]


def test_a_broadcast_is_never_overfilled_and_the_next_with_room_is_named(desk: Desk) -> None:
    write(desk, wall(7, 6), 200)
    with pytest.raises(BhxhError) as refused:
        write(desk, wall(7, 6), 90)
    assert "khung giờ 06:00 07/05/2021 còn" in refused.value.what
    assert refused.value.fix.startswith("khung giờ kế tiếp còn chỗ: 17:00 01/05/2021; ")
    assert "--at" not in refused.value.fix, "the desk says it too"
    assert len(posts()) == 1


def test_the_next_broadcast_with_room_is_one_that_the_station_still_takes_scripts_for(desk: Desk) -> None:
    write(desk, wall(7, 6), 200)
    with pytest.raises(BhxhError) as refused:
        write(desk, wall(7, 6), 90)
    # 08:00 on the first of May: its 17:00 closes at 10:00, so it can still be had.
    times = "17:00 01/05/2021; 06:00 02/05/2021; 17:00 02/05/2021"
    assert f"{times}. Hãy chọn một trong những giờ ấy" in refused.value.fix


def test_a_script_longer_than_every_broadcast_says_so(desk: Desk) -> None:
    with pytest.raises(BhxhError, match="còn 240 giây") as refused:
        write(desk, wall(7, 6), 400)
    assert "14 ngày tới không khung giờ nào đủ chỗ" in refused.value.fix


def test_a_cancelled_script_gives_its_seconds_back(desk: Desk) -> None:
    post = write(desk, wall(7, 6), 200)
    act("cancel", [post], LAN, now=NOW, why="thôi")
    assert write(desk, wall(7, 6), 200).state == State.PENDING


def test_campaigns_and_hands_share_the_air_time(desk: Desk) -> None:
    desk.queue()
    taken = sum(post.seconds for post in posts(kind="radio", due=wall(7, 6)))
    assert left(desk, 7)[0] == 240 - taken
    with pytest.raises(BhxhError, match="khung giờ 06:00"):
        write(desk, wall(7, 6), 239)


def test_nothing_is_put_on_a_silent_day(desk: Desk) -> None:
    silent = "    area: Xã An\n    silent_days: [{from: 2021-05-07, to: 2021-05-07}]"
    desk.folder.replace("channels/channels.yaml", "    area: Xã An", silent)
    with pytest.raises(BhxhError, match="đài không phát ngày 07/05/2021"):
        write(desk, wall(7, 6), 30)


def test_a_time_between_two_broadcasts_is_left_to_what_was_agreed_with_the_station(desk: Desk) -> None:
    assert write(desk, wall(7, 11), 30).due == wall(7, 11)


def test_a_language_that_the_station_does_not_speak_is_refused(desk: Desk) -> None:
    with pytest.raises(BhxhError, match="đài không phát tiếng Mông"):
        write(desk, wall(7, 6), 30, lang="hmn", timed=30)


def test_another_language_needs_a_measured_time(desk: Desk) -> None:
    desk.folder.replace("channels/channels.yaml", "    area: Xã An", "    area: Xã An\n    languages: [vi, hmn]")
    with pytest.raises(BhxhError, match="cần thời lượng đọc"):
        write(desk, wall(7, 6), 30, lang="hmn")
    assert write(desk, wall(7, 6), 30, lang="hmn", timed=41).seconds == 41


def test_a_script_is_not_moved_into_a_full_broadcast(desk: Desk) -> None:
    write(desk, wall(7, 17), 200)
    post = write(desk, wall(7, 6), 90)
    content = desk.content
    done = reschedule(Rescheduling(content, Renderer(content), ZONE, LAN, wall(7, 17), NOW), [post])
    ((key, why),) = done.left
    assert (key, done.moved) == (post.key, 0)
    assert "khung giờ 17:00 07/05/2021 còn" in why
    assert "khung giờ kế tiếp còn chỗ" in why


def test_a_script_moved_within_its_broadcast_does_not_stand_in_its_own_way(desk: Desk) -> None:
    post = write(desk, wall(7, 6), 200)
    content = desk.content
    done = reschedule(Rescheduling(content, Renderer(content), ZONE, LAN, wall(7, 6, 1), NOW), [post])
    assert done.moved == 1


def test_a_script_whose_place_is_always_taken_ends_in_words_and_not_in_endless_tries(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(*_: object, **__: object) -> str:
        raise IntegrityError("script_number_once")

    monkeypatch.setattr(by_hand, "_store", taken)
    with pytest.raises(BhxhError, match="cùng được ghi vào kênh này một lúc"):
        write(desk, wall(7, 6), 100)
