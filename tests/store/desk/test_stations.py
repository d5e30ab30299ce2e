"""How Pages and stations stand, as the desk shows it, on both databases."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from scheduler.core.channel import Station
from scheduler.core.radio.entry import Teller
from scheduler.core.radio.told import Said, Way
from scheduler.core.states import State
from scheduler.store import health, pace, probes
from scheduler.store.desk import pages, stations
from scheduler.store.desk.story import MOST, story
from scheduler.store.models import Attempt, Post
from scheduler.store.queue.move import move
from scheduler.store.radio import links, pulls, waiting
from scheduler.store.radio.pulls import Pulled
from scheduler.store.radio.tell import receive
from tests.store.campaigns import ZONE, Desk, posts, set_state
from tests.store.conftest import NOW, MakePost
from tests.store.radio.conftest import Script, script
from tests.store.radio.office import aired, unaired

__all__ = ["script"]

FIRST = date(2021, 5, 7)
BEFORE = datetime(2021, 5, 6, 15, 59, tzinfo=ZONE)
"""A minute before the default cut-off of the morning of 7 May."""
HUNG = Teller("Bà Tâm", Way.PHONE, "lan")


@contextmanager
def _questions() -> Iterator[Callable[[], int]]:
    with CaptureQueriesContext(connection) as seen:
        yield lambda: len(seen)


def _all(rows: QuerySet[Post]) -> QuerySet[Post]:
    return rows


def _station(desk: Desk) -> Station:
    found = desk.content.channels["dai-a"]
    assert isinstance(found, Station)
    return found


def _standing(desk: Desk, day: date, now: datetime) -> stations.StationStanding:
    rows = Post.objects.select_related("payload")
    return stations.standing([_station(desk)], rows, day, ZONE, now, {"dai-a"})["dai-a"]


def test_a_station_is_late_from_its_cutoff_until_it_has_the_script(desk: Desk, script: Script) -> None:
    script()
    first = posts(kind="radio")[0]
    channels = desk.content.channels
    assert stations.late(channels, _all, ZONE, BEFORE) == []
    [late] = stations.late(channels, _all, ZONE, BEFORE + timedelta(minutes=1))
    assert (late.station.id, late.first, late.count) == ("dai-a", first.due, 1)
    pulls.record([Pulled("dai-a", "html", BEFORE, posts=(first.pk,))])
    assert stations.late(channels, _all, ZONE, BEFORE + timedelta(minutes=1)) == []


def test_a_word_that_it_is_there_ends_being_late(desk: Desk, script: Script) -> None:
    script()
    receive(posts(kind="radio")[0], Said.RECEIVED, HUNG, now=BEFORE)
    assert stations.late(desk.content.channels, _all, ZONE, BEFORE + timedelta(minutes=1)) == []


def test_of_two_broadcasts_the_later_may_have_the_earlier_cutoff(desk: Desk, script: Script) -> None:
    desk.folder.replace("channels/channels.yaml", "    area: Xã An", '    cutoff: "08:00"\n    area: Xã An')
    script()
    first, second = posts(kind="radio")[:2]
    set_state(first, State.PUBLISHED, due=datetime(2021, 5, 7, 17, 0, tzinfo=ZONE))  # closes at 10:00
    set_state(second, State.PUBLISHED, due=datetime(2021, 5, 8, 6, 0, tzinfo=ZONE))  # closed at 08:00
    [late] = stations.late(desk.content.channels, _all, ZONE, datetime(2021, 5, 7, 9, 0, tzinfo=ZONE))
    assert (late.first, late.count) == (second.due, 1)


def test_only_what_may_be_seen_is_late(desk: Desk, script: Script) -> None:
    script()
    at = BEFORE + timedelta(minutes=1)
    assert stations.late(desk.content.channels, lambda rows: rows.filter(unit="u-b"), ZONE, at) == []


def test_the_day_counts_each_step_and_the_steps_before_it(desk: Desk, script: Script) -> None:
    script()
    for post in posts(kind="radio"):
        set_state(post, State.PUBLISHED, due=datetime(2021, 5, 7, 6, post.number or 0, tzinfo=ZONE))
    one, two, three, *rest = posts(kind="radio")
    now = datetime(2021, 5, 7, 12, 0, tzinfo=ZONE)
    aired(one, now=now)  # the station tells of the airing alone
    receive(two, Said.RECEIVED, HUNG, now=now)
    pulls.record([Pulled("dai-a", "txt", now, posts=(three.pk,))])
    day = _standing(desk, FIRST, now).day
    assert (day.released, day.fetched, day.received, day.aired) == (3 + len(rest), 3, 2, 1)


def test_links_count_while_they_work_and_the_last_fetch_shows(desk: Desk, script: Script) -> None:
    script()
    row, _secret = links.make("dai-a", by="minh", now=NOW)
    links.make("dai-a", by="minh", now=NOW)
    links.revoke(row.pk, by="minh", now=NOW)
    pulls.record(
        [Pulled("dai-a", "list", NOW - timedelta(days=2), link=row.pk), Pulled("dai-a", "list", NOW, link=row.pk)]
    )
    standing = _standing(desk, FIRST, NOW)
    assert (standing.links, standing.last_fetch) == (1, NOW)


def test_a_recall_counts_until_somebody_there_knows(desk: Desk, script: Script) -> None:
    post = script()
    pulls.record([Pulled("dai-a", "html", NOW, posts=(post.pk,))])
    _recall(post)
    assert _standing(desk, FIRST, NOW).recalls == 1
    receive(Post.objects.get(pk=post.pk), Said.RECALL_SEEN, HUNG, now=NOW + timedelta(hours=2))
    assert _standing(desk, FIRST, NOW).recalls == 0


def _recall(post: Post) -> None:
    move(post, State.RECALLED, by="minh", now=NOW + timedelta(hours=1), why="sai số liệu")


def test_many_stations_are_asked_about_in_as_many_questions_as_one(desk: Desk, script: Script) -> None:
    script()
    station = _station(desk)
    many = [station.model_copy(update={"id": f"dai-{n}"}) for n in range(50)]
    names = {"dai-a", *(each.id for each in many)}
    rows = Post.objects.select_related("payload")
    with _questions() as asked:
        stations.standing([station], rows, FIRST, ZONE, NOW, names)
        one = asked()
    with _questions() as asked:
        stations.standing([station, *many], rows, FIRST, ZONE, NOW, names)
        assert asked() == one


def test_a_rehearsal_expects_only_stations_that_were_given_a_link(desk: Desk, script: Script) -> None:
    channels = desk.content.channels
    assert waiting.expected(channels, NOW, rehearsing=True) == {}
    assert waiting.expected(channels, NOW, rehearsing=False) == channels
    links.make("dai-a", by="minh", now=NOW)
    assert set(waiting.expected(channels, NOW, rehearsing=True)) == {"dai-a"}


def test_a_page_rests_by_its_own_pause_or_that_of_its_kind(make_post: MakePost) -> None:
    post = make_post(due=NOW)
    set_state(post, State.PUBLISHED, remote_id="1_1", published_at=NOW)
    pace.pause("fb-a", None, "mã truy cập hết hạn", NOW)
    pace.pause("*facebook", NOW + timedelta(hours=1), "đã dùng 95% số lần gọi", NOW)
    health.record("fb-b", well=False, report={"why": "mã đã hết hạn"}, now=NOW)
    probes.want("fb-b")
    found = pages.standing(["fb-a", "fb-b", post.channel], "facebook", NOW + timedelta(minutes=1))
    assert found["fb-a"].pause is not None
    assert found["fb-b"].pause is None and found["fb-b"].resting is not None
    assert found["fb-b"].asked and not found["fb-a"].asked
    assert found[post.channel].last_out == NOW
    assert pages.troubled(NOW + timedelta(hours=2)) == {"fb-a", "fb-b"}
    assert pages.last_out(post.channel) == NOW
    assert pages.last_out("fb-b") is None


def test_a_probe_is_taken_once(db: str) -> None:
    probes.want("fb-a")
    probes.want("fb-a")
    assert probes.wanted() == ["fb-a"]
    assert [probes.take("fb-a"), probes.take("fb-a")] == [True, False]
    assert probes.wanted() == []


def test_a_script_tells_what_its_station_fetched_said_and_aired(script: Script) -> None:
    post = script()
    pulls.record([Pulled("dai-a", form, NOW + timedelta(hours=n), posts=(post.pk,))
                    for n, form in enumerate(["html", "html", "txt"])])  # fmt: skip
    receive(post, Said.RECEIVED, HUNG, now=NOW + timedelta(hours=3))
    unaired(post, "mất điện")
    aired(post)
    told = story(posts(pk=post.pk)[0]).spoken
    assert told is not None
    assert told.fetched == NOW
    assert [row.what for row in told.receipts] == ["received"]
    assert [row.aired for row in told.airings] == [False, True]
    assert hasattr(told.airings[0], "replaced_by") and not hasattr(told.airings[1], "replaced_by")


@pytest.mark.parametrize(("rows", "left"), [(3, 0), (MOST, 0), (MOST + 7, 7)])
def test_a_story_of_thousands_of_calls_is_told_to_its_end(make_post: MakePost, rows: int, left: int) -> None:
    post = make_post(due=NOW)
    Attempt.objects.bulk_create(
        Attempt(post=post, step="prepare", started_at=NOW + timedelta(seconds=n), outcome="again") for n in range(rows)
    )
    told = story(posts(pk=post.pk)[0])
    assert told.left_out == left
    assert told.attempts[-1].started_at == NOW + timedelta(seconds=rows - 1)
    assert told.spoken is None
