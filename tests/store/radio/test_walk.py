"""One script through every state: released, fetched, received, accepted, aired once and twice; recalled after it was
fetched; corrected after it was aired; not aired, with the reason; told late on paper."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from scheduler.core.radio.chain import Stage, words
from scheduler.core.radio.entry import Reading, Teller
from scheduler.core.radio.told import Method, Said, Way
from scheduler.core.render import Renderer
from scheduler.core.states import State
from scheduler.store.models import Post
from scheduler.store.payloads import load_payload
from scheduler.store.queue.act import recall
from scheduler.store.queue.revise import Revising, revise
from scheduler.store.radio import links, pulls
from scheduler.store.radio.as_aired import as_aired
from scheduler.store.radio.chain import chain_of
from scheduler.store.radio.correcting import Correcting, propose
from scheduler.store.radio.pulls import Pulled
from scheduler.store.radio.tell import air, receive
from scheduler.store.radio.waiting import read_outdated, unanswered
from scheduler.store.seal import seal_new_rows
from scheduler.store.verify import verify
from tests.store.campaigns import ZONE, Desk, posts
from tests.store.conftest import rendered
from tests.store.radio.office import RELEASED, STATION, aired, fresh, release

HOUR = timedelta(hours=1)
PAPER = Teller("Ông Ba", Way.PAPER, "lan")


@pytest.fixture
def twice(desk: Desk) -> list[Post]:
    """A script that is read twice on a day, released: its two readings."""
    desk.folder.replace("campaigns/thu.yaml", "max_per_day: 1, holidays: keep", "max_per_day: 2, repeats: 2")
    desk.queue()
    desk.approve()
    for post in posts(kind="radio"):
        release(post)
    return posts(kind="radio", message="muc")[:2]


def stages(*scripts: Post) -> list[tuple[Stage, str]]:
    return [(chain.stage, words(chain)) for chain in (chain_of(fresh(post)) for post in scripts)]


def fetch(post: Post) -> None:
    link, _ = links.make(post.channel, by="lan", now=RELEASED)
    pulls.record([Pulled(post.channel, "html", RELEASED + HOUR, link.pk, (post.pk,))])


def statuses(scripts: Sequence[Post]) -> list[tuple[int, object]]:
    return [(row["occurrence"], row["status"]) for row in as_aired(scripts, ZONE)]


def test_a_script_is_released_fetched_received_accepted_and_aired_twice(twice: list[Post]) -> None:
    one, two = twice
    assert one.due < two.due
    assert stages(one, two) == [(Stage.RELEASED, "đã phát hành")] * 2
    fetch(one)
    assert stages(one, two) == [(Stage.FETCHED, "đã tải"), (Stage.RELEASED, "đã phát hành")]
    receive(one, Said.RECEIVED, STATION, now=RELEASED + HOUR)
    assert stages(one) == [(Stage.RECEIVED, "đã nhận")]
    receive(one, Said.ACCEPTED, STATION, now=RELEASED + 2 * HOUR)
    assert stages(one) == [(Stage.ACCEPTED, "xã đã duyệt phát")]
    assert statuses([one, two]) == [(1, "xã đã duyệt phát"), (2, "đã phát hành")]
    aired(one, occurrence=1)
    assert stages(one, two) == [(Stage.PARTLY, "đã phát 1/2")] * 2
    assert statuses([one, two]) == [(1, "đã phát"), (2, "đã phát hành (cả bài: đã phát 1/2)")]
    aired(two, occurrence=2)
    assert stages(one, two) == [(Stage.AIRED, "đã phát 2/2")] * 2
    assert statuses([one, two]) == [(1, "đã phát"), (2, "đã phát")]


def test_a_recall_after_the_fetch_stays_until_a_person_acknowledges_it(twice: list[Post]) -> None:
    one, _ = twice
    fetch(one)
    at = RELEASED + 2 * HOUR
    recall(one, "minh", now=at, why="sai số liệu")
    one = fresh(one)
    assert stages(one) == [(Stage.RECALLED, "thu hồi, đài chưa xác nhận")]
    (open_one,) = unanswered(at)
    assert (open_one.post, open_one.overdue, open_one.recalled.why) == (one, False, "sai số liệu")
    assert unanswered(at + HOUR)[0].overdue
    assert unanswered(at + timedelta(days=60)), "nobody has answered"
    assert not unanswered(at + timedelta(days=60), since=at + timedelta(days=46)), "no more notices"
    receive(one, Said.RECALL_SEEN, STATION, now=at + 2 * HOUR)
    assert unanswered(at + 3 * HOUR) == []
    assert stages(one) == [(Stage.RECALLED, "thu hồi, đài đã biết")]


def test_a_correction_after_airing_is_a_newer_issue_of_what_is_to_come_and_words_on_air_for_what_was(
    desk: Desk, twice: list[Post]
) -> None:
    one, two = twice
    aired(one)
    now = one.due + HOUR
    new_text = rendered("Mức đóng thấp nhất là 160.000 đồng một tháng.", kind="radio")
    done = revise(Revising(lambda _: new_text, "lan", now, "sai số tiền", typed=True), one)
    assert [post.key for post in done.made] == [two.key]
    assert [post.key for post in done.aired] == [one.key]
    content = desk.content
    job = Correcting(content, Renderer(content), ZONE, "lan", now)
    correction = propose(job, one, new_text.payload)
    assert (correction.state, correction.correction.corrects) == (State.PENDING, one)
    assert "Nội dung đúng là: Mức đóng thấp nhất là 160.000 đồng một tháng." in load_payload(correction.payload).text
    assert stages(one) == [(Stage.PARTLY, "đã phát 1/2")]


def test_what_never_went_on_air_is_not_called_aired_in_the_log_because_another_reading_was(twice: list[Post]) -> None:
    one, two = twice
    aired(one)
    recall(two, "minh", now=RELEASED + HOUR, why="sai số liệu")
    assert statuses([one, fresh(two)]) == [(1, "đã phát"), (2, "thu hồi, đài chưa xác nhận (cả bài: đã phát 1/2)")]


def test_the_correction_of_a_typed_issue_rests_on_the_law_of_its_message_not_on_the_reason_for_the_log(
    desk: Desk, twice: list[Post]
) -> None:
    one, _ = twice
    now, wrong = RELEASED + HOUR, "Mức đóng thấp nhất là 160.000 đồng một tháng."
    new_text = rendered(wrong, kind="radio")
    (first, _) = revise(Revising(lambda _: new_text, "lan", now, "sai số tiền", typed=True), one).made
    assert not first.message
    desk.approve(now=now)
    first = release(fresh(first))
    right = rendered("Mức đóng thấp nhất là 170.000 đồng một tháng.", kind="radio").payload
    job = Correcting(desk.content, Renderer(desk.content), ZONE, "lan", now, source="gõ nhầm")
    words = load_payload(propose(job, first, right).payload).text
    assert "Căn cứ: Luật số 58/2014/QH13." in words and "gõ nhầm" not in words


def test_reading_what_was_recalled_is_noticed_until_it_is_corrected_on_air(desk: Desk, twice: list[Post]) -> None:
    one, _ = twice
    recall(one, "minh", now=RELEASED + HOUR, why="sai")
    one = fresh(one)
    aired(one)
    now = one.due + HOUR
    assert [(found.post, found.after) for found in read_outdated(now)] == [(one, True)]
    assert statuses([one]) == [(1, "đã phát bản không còn hiệu lực")]
    content = desk.content
    right = rendered("Mức đóng thấp nhất là 160.000 đồng một tháng.", kind="radio").payload
    propose(Correcting(content, Renderer(content), ZONE, "lan", now), one, right)
    assert read_outdated(now) == []


def test_what_was_not_aired_says_why(twice: list[Post]) -> None:
    one, two = twice
    aired(one)
    air(two, Reading(2, False, reason="mất điện"), STATION, now=two.due)
    assert stages(one) == [(Stage.PARTLY, "đã phát 1/2, không phát: mất điện")]
    rows = list(as_aired([one, two], ZONE))
    assert [(row["status"], row["reason"], row["aired_at"] is None) for row in rows] == [
        ("đã phát", None, False),
        ("không phát", "mất điện", True),
    ]


def test_an_entry_from_paper_a_week_later_is_marked_as_such(twice: list[Post]) -> None:
    one, _ = twice
    reading = Reading(1, True, one.due, 61, "Ông Ba", Method.RELAY)
    air(one, reading, PAPER, now=one.due + timedelta(days=7))
    (row,) = as_aired([one], ZONE)
    assert (row["late"], row["way"], row["method"], row["reader"]) == (True, "giấy", "tiếp âm", "Ông Ba")
    assert (row["planned_sec"], row["actual_sec"], row["entered_by"]) == (one.seconds, 61, "lan")


def test_after_all_of_it_the_log_is_whole(twice: list[Post]) -> None:
    one, two = twice
    fetch(one)
    receive(one, Said.RECEIVED, STATION, now=RELEASED + HOUR)
    aired(one)
    recall(two, "minh", now=one.due + HOUR, why="sai")
    receive(fresh(two), Said.RECALL_SEEN, PAPER, now=two.due)
    air(fresh(two), Reading(2, False, reason="đã thu hồi"), PAPER, now=two.due)
    seal_new_rows(two.due)
    assert verify().faults == []
