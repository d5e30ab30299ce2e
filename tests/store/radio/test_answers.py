"""Lines from a stick or a telephone become receipts and airings, each once; what is wrong is named."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduler.core.radio.answer import read_answers
from scheduler.core.radio.entry import Teller
from scheduler.core.radio.told import Said, Way
from scheduler.core.states import State
from scheduler.store.models import Airing, Post, Receipt
from scheduler.store.queue.move import move
from scheduler.store.radio.answers import Taken, take
from tests.store.conftest import MakePost
from tests.store.radio.office import RELEASED, release

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
STICK = Teller("Bà Tâm", Way.BUNDLE, "lan")


@pytest.fixture
def script(make_post: MakePost) -> Post:
    """Number 1 of 2021, due at 14:00 of the first of May here."""
    return release(make_post("dai-a", kind="radio", state=State.APPROVED))


def taken(post: Post, text: str) -> Taken:
    return take("dai-a", read_answers(text).answers, STICK, ZONE, post.due + timedelta(hours=2))


def test_each_line_becomes_what_it_says(script: Post) -> None:
    done = taken(script, "NHAN 1/2021\nDUYET 1/2021\nPHAT 1/2021 14:03 70 giây, Lò Thị Inh")
    assert len(done.stored) == 3 and not done.refused
    assert set(Receipt.objects.values_list("what", "way")) == {("received", "bundle"), ("accepted", "bundle")}
    airing = Airing.objects.get()
    assert airing.aired_at == script.due + timedelta(minutes=3)
    assert (airing.occurrence, airing.seconds, airing.reader, airing.method) == (1, 70, "Lò Thị Inh", "read")


def test_the_same_file_twice_changes_nothing(script: Post) -> None:
    text = "NHAN 1/2021\nPHAT 1/2021 14:03\nPHAT 1/2021 15:10"
    first, again = taken(script, text), taken(script, text)
    assert len(first.stored) == len(again.stored) == 3
    assert Receipt.objects.count() == 1
    assert sorted(Airing.objects.values_list("occurrence", flat=True)) == [1, 2]


def test_a_reading_that_was_left_out_has_its_reason(script: Post) -> None:
    taken(script, "KHONG PHAT 1/2021: mất điện")
    assert list(Airing.objects.values_list("aired", "reason")) == [(False, "mất điện")]


def test_a_line_that_cannot_be_is_named_and_the_others_are_kept(script: Post) -> None:
    done = taken(script, "NHAN 2/2021\nTHU HOI 1/2021\nPHAT 1/2021 23:59\nNHAN 1/2021")
    assert [(answer.line, why.split(" ")[0]) for answer, why in done.refused] == [(1, "đài"), (2, "kịch"), (3, "giờ")]
    assert [answer.line for answer in done.stored] == [4]


def test_another_stations_script_is_not_to_be_had_by_its_number(script: Post) -> None:
    done = take("dai-b", read_answers("NHAN 1/2021").answers, STICK, ZONE, RELEASED)
    assert done.refused and Receipt.objects.count() == 0


def test_a_recall_is_acknowledged_on_the_issue_that_was_recalled(script: Post) -> None:
    move(script, State.RECALLED, by="minh", now=RELEASED, why="Sai số")
    assert not taken(script, "THU HOI 1/2021").refused
    assert Receipt.objects.get().what == Said.RECALL_SEEN
    assert taken(script, "THU HOI 1/2021-2").refused
