"""The chain of a script: each link is somebody's word, and none stands for another."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.radio.chain import Chain, Heard, Stage, Word, is_late, words
from scheduler.core.radio.told import Said, Way

AT = datetime(2021, 5, 7, 5, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def heard(occurrence: int, *, aired: bool = True, issue: int = 1, at: datetime = AT, reason: str = "") -> Heard:
    return Heard(occurrence, aired, at if aired else None, issue, Way.LINK, "dai-a", at, reason=reason)


def word() -> Word:
    return Word("Bà Tâm", AT, Way.LINK, "dai-a", AT)


RELEASED = Chain(wanted=2, released_at=AT - 10 * HOUR)
FETCHED = replace(RELEASED, fetched_at=AT - 2 * HOUR)
RECEIVED = replace(FETCHED, said={Said.RECEIVED: word()})
ACCEPTED = replace(FETCHED, said={Said.RECEIVED: word(), Said.ACCEPTED: word()})
ONCE = replace(ACCEPTED, airings=(heard(1),))
TWICE = replace(ACCEPTED, airings=(heard(1), heard(2)))
HALF = replace(ACCEPTED, airings=(heard(1), heard(2, aired=False, reason="mất điện")))
NEVER = replace(RECEIVED, wanted=1, airings=(heard(1, aired=False, reason="mất điện"),))
GONE = replace(RECEIVED, recalled_at=AT)


@pytest.mark.parametrize(
    ("chain", "stage", "said"),
    [
        (Chain(), Stage.WAITING, "chưa phát hành"),
        (RELEASED, Stage.RELEASED, "đã phát hành"),
        (FETCHED, Stage.FETCHED, "đã tải"),
        (RECEIVED, Stage.RECEIVED, "đã nhận"),
        (ACCEPTED, Stage.ACCEPTED, "xã đã duyệt phát"),
        (ONCE, Stage.PARTLY, "đã phát 1/2"),
        (TWICE, Stage.AIRED, "đã phát 2/2"),
        (HALF, Stage.PARTLY, "đã phát 1/2, không phát: mất điện"),
        (NEVER, Stage.NOT_AIRED, "không phát: mất điện"),
        (replace(RECEIVED, withheld_at=AT), Stage.WITHHELD, "tạm ngừng đọc"),
        (GONE, Stage.RECALLED, "thu hồi, đài chưa xác nhận"),
        (replace(GONE, said={Said.RECALL_SEEN: word()}), Stage.RECALLED, "thu hồi, đài đã biết"),
        (replace(GONE, replaced_by=2), Stage.RECALLED, "thu hồi, thay bằng bản thay thế lần 1, đài chưa xác nhận"),
        (
            replace(GONE, replaced_by=2, replacement_received=AT),
            Stage.RECALLED,
            "thu hồi, thay bằng bản thay thế lần 1, đài đã biết",
        ),
        (replace(TWICE, recalled_at=AT), Stage.AIRED, "đã phát 2/2, thu hồi, đài chưa xác nhận"),
    ],
)
def test_a_chain_stands_at_its_furthest_link_and_says_so(chain: Chain, stage: Stage, said: str) -> None:
    assert (chain.stage, words(chain)) == (stage, said)


@given(fetched=st.booleans(), said=st.sets(st.sampled_from([Said.RECEIVED, Said.ACCEPTED])))
def test_nothing_but_the_station_s_word_on_a_reading_counts_as_aired(fetched: bool, said: set[Said]) -> None:
    chain = replace(RELEASED, fetched_at=AT if fetched else None, said=dict.fromkeys(said, word()))
    assert chain.aired == 0
    assert chain.stage not in (Stage.AIRED, Stage.PARTLY)


READ = replace(ONCE, own=(heard(1),))


def test_the_reading_of_an_issue_that_was_replaced_is_outdated() -> None:
    assert replace(READ, recalled_at=AT + HOUR, replaced_by=2).outdated == (heard(1),)
    assert READ.outdated == ()


def test_what_was_read_after_its_recall_is_outdated_and_what_was_read_before_is_not() -> None:
    assert replace(READ, recalled_at=AT - HOUR).outdated == (heard(1),)
    assert replace(READ, recalled_at=AT + HOUR).outdated == ()


def test_what_was_read_while_withheld_is_outdated() -> None:
    assert replace(READ, withheld_at=AT - HOUR).outdated == (heard(1),)


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=30)))
def test_an_entry_is_late_a_day_after_what_it_tells(passed: timedelta) -> None:
    assert is_late(AT, AT + passed) == (passed >= timedelta(days=1))
