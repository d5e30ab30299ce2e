import threading
from datetime import timedelta

import pytest
from django.db import connections

from scheduler.core.outcome import Again, Call, ChannelDown, Prepared, Refused, Sent, Unknown
from scheduler.core.states import State
from scheduler.store.models import Attempt, Pause, Post, Transition
from scheduler.store.queue import claim
from scheduler.store.queue.move import Overtaken
from tests.store.conftest import DUE, NOW, MakePost, get

LEASE = timedelta(minutes=2)
LEADS = {"facebook": timedelta(minutes=15), "radio": timedelta(hours=24)}


def begin(post: Post, worker: str = "w1", *, visible: bool = True) -> Attempt:
    attempt = claim.begin(post, "release", worker, DUE, LEASE, visible=visible)
    assert attempt is not None
    return attempt


def test_a_pending_post_is_never_due(make_post: MakePost) -> None:
    make_post()
    assert claim.due_posts(DUE, LEADS) == []


def test_an_approved_post_is_due_from_its_kind_lead_on(make_post: MakePost) -> None:
    post = make_post(state=State.APPROVED)
    early = DUE - timedelta(minutes=15, seconds=1)
    assert claim.due_posts(early, LEADS) == []
    assert [p.key for p in claim.due_posts(DUE - timedelta(minutes=15), LEADS)] == [post.key]


