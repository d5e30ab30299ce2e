"""The word of a station: what may be entered, that it is kept, and that nothing said is ever overwritten."""

from datetime import timedelta

import pytest

from scheduler.core.radio.entry import Reading, Teller
from scheduler.core.radio.told import Said, Way
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.store.models import Airing, Post, Receipt
from scheduler.store.queue.act import recall
from scheduler.store.radio.chain import chain_of
from scheduler.store.radio.tell import air, receive
from scheduler.store.seal import seal_new_rows
from scheduler.store.verify import verify
from tests.store.conftest import NOW, MakePost
from tests.store.radio.office import RELEASED, STATION, aired, fresh, release, unaired

MINUTE = timedelta(minutes=1)
LAN_BY_PHONE = Teller("Bà Tâm", Way.PHONE, "lan")


@pytest.fixture
def script(make_post: MakePost) -> Post:
    return release(make_post("dai-a", kind="radio", state=State.APPROVED))


def test_the_first_word_stays_and_the_same_word_twice_is_one(script: Post) -> None:
    first = receive(script, Said.RECEIVED, STATION, now=RELEASED)
    again = receive(script, Said.RECEIVED, Teller("Ông Ba", Way.PHONE, "lan"), now=RELEASED + MINUTE)
    assert (again.pk, again.person, Receipt.objects.count()) == (first.pk, "Bà Tâm", 1)


def test_an_entry_of_another_day_is_marked_late(script: Post) -> None:
    row = receive(script, Said.RECEIVED, LAN_BY_PHONE, now=NOW + timedelta(days=3), at=RELEASED)
    assert (row.late, row.way, row.entered_by) == (True, "phone", "lan")


def test_nobody_receives_what_was_never_released(make_post: MakePost) -> None:
    with pytest.raises(BhxhError, match="đài chưa thể có nó"):
        receive(make_post("dai-a", kind="radio"), Said.RECEIVED, STATION, now=NOW)


def test_a_recall_is_seen_only_where_there_is_one(script: Post) -> None:
    with pytest.raises(BhxhError, match="chưa bị thu hồi"):
        receive(script, Said.RECALL_SEEN, STATION, now=RELEASED)


def test_nothing_is_received_before_it_was_released_nor_its_recall_seen_before_it_was_recalled(script: Post) -> None:
    now = RELEASED + timedelta(hours=3)
    with pytest.raises(BhxhError, match="đứng trước khi kịch bản được phát hành"):
        receive(script, Said.RECEIVED, LAN_BY_PHONE, now=now, at=RELEASED - MINUTE)
    recall(script, "minh", now=RELEASED + timedelta(hours=1, seconds=30), why="sai")
    recalled = fresh(script)
    with pytest.raises(BhxhError, match="đứng trước khi kịch bản bị thu hồi"):
        receive(recalled, Said.RECALL_SEEN, LAN_BY_PHONE, now=now, at=RELEASED + timedelta(minutes=59))
    assert receive(recalled, Said.RECALL_SEEN, LAN_BY_PHONE, now=now, at=RELEASED + timedelta(hours=1))


def test_a_receipt_needs_the_name_of_a_person(script: Post) -> None:
    with pytest.raises(BhxhError, match="cần tên người"):
        receive(script, Said.RECEIVED, Teller("  ", Way.LINK, "dai-a"), now=RELEASED)


def test_the_same_reading_told_twice_is_one_entry(script: Post) -> None:
    first, second = aired(script), aired(script)
    assert first.pk == second.pk
    assert Airing.objects.count() == 1


def test_a_corrected_entry_is_a_new_row_and_the_old_one_stays(script: Post) -> None:
    first = aired(script)
    second = unaired(script, "mất điện", now=script.due + 10 * MINUTE)
    third = aired(script, now=script.due + 20 * MINUTE)
    assert [row.replaces_id for row in (first, second, third)] == [None, first.pk, second.pk]
    assert Airing.objects.count() == 3
    assert chain_of(script).aired == 1


def test_a_reading_that_lies_ahead_is_refused(script: Post) -> None:
    with pytest.raises(BhxhError, match="chưa tới"):
        air(script, Reading(1, True, script.due), STATION, now=script.due - timedelta(hours=1))


def test_a_reading_before_the_release_is_refused(script: Post) -> None:
    with pytest.raises(BhxhError, match="trước khi kịch bản được phát hành"):
        air(script, Reading(1, True, RELEASED - MINUTE), STATION, now=RELEASED)


def test_what_was_not_aired_needs_a_reason(script: Post) -> None:
    with pytest.raises(BhxhError, match="cần ghi lý do"):
        air(script, Reading(1, False, reason=" "), STATION, now=script.due)


def test_the_word_of_stations_is_sealed_and_a_change_in_it_is_found(script: Post) -> None:
    receive(script, Said.RECEIVED, STATION, now=RELEASED)
    aired(script)
    unaired(script, "mất điện", now=script.due + 10 * MINUTE)
    seal_new_rows(script.due)
    assert verify().faults == []
    Receipt.objects.update(person="Ông Ba")
    Airing.objects.filter(aired=True).update(seconds=600)
    faults = verify().faults
    assert [("biên nhận của đài" in fault, "lần phát" in fault) for fault in faults] == [(True, False), (False, True)]
    assert all("đã bị sửa" in fault for fault in faults)


def test_a_removed_receipt_is_found(script: Post) -> None:
    receive(script, Said.RECEIVED, STATION, now=RELEASED)
    seal_new_rows(script.due)
    Receipt.objects.all().delete()
    assert any("biên nhận của đài" in fault and "đã bị xóa" in fault for fault in verify().faults)
