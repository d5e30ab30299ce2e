"""A station sees what is released to it, on its day, and nothing else."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduler.core.approval import Role
from scheduler.core.channel import Station
from scheduler.core.outcome import Sent
from scheduler.core.radio.day import Day
from scheduler.core.radio.sheet import Signer
from scheduler.core.states import State
from scheduler.store import accounts
from scheduler.store.corrections import link
from scheduler.store.models import Post
from scheduler.store.queue.finish import publish
from scheduler.store.queue.move import move, note
from scheduler.store.queue.withhold import withhold
from scheduler.store.radio.bulletin import Bulletin
from tests.store.campaigns import Desk, posts
from tests.store.conftest import MINH, NOW

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST = date(2021, 5, 7)
DAY_BEFORE = datetime(2021, 5, 6, 12, tzinfo=ZONE)
"""After the scripts of the 7th are released, and before those of the 8th are."""


def release(post: Post, at: datetime) -> None:
    move(post, State.SENDING, by="đồng hồ", now=at, lease_until=at)
    publish(post, Sent(f"dai-a/{post.number}/{post.year}/{post.rev}", "", at), at)


@pytest.fixture
def station(desk: Desk) -> Station:
    """The campaign's scripts of the first two days, each released a day ahead."""
    accounts.add("lan", Role.AUTHOR, full_name="Nguyễn Thị Lan")
    accounts.add("minh", Role.APPROVER, full_name="Trần Văn Minh", title="Phó Giám đốc")
    desk.queue()
    desk.approve()
    for post in posts(kind="radio")[:2]:
        release(post, post.due - timedelta(days=1))
    station = desk.content.channels["dai-a"]
    assert isinstance(station, Station)
    return station


def days(desk: Desk, station: Station, now: datetime, first: date = FIRST) -> tuple[Day, ...]:
    return Bulletin(desk.content, ZONE).days(station, first, 3, now)


def counts(desk: Desk, station: Station, now: datetime) -> list[int]:
    return [len(day.sheets) for day in days(desk, station, now)]


def test_a_sheet_names_people_units_and_figures(desk: Desk, station: Station) -> None:
    sheet = days(desk, station, DAY_BEFORE)[0].sheets[0]
    assert sheet.author == Signer("Nguyễn Thị Lan") and sheet.approver == Signer("Trần Văn Minh", "Phó Giám đốc")
    assert (sheet.unit_name, sheet.contact.phone, sheet.campaign) == (
        "BHXH huyện An",
        "0216 000 0001",
        "Chiến dịch thử",
    )
    assert sheet.basis == ("Luật số 58/2014/QH13",) and sheet.approved_at == NOW
    assert (sheet.due, sheet.number) == (datetime(2021, 5, 7, 6, tzinfo=ZONE), 1)
    assert [line.spoken for part in sheet.parts for line in part.lines]


def test_what_is_not_released_yet_is_not_seen(desk: Desk, station: Station) -> None:
    assert counts(desk, station, DAY_BEFORE) == [1, 0, 0]
    assert counts(desk, station, DAY_BEFORE + timedelta(days=1)) == [1, 1, 0]


def test_what_is_past_its_day_is_not_seen(desk: Desk, station: Station) -> None:
    midnight = datetime(2021, 5, 8, tzinfo=ZONE)
    assert counts(desk, station, midnight - timedelta(seconds=1))[0] == 1
    assert counts(desk, station, midnight)[0] == 0
    assert days(desk, station, midnight - timedelta(seconds=1))[0].until == midnight


def test_a_list_made_a_moment_before_a_release_ends_with_it(desk: Desk, station: Station) -> None:
    released = posts(kind="radio")[0].published_at
    assert released is not None
    day = days(desk, station, released - timedelta(seconds=2))[0]
    assert (day.sheets, day.until) == ((), released)
    assert len(days(desk, station, released)[0].sheets) == 1


def test_another_station_sees_none_of_it(desk: Desk, station: Station) -> None:
    other = station.model_copy(update={"id": "dai-b"})
    assert counts(desk, other, DAY_BEFORE) == [0, 0, 0]


def test_a_recall_takes_the_words_and_tells_when_and_why(desk: Desk, station: Station) -> None:
    post, later = posts(kind="radio")[0], DAY_BEFORE + timedelta(hours=1)
    move(post, State.RECALLED, by="minh", now=later, why="Sai số")
    sheet = days(desk, station, later)[0].sheets[0]
    assert (sheet.status, sheet.reason, sheet.parts) == ("canceled", "Sai số", ())
    assert sheet.changed_at == later and sheet.released_at < later


def test_a_newer_revision_takes_the_place_of_the_one_before(desk: Desk, station: Station) -> None:
    old, later = posts(kind="radio")[0], DAY_BEFORE + timedelta(hours=1)
    other = posts(kind="radio")[2]
    Post.objects.filter(pk=other.pk).update(key=old.key, rev=1, issue=2, due=old.due, planned=old.planned)
    release(posts(pk=other.pk)[0], later)
    before, after = days(desk, station, later)[0].sheets
    assert (before.rev, before.status, before.parts, before.changed_at) == (0, "canceled", (), later)
    assert (after.rev, after.status, after.supersedes) == (1, "usable", 0)
    assert {piece.op for piece in after.change} >= {"in", "out"}
    assert days(desk, station, later)[0].current == (after,)


def test_a_withheld_script_keeps_its_place_without_words(desk: Desk, station: Station) -> None:
    later = DAY_BEFORE + timedelta(hours=1)
    withhold(posts(kind="radio")[0], by="minh", now=later, why="Chờ bản thay thế")
    sheet = days(desk, station, later)[0].sheets[0]
    assert (sheet.status, sheet.reason, sheet.parts) == ("withheld", "Chờ bản thay thế", ())
    assert sheet.changed_at == later


def test_a_learned_rate_is_used_for_the_estimate(desk: Desk, station: Station) -> None:
    usual = days(desk, station, DAY_BEFORE)[0].sheets[0]
    (slow,) = Bulletin(desk.content, ZONE, {"dai-a": 100}).sheets(station, FIRST, DAY_BEFORE)
    assert slow.rate == 100 and slow.seconds > usual.seconds


def test_whoever_last_changed_the_text_is_its_editor(desk: Desk, station: Station) -> None:
    accounts.add("hoa", Role.AUTHOR, full_name="Trần Thị Hoa")
    assert days(desk, station, DAY_BEFORE)[0].sheets[0].editor is None
    post = posts(kind="radio")[0]
    note([(post, post.payload.sha256)], State.PENDING, State.PENDING, by="hoa", now=NOW, why="sửa lời")
    assert days(desk, station, DAY_BEFORE)[0].sheets[0].editor == Signer("Trần Thị Hoa")


def test_a_correction_is_urgent_on_its_sheet(desk: Desk, station: Station) -> None:
    wrong, correction = posts(kind="radio")[1], posts(kind="radio")[0]
    assert days(desk, station, DAY_BEFORE)[0].sheets[0].priority == "thuong"
    link(correction, wrong, person=MINH, now=DAY_BEFORE)
    assert days(desk, station, DAY_BEFORE)[0].sheets[0].priority == "uu_tien"
