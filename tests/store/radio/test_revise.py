"""Revisions: a released script is replaced by a newer issue under its number, never edited."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.core.radio.chain import Stage, words
from scheduler.core.radio.told import Said
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.store.models import Post, Transition
from scheduler.store.payloads import load_payload
from scheduler.store.queue.act import act, recall
from scheduler.store.queue.approve import approve
from scheduler.store.queue.revise import Revising, revise
from scheduler.store.queue.withhold import lift, withhold
from scheduler.store.radio.chain import chain_of
from scheduler.store.radio.tell import receive
from scheduler.store.seal import seal_new_rows
from scheduler.store.verify import verify
from tests.store.conftest import DUE, LAN, MINH, NOW, MakePost, rendered
from tests.store.radio.office import RELEASED, STATION, aired, approved, fresh, release

LATER = RELEASED + timedelta(hours=1)


@pytest.fixture
def script(make_post: MakePost) -> Post:
    return release(make_post("dai-a", kind="radio", state=State.APPROVED))


def job(text: str = "Chào bà con, xin nói lại", **more: object) -> Revising:
    return replace(Revising(lambda _: rendered(text, kind="radio"), "lan", LATER, "sai giờ tiếp dân"), **more)  # type: ignore[arg-type]  # fields of Revising


def test_a_newer_issue_keeps_key_number_and_time_and_waits_for_approval(script: Post) -> None:
    (new,) = revise(job(), script).made
    assert (new.key, new.number, new.due) == (script.key, script.number, script.due)
    assert (new.rev, new.issue, new.state) == (1, 2, State.PENDING)
    assert fresh(script).state == State.PUBLISHED


def test_the_author_of_a_newer_issue_does_not_approve_it(script: Post) -> None:
    (new,) = revise(job(by="minh"), script).made
    verdict = approve([new], MINH, now=LATER, author_may_approve=False)
    assert verdict.approved == 0


def test_released_it_takes_the_place_of_the_older_one(script: Post) -> None:
    (new,) = revise(job(), script).made
    new = release(approved(new), LATER)
    old = fresh(script)
    assert (new.state, old.state, old.why) == (State.PUBLISHED, State.RECALLED, "thay bằng bản thay thế lần 1")
    assert words(chain_of(old)) == "thu hồi, thay bằng bản thay thế lần 1, đài chưa xác nhận"
    receive(new, Said.RECEIVED, STATION, now=LATER)
    assert words(chain_of(old)) == "thu hồi, thay bằng bản thay thế lần 1, đài đã biết"


def test_until_then_the_older_one_may_be_read_on_or_is_withheld_as_the_person_says(
    make_post: MakePost, script: Post
) -> None:
    revise(job(), script)
    assert fresh(script).withheld_at is None
    other = release(make_post("dai-b", kind="radio", state=State.APPROVED))
    revise(job(withheld=True), other)
    other = fresh(other)
    assert (other.withheld_at, other.why) == (LATER, "chờ bản thay thế: sai giờ tiếp dân")
    assert chain_of(other).stage == Stage.WITHHELD


def test_one_newer_issue_at_a_time(script: Post) -> None:
    revise(job(), script)
    assert revise(job("Lần nữa"), script).left == [
        (script.key, 'đã có bản thay thế đang "chờ duyệt": duyệt hoặc hủy bản đó trước')
    ]


def test_one_that_was_turned_down_leaves_its_place_to_the_next(script: Post) -> None:
    (first,) = revise(job(), script).made
    act("cancel", [first], LAN, now=LATER, why="viết lại")
    (second,) = revise(job("Lần nữa"), script).made
    assert (second.rev, second.issue, second.number) == (2, 2, script.number)


def test_issues_are_counted_on(script: Post) -> None:
    (second,) = revise(job(), script).made
    second = release(approved(second), LATER)
    (third,) = revise(job("Lần nữa"), second).made
    third = release(approved(third), LATER)
    assert (third.rev, third.issue) == (2, 3)
    assert fresh(second).why == "thay bằng bản thay thế lần 2"
    assert fresh(script).why == "thay bằng bản thay thế lần 1"


def test_the_same_words_are_no_newer_issue(script: Post) -> None:
    done = revise(job("Chào bà con"), script)
    assert (done.made, done.left) == ([], [(script.key, "nội dung mới giống hệt bản đã phát hành")])


def test_a_script_that_is_not_out_is_edited_not_revised(make_post: MakePost) -> None:
    with pytest.raises(BhxhError, match="chưa phát hành"):
        revise(job(), make_post("dai-a", kind="radio"))


def test_a_facebook_post_has_no_newer_issue(make_post: MakePost) -> None:
    with pytest.raises(BhxhError, match="chỉ kịch bản"):
        revise(job(), make_post("fb-a"))


def test_nobody_revises_without_a_reason(script: Post) -> None:
    with pytest.raises(BhxhError, match="cần lý do"):
        revise(job(why=" "), script)


def test_what_was_aired_is_not_revised_but_named(script: Post) -> None:
    aired(script)
    done = revise(job(now=DUE + timedelta(hours=1)), script)
    assert (done.made, [post.key for post in done.aired]) == ([], [script.key])
    assert "đính chính" in done.left[0][1]


def test_of_two_readings_the_one_that_was_aired_is_named_and_the_other_revised(make_post: MakePost) -> None:
    one, two = (release(make_post("dai-a", kind="radio", state=State.APPROVED, ordinal=n)) for n in (1, 2))
    Post.objects.filter(pk=two.pk).update(due=DUE + timedelta(hours=11))
    aired(one)
    done = revise(job(now=DUE + timedelta(hours=1)), fresh(one))
    assert [post.key for post in done.aired] == [one.key]
    assert [post.key for post in done.made] == [two.key]


def test_a_recalled_script_can_be_issued_anew(script: Post) -> None:
    recall(script, "minh", now=LATER, why="sai")
    (new,) = revise(job(), fresh(script)).made
    assert (new.issue, new.state) == (2, State.PENDING)


def test_withholding_is_noted_once_and_lifted_again(script: Post) -> None:
    assert withhold(script, by="lan", now=LATER, why="chờ văn bản")
    assert not withhold(fresh(script), by="lan", now=LATER, why="chờ văn bản")
    assert lift(fresh(script), by="minh", now=LATER)
    notes = Transition.objects.filter(post=script, old=State.PUBLISHED, new=State.PUBLISHED)
    assert list(notes.order_by("pk").values_list("by", "why")) == [("lan", "chờ văn bản"), ("minh", "cho đọc lại")]
    assert fresh(script).withheld_at is None


def test_only_what_is_out_is_withheld(make_post: MakePost) -> None:
    with pytest.raises(BhxhError, match="bhxh hold"):
        withhold(make_post("dai-a", kind="radio"), by="lan", now=NOW, why="chờ")


def test_the_log_of_revisions_is_whole(script: Post) -> None:
    (new,) = revise(job(withheld=True), script).made
    release(approved(new), LATER)
    seal_new_rows(LATER)
    assert verify().faults == []


def test_the_words_of_both_issues_are_kept(script: Post) -> None:
    (new,) = revise(job(), script).made
    texts = [load_payload(fresh(post).payload).text for post in (script, new)]
    assert texts == ["Chào bà con", "Chào bà con, xin nói lại"]
