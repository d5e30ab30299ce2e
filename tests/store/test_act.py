"""What a person may do to posts, and what is left alone."""

import sqlite3
import threading
from datetime import timedelta

import pytest
from django.db import connections, transaction

from scheduler.core.approval import MAY, Person, Role
from scheduler.core.states import SCREEN, State
from scheduler.errors import BhxhError
from scheduler.store.find import each
from scheduler.store.models import Post, Transition
from scheduler.store.payloads import Shelf
from scheduler.store.queue.act import act, recall
from scheduler.store.queue.claim import overdue
from scheduler.store.queue.insert import Numbers, insert_posts
from tests.store.campaigns import posts, set_state
from tests.store.conftest import DUE, LAN, MINH, NOW, MakePost, get, rendered, slot

LEADS_TO = {
    "hold": {State.APPROVED: State.HELD},
    "release": {State.HELD: State.APPROVED},
    "cancel": dict.fromkeys(
        (State.DRAFT, State.PENDING, State.APPROVED, State.HELD, State.FAILED, State.MISSED), State.CANCELLED
    ),
    "submit": {State.DRAFT: State.PENDING},
    "return": {State.PENDING: State.DRAFT},
    "retry": {State.FAILED: State.APPROVED, State.MISSED: State.APPROVED},
}
ROOT = Person("goc", Role.ADMIN)


def put(make_post: MakePost, state: State, channel: str = "fb-a") -> Post:
    post = make_post(channel)
    proof = {"remote_id": "1_1", "published_at": DUE} if state in (State.PUBLISHED, State.RECALLED) else {}
    set_state(post, state, lease_until=DUE if state == State.SENDING else None, **proof)
    return get(post.key)


@pytest.mark.parametrize("name", LEADS_TO)
def test_an_act_moves_the_states_it_is_for_and_names_the_others(make_post: MakePost, name: str) -> None:
    stored = {state: put(make_post, state, f"fb-{state}") for state in State}
    rows = Transition.objects.count()
    done = act(name, stored.values(), ROOT, now=NOW, why="lý do")
    leads = LEADS_TO[name]
    assert {state: get(post.key).state for state, post in stored.items()} == {s: leads.get(s, s) for s in State}
    assert done.moved == len(leads) == Transition.objects.count() - rows
    assert done.left == [(stored[s].key, f'bài đang "{SCREEN[s]}"') for s in State if s not in leads]
    written = Transition.objects.order_by("-pk")[: len(leads)]
    assert {(t.old, t.new, t.by, t.why) for t in written} == {(s, new, "goc", "lý do") for s, new in leads.items()}


def test_stopping_needs_a_reason_and_letting_go_needs_none(make_post: MakePost) -> None:
    for name in LEADS_TO:
        state = next(iter(LEADS_TO[name]))
        post = put(make_post, state, f"fb-{name}")
        if name in ("release", "retry", "submit"):
            assert act(name, [post], ROOT, now=NOW).moved == 1
            continue
        for why in ("", "  "):
            with pytest.raises(BhxhError, match="lý do"):
                act(name, [post], ROOT, now=NOW, why=why)
        assert get(post.key).state == state


@pytest.mark.parametrize("name", LEADS_TO)
def test_a_role_does_only_what_it_may(make_post: MakePost, name: str) -> None:
    for role in Role:
        post = put(make_post, next(iter(LEADS_TO[name])), f"fb-{role}")
        if role in MAY[name]:
            assert act(name, [post], Person("ai", role), now=NOW, why="lý do").moved == 1
        else:
            with pytest.raises(BhxhError, match="việc này dành cho"):
                act(name, [post], Person("ai", role), now=NOW, why="lý do")


def test_anybody_who_works_here_may_stop_and_an_auditor_only_looks() -> None:
    assert all(role in MAY[name] for name in ("hold", "cancel") for role in (Role.AUTHOR, Role.APPROVER, Role.ADMIN))
    assert not any(Role.AUDITOR in roles for roles in MAY.values())


def test_a_missed_post_that_is_let_go_again_is_due_now_and_not_missed_again(make_post: MakePost) -> None:
    post, late = put(make_post, State.MISSED), DUE + timedelta(days=2)
    act("retry", [post], MINH, now=late, why="máy hỏng")
    stored = get(post.key)
    assert (stored.state, stored.due, stored.planned) == (State.APPROVED, late, DUE)
    assert overdue(late, {"facebook": timedelta(hours=6)}) == []
    assert "giờ cũ đã qua" in Transition.objects.latest("pk").why


def test_a_failed_post_whose_time_is_still_to_come_keeps_it(make_post: MakePost) -> None:
    post = put(make_post, State.FAILED)
    act("retry", [post], MINH, now=NOW)
    assert (get(post.key).state, get(post.key).due) == (State.APPROVED, DUE)


def test_a_post_that_was_moved_meanwhile_is_left_alone_and_named(make_post: MakePost) -> None:
    seen = put(make_post, State.APPROVED)
    set_state(seen, State.SENDING, lease_until=DUE)
    done = act("hold", [seen], LAN, now=NOW, why="quốc tang")
    assert (done.moved, done.left) == (0, [(seen.key, "bài vừa được người khác hoặc máy xử lý")])
    assert get(seen.key).state == State.SENDING


def test_only_what_is_out_can_be_recalled(make_post: MakePost) -> None:
    out = put(make_post, State.PUBLISHED)
    recall(out, "minh", now=DUE, why="sai số liệu")
    assert get(out.key).state == State.RECALLED
    row = Transition.objects.latest("pk")
    assert (row.old, row.new, row.by, row.why) == (State.PUBLISHED, State.RECALLED, "minh", "sai số liệu")


def test_many_posts_are_held_while_another_program_writes(db: str) -> None:
    many = [(slot(due=DUE + timedelta(minutes=n)), rendered(), 0) for n in range(2500)]
    with transaction.atomic():
        insert_posts(many, Shelf(), Numbers(), by="lan", now=NOW)
    Post.objects.update(state=State.APPROVED)

    def disturbed() -> object:
        for number, post in enumerate(each(Post.objects.order_by("due"))):
            if number % 1000 == 500:
                write_elsewhere(db, number)
            yield post

    done = act("hold", disturbed(), LAN, now=NOW, why="quốc tang")  # type: ignore[arg-type]  # a generator of posts
    assert (done.moved, len(posts(state=State.HELD))) == (2500, 2500)


def write_elsewhere(url: str, number: int) -> None:
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as other:
            other.execute("INSERT INTO store_setting (name, value) VALUES (?, '')", (f"n{number}",))
        other.close()
        return

    def write() -> None:
        from scheduler.store.models import Setting

        Setting.objects.create(name=f"n{number}", value="")
        connections.close_all()

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
