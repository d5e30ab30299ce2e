"""Another time for a post: the key stays, and approval only where the text does."""

from datetime import datetime, timedelta

import pytest

from scheduler.core.approval import Person, Role
from scheduler.core.render import Renderer
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.store.models import Post, Transition
from scheduler.store.queue.act import Done
from scheduler.store.queue.reschedule import MOVABLE, Rescheduling, reschedule
from tests.store.campaigns import ZONE, Desk, posts, set_state
from tests.store.conftest import DUE, LAN, MINH, NOW, MakePost, get, slot
from tests.store.content import message

LATER = datetime(2021, 5, 20, 8, tzinfo=ZONE)


def shift(desk: Desk, post: Post, due: datetime = LATER, person: Person = LAN) -> Done:
    content = desk.content
    return reschedule(Rescheduling(content, Renderer(content), ZONE, person, due, NOW, "mất điện"), [get(post.key)])


def queued(desk: Desk, state: State = State.APPROVED, name: str = "loi-ich") -> Post:
    desk.queue()
    post = posts(message=name, kind="facebook")[0]
    set_state(post, state)
    return get(post.key)


def test_a_post_whose_words_name_no_day_keeps_its_approval_and_its_key(desk: Desk) -> None:
    post = queued(desk)
    assert shift(desk, post).moved == 1
    moved = get(post.key)
    assert (moved.state, moved.due, moved.planned, moved.payload_id) == (
        State.APPROVED, LATER, post.planned, post.payload_id,
    )  # fmt: skip


def test_the_move_is_in_the_log_with_name_and_reason(desk: Desk) -> None:
    post = queued(desk)
    shift(desk, post)
    row = Transition.objects.latest("pk")
    assert (row.old, row.new, row.by) == (State.APPROVED, State.APPROVED, "lan")
    assert row.why == f"đổi giờ từ {post.due.astimezone(ZONE):%H:%M %d/%m/%Y} sang 08:00 20/05/2021: mất điện"


def test_a_post_that_would_read_otherwise_on_the_new_day_is_pending_with_the_difference(desk: Desk) -> None:
    desk.folder.write("messages/bhyt/loi-ich.yaml", message("loi-ich", "Hôm nay {{ slot.date }}.", topic="bhyt"))
    post = queued(desk)
    shift(desk, post)
    assert (get(post.key).state, get(post.key).due) == (State.PENDING, LATER)
    assert "Hôm nay 20/05/2021." in get(post.key).payload.body
    assert "+Hôm nay 20/05/2021." in Transition.objects.latest("pk").why


def test_figures_are_those_of_the_new_day(desk: Desk) -> None:
    desk.folder.replace("facts/facts.yaml", "from: 2016-01-01, value", "from: 2016-01-01, to: 2021-05-14, value")
    desk.folder.replace(
        "facts/facts.yaml", "status: verified}]",
        'status: verified}, {from: 2021-05-15, value: "1500000", source: Nghị định số 7/2021, status: verified}]',
    )  # fmt: skip
    post = queued(desk, name="muc")
    shift(desk, post)
    assert "330.000 đồng" in get(post.key).payload.body


def test_a_message_that_has_expired_by_then_stays_where_it_is(desk: Desk) -> None:
    desk.folder.replace(
        "messages/bhyt/loi-ich.yaml", "valid_from: 2018-01-01", "valid_from: 2018-01-01\nvalid_to: 2021-05-15"
    )
    post = queued(desk)
    done = shift(desk, post)
    assert (done.moved, get(post.key).due, get(post.key).state) == (0, post.due, State.APPROVED)
    assert "không còn hiệu lực" in done.left[0][1]


def test_a_time_that_has_passed_is_refused(desk: Desk) -> None:
    with pytest.raises(BhxhError, match="đã qua"):
        shift(desk, queued(desk), NOW)


def test_an_auditor_moves_nothing(desk: Desk) -> None:
    with pytest.raises(BhxhError, match="việc này dành cho"):
        shift(desk, queued(desk), person=Person("thanh", Role.AUDITOR))


def test_a_post_that_is_out_or_under_way_is_left_alone(desk: Desk) -> None:
    post = queued(desk)
    for state in State:
        proof = {"remote_id": "1_1", "published_at": DUE} if state in (State.PUBLISHED, State.RECALLED) else {}
        set_state(post, state, due=post.due, lease_until=NOW if state == State.SENDING else None, **proof)
        done = shift(desk, post, person=MINH)
        if state in MOVABLE:
            after = State.APPROVED if state in (State.MISSED, State.FAILED) else state
            assert (done.moved, get(post.key).due, get(post.key).state) == (1, LATER, after)
        else:
            assert (done.moved, get(post.key).due, get(post.key).state) == (0, post.due, state)


def test_only_an_approver_gives_a_missed_post_another_time(desk: Desk) -> None:
    post = queued(desk, State.MISSED)
    assert "việc này dành cho" in shift(desk, post, person=LAN).left[0][1]
    assert shift(desk, post, person=MINH).moved == 1
    assert get(post.key).state == State.APPROVED


def test_what_lies_prepared_for_the_old_time_will_be_taken_back(desk: Desk) -> None:
    from scheduler.store.queue.claim import prepared_elsewhere

    post = queued(desk)
    set_state(post, State.APPROVED, phase="draft", remote_id="1_9", prepared_sha=post.payload.sha256)
    assert prepared_elsewhere(NOW) == []
    shift(desk, post)
    assert [p.key for p in prepared_elsewhere(NOW)] == [post.key]


def test_a_post_in_the_hands_of_a_worker_is_left_alone(desk: Desk) -> None:
    post = queued(desk)
    set_state(post, State.APPROVED, lease_by="w1", lease_until=NOW + timedelta(minutes=1))
    assert (shift(desk, post).moved, get(post.key).due) == (0, post.due)
    set_state(post, State.APPROVED, lease_by="w1", lease_until=NOW)
    assert shift(desk, post).moved == 1


def test_a_post_written_by_hand_moves_with_its_words(desk: Desk, make_post: MakePost) -> None:
    post = make_post("fb-a", text="Sáng mai tiếp dân tại chợ.", state=State.APPROVED)
    Post.objects.filter(pk=post.pk).update(campaign="tay", message="", unit="u-a")
    assert shift(desk, post).moved == 1
    assert (get(post.key).state, get(post.key).due) == (State.APPROVED, LATER)
    assert get(post.key).key == slot("fb-a").key