def test_of_two_workers_that_claim_a_post_exactly_one_gets_it(make_post: MakePost) -> None:
    post = make_post(state=State.APPROVED)
    won: list[str] = []

    def compete(name: str) -> None:
        if claim.begin(get(post.key), "release", name, DUE, LEASE, visible=True):
            won.append(name)
        connections.close_all()

    threads = [threading.Thread(target=compete, args=(f"w{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert Attempt.objects.count() == 1


def test_the_attempt_is_on_disk_before_the_call_is_made(make_post: MakePost) -> None:
    post = make_post(state=State.APPROVED)
    begin(post)
    attempt = Attempt.objects.get()
    assert (attempt.step, attempt.finished_at, get(post.key).state) == ("release", None, State.SENDING)


def test_a_sent_post_is_published_with_its_proof(make_post: MakePost) -> None:
    post = make_post(state=State.APPROVED)
    claim.finish(post, begin(post), Sent("1_2", "https://www.facebook.com/1_2"), Call(status=200), "w1", DUE)
    stored = get(post.key)
    assert (stored.state, stored.remote_id, stored.published_at) == (State.PUBLISHED, "1_2", DUE)
    assert Transition.objects.filter(post=stored, new=State.PUBLISHED).count() == 1


def test_an_answer_that_may_hide_a_success_is_unknown_and_never_due_again(make_post: MakePost) -> None:
    post = make_post(state=State.APPROVED)
    claim.finish(post, begin(post), Unknown("mất kết nối"), Call(), "w1", DUE)
    assert get(post.key).state == State.UNKNOWN
    assert claim.due_posts(DUE + timedelta(days=1), LEADS) == []


def test_a_post_that_was_not_sent_waits_for_its_next_try(make_post: MakePost) -> None:
    post = make_post(state=State.APPROVED)
    later = DUE + timedelta(minutes=5)
    claim.finish(post, begin(post), Again(later, "chưa gửi được"), Call(), "w1", DUE)
    assert get(post.key).state == State.APPROVED
    assert claim.due_posts(later - timedelta(seconds=1), LEADS) == []
    assert len(claim.due_posts(later, LEADS)) == 1


def test_a_prepared_post_keeps_its_remote_id_and_stays_approved(make_post: MakePost) -> None:
    post = make_post(state=State.APPROVED)
    claim.finish(post, begin(post, visible=False), Prepared("draft", "1_9", ("77",)), Call(), "w1", DUE)
    stored = get(post.key)
    assert (stored.state, stored.phase, stored.remote_id, stored.media) == (State.APPROVED, "draft", "1_9", '["77"]')
    assert stored.prepared_sha == stored.payload.sha256


def test_a_refused_post_has_failed_and_says_why(make_post: MakePost) -> None:
    post = make_post(state=State.APPROVED)
    claim.finish(post, begin(post, visible=False), Refused("ảnh hỏng"), Call(), "w1", DUE)
    assert (get(post.key).state, get(post.key).why) == (State.FAILED, "ảnh hỏng")


def test_a_channel_that_is_down_holds_back_its_own_posts_only(make_post: MakePost) -> None:
    post, other = make_post("fb-a", state=State.APPROVED), make_post("fb-b", state=State.APPROVED)
    claim.finish(post, begin(post), ChannelDown("mã hết hạn"), Call(), "w1", DUE)
    assert [p.key for p in claim.due_posts(DUE, LEADS)] == [other.key]
    assert Pause.objects.get().channel == "fb-a"
    assert claim.resume("fb-a")
    assert len(claim.due_posts(DUE, LEADS)) == 2


def test_a_worker_that_lost_its_lease_changes_nothing(make_post: MakePost) -> None:
    post = make_post(state=State.APPROVED)
    attempt = begin(post)
    claim.mark_interrupted(DUE + LEASE)
    with pytest.raises(Overtaken):
        claim.finish(post, attempt, Again(DUE, "chậm"), Call(), "w1", DUE + LEASE)
    assert get(post.key).state == State.UNKNOWN
    assert Attempt.objects.get().outcome == "again"


def test_a_worker_that_died_in_a_visible_call_leaves_an_unknown_post(make_post: MakePost) -> None:
    post = make_post(state=State.APPROVED)
    begin(post)
    assert claim.mark_interrupted(DUE + LEASE - timedelta(seconds=1)) == 0
    assert claim.mark_interrupted(DUE + LEASE) == 1
    assert get(post.key).state == State.UNKNOWN


def test_a_worker_that_died_in_an_invisible_call_leaves_the_post_to_others(make_post: MakePost) -> None:
    post = make_post(state=State.APPROVED)
    begin(post, visible=False)
    assert claim.due_posts(DUE, LEADS) == []
    assert len(claim.due_posts(DUE + LEASE, LEADS)) == 1


def test_the_next_event_is_the_first_instant_at_which_something_can_be_done(make_post: MakePost) -> None:
    make_post(state=State.APPROVED)
    make_post("dai", kind="radio", state=State.APPROVED, due=DUE + timedelta(days=2))
    assert claim.next_event(NOW, LEADS) == DUE - timedelta(minutes=15)
    assert claim.next_event(DUE, LEADS) == DUE + timedelta(days=1)


def test_overdue_posts_are_found_whatever_kept_them(make_post: MakePost) -> None:
    paused, late = make_post("fb-a", state=State.APPROVED), make_post("fb-b", state=State.APPROVED)
    claim.pause("fb-a", None, "mã hết hạn", NOW)
    graces = {"facebook": timedelta(hours=6)}
    assert claim.overdue(DUE + timedelta(hours=6), graces) == []
    assert {p.key for p in claim.overdue(DUE + timedelta(hours=6, seconds=1), graces)} == {paused.key, late.key}


def test_a_worker_with_an_old_copy_prepares_nothing_a_second_time(make_post: MakePost) -> None:
    post = make_post(state=State.APPROVED)
    stale = get(post.key)
    claim.finish(post, begin(post, "w1", visible=False), Prepared("draft", "1_9"), Call(), "w1", DUE)
    assert get(post.key).lease_until is None
    assert claim.begin(stale, "draft", "w2", DUE, LEASE, visible=False) is None
    assert claim.begin(get(post.key), "schedule", "w2", DUE, LEASE, visible=False)


def test_a_worker_with_an_old_copy_does_not_repeat_a_try_before_its_time(make_post: MakePost) -> None:
    post = make_post(state=State.APPROVED)
    stale = get(post.key)
    claim.finish(post, begin(post, "w1"), Again(DUE + LEASE, "chưa gửi được"), Call(), "w1", DUE)
    assert claim.begin(stale, "release", "w2", DUE, LEASE, visible=True) is None


def test_a_worker_goes_on_with_the_post_that_it_prepared_itself(make_post: MakePost) -> None:
    post = make_post(state=State.APPROVED)
    claim.finish(post, begin(post, "w1", visible=False), Prepared("photos", media=("7",)), Call(), "w1", DUE)
    assert claim.begin(post, "draft", "w1", DUE, LEASE, visible=False)
