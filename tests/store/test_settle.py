from datetime import timedelta

from scheduler.core.outcome import Call, Prepared, Refused, Returned, Sent, Undecided, Unknown
from scheduler.core.states import State
from scheduler.store.models import Attempt, Post
from scheduler.store.queue import claim
from scheduler.store.queue.settle import found, settled
from tests.store.conftest import DUE, MakePost, get

LEASE = timedelta(minutes=2)
LATER = DUE + timedelta(minutes=1)


def unknown(make_post: MakePost) -> Post:
    post = make_post(state=State.APPROVED)
    attempt = claim.begin(post, "send", "w1", DUE, LEASE, visible=True)
    assert attempt is not None
    claim.finish(post, attempt, Unknown("mất kết nối", "1_7"), Call(doubt=True), "w1", DUE)
    return get(post.key)


def test_an_id_that_a_doubtful_answer_named_is_kept_for_the_look(make_post: MakePost) -> None:
    post = unknown(make_post)
    assert (post.remote_id, post.next_try, post.unsure_since, post.tries) == ("1_7", DUE, DUE, 1)
    assert claim.doubtful_since(post, "send") == DUE
    assert [row.key for row in claim.unsettled(DUE)] == [post.key]


def test_of_two_that_look_one_holds_the_post_and_the_other_changes_nothing(make_post: MakePost) -> None:
    post = unknown(make_post)
    assert claim.take(post, "w1", LATER, LEASE)
    assert not claim.take(post, "w2", LATER, LEASE)
    assert claim.unsettled(LATER) == []
    settled(post, Unknown("chưa thấy"), "w2", LATER, LATER + LEASE)
    assert get(post.key).looks == 0
    settled(post, Sent("1_7", "https://www.facebook.com/1_7", DUE), "w1", LATER, LATER)
    assert (get(post.key).state, get(post.key).unsure_since) == (State.PUBLISHED, None)


def test_what_looking_cannot_settle_names_every_candidate_and_is_left_to_a_person(make_post: MakePost) -> None:
    post = unknown(make_post)
    assert claim.take(post, "w1", LATER, LEASE)
    settled(post, Undecided("hai bài giống hệt", ("https://a", "https://b")), "w1", LATER, LATER)
    assert get(post.key).why == "hai bài giống hệt: https://a · https://b"
    assert claim.unsettled(LATER + timedelta(days=1)) == []


def test_a_paused_channel_is_not_looked_at(make_post: MakePost) -> None:
    post = unknown(make_post)
    claim.pause("*facebook", LATER, "hạn mức", DUE)
    assert claim.unsettled(DUE) == []
    assert [row.key for row in claim.unsettled(LATER)] == [post.key]


def prepared(make_post: MakePost, outcome: Prepared | Returned | Refused) -> Post:
    post = make_post(state=State.APPROVED)
    for step in (Prepared("draft", "1_9"), outcome):
        attempt = claim.begin(post, "draft", "w1", DUE, LEASE, visible=False)
        assert attempt is not None
        claim.finish(post, attempt, step, Call(), "w1", DUE)
    return get(post.key)


def test_what_was_changed_at_the_channel_is_taken_back_and_what_was_deleted_is_forgotten(make_post: MakePost) -> None:
    changed = prepared(make_post, Returned("bị sửa"))
    assert (changed.state, changed.remote_id) == (State.PENDING, "1_9")
    assert [row.key for row in claim.prepared_elsewhere(DUE)] == [changed.key]
    assert claim.take(changed, "w1", DUE, LEASE) and claim.cleared(changed)
    assert claim.prepared_elsewhere(DUE) == []


def test_a_stopped_post_that_is_found_visible_is_published_with_its_proof(make_post: MakePost) -> None:
    failed = prepared(make_post, Refused("ảnh hỏng"))
    assert (failed.state, failed.phase) == (State.FAILED, "stale")
    assert claim.take(failed, "w1", DUE, LEASE)
    found(failed, Sent("1_9", "https://www.facebook.com/1_9", DUE), "w1", DUE)
    assert (get(failed.key).state, get(failed.key).published_at) == (State.PUBLISHED, DUE)


def test_an_attempt_is_in_doubt_until_its_answer_says_otherwise(make_post: MakePost) -> None:
    post = make_post(state=State.APPROVED)
    attempt = claim.begin(post, "draft", "w1", DUE, LEASE, visible=False)
    assert attempt is not None and Attempt.objects.get().doubt
    claim.finish(post, attempt, Prepared("draft", "1_9"), Call(), "w1", DUE)
    assert not Attempt.objects.get().doubt
