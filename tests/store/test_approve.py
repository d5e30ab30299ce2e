"""A person answers for exactly this text, and for the figures in it."""

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from scheduler.core.approval import Person, Role
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.store.confirmations import confirm, confirmed
from scheduler.store.models import Approval, Post, Transition
from scheduler.store.payloads import Shelf
from scheduler.store.queue.approve import Verdict, approve
from scheduler.store.queue.insert import Numbers, insert_posts
from scheduler.store.queue.renew import replace_text
from scheduler.store.sealed import approval_hash
from tests.store.campaigns import Desk, posts, set_state
from tests.store.conftest import DUE, MINH, NOW, MakePost, get, rendered, slot


def run(post: Post, person: Person = MINH, *, word: str = "", author_may_approve: bool = False) -> Verdict:
    return approve([get(post.key)], person, now=NOW, author_may_approve=author_may_approve, word=word)


def test_an_approver_approves_the_post_of_another(make_post: MakePost) -> None:
    post = make_post()
    assert run(post).approved == 1
    assert get(post.key).state == State.APPROVED


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.AUDITOR])
def test_authors_and_auditors_may_not_approve(make_post: MakePost, role: Role) -> None:
    post = make_post()
    with pytest.raises(BhxhError, match="người duyệt"):
        run(post, Person("hoa", role))
    assert get(post.key).state == State.PENDING


@pytest.mark.parametrize("role", [Role.APPROVER, Role.ADMIN])
def test_nobody_approves_his_own_post_unless_the_office_allows_it(make_post: MakePost, role: Role) -> None:
    post, lan = make_post(), Person("lan", role)
    assert run(post, lan).refused == [(post.key, '"lan" là người soạn bài này; bài phải do người khác duyệt')]
    assert get(post.key).state == State.PENDING
    assert run(post, lan, author_may_approve=True).approved == 1


def test_a_figure_that_nobody_confirmed_asks_for_the_word(make_post: MakePost) -> None:
    post = make_post(doubtful=True)
    verdict = run(post)
    assert (verdict.approved, verdict.doubtful) == (0, {"rate@2014-01-01": "22"})
    assert "rate@2014-01-01" in verdict.refused[0][1]
    assert run(post, word="ừ").approved == 0
    assert run(post, word=" Đúng ").approved == 1
    assert json.loads(Approval.objects.get().vouched) == ["rate@2014-01-01"]


def test_a_confirmed_figure_asks_for_nothing_more(make_post: MakePost) -> None:
    post = make_post(doubtful=True)
    assert confirm("rate@2014-01-01", "22", by="minh", now=NOW)
    assert run(post).approved == 1
    assert json.loads(Approval.objects.get().vouched) == []


def test_a_confirmation_is_void_for_another_value(make_post: MakePost) -> None:
    confirm("rate@2014-01-01", "21", by="minh", now=NOW)
    assert run(make_post(doubtful=True)).approved == 0


def test_a_figure_is_confirmed_once(db: str) -> None:
    assert confirm("rate@2014-01-01", "22", by="minh", now=NOW)
    assert not confirm("rate@2014-01-01", "22", by="hoa", now=NOW)
    assert confirmed() == {"rate@2014-01-01": ("22", "minh")}


def test_a_derived_figure_rests_on_the_confirmation_of_its_base(desk: Desk) -> None:
    desk.queue()
    quoting = {p.key for p in posts(message="muc")}
    assert {key for key, _ in desk.approve(word="").refused} == quoting
    confirm("ty_le@2014-01-01", "22", by="minh", now=NOW)
    assert desk.approve(word="").approved == len(quoting)


def test_a_word_that_cannot_be_read_aloud_blocks_approval(make_post: MakePost) -> None:
    post = make_post("dai", kind="radio", unread=("QĐX",))
    verdict = run(post, word="đúng")
    assert (verdict.approved, get(post.key).state) == (0, State.PENDING)
    assert "QĐX" in verdict.refused[0][1]


def test_a_post_edited_meanwhile_is_not_approved_and_is_named(make_post: MakePost) -> None:
    seen = make_post(text="như người duyệt thấy")
    with transaction.atomic():
        replace_text(get(seen.key), rendered("khác"), Shelf(), by="hoa", now=NOW, why="sửa")
    verdict = approve([seen], MINH, now=NOW, author_may_approve=False)
    assert (verdict.approved, [key for key, _ in verdict.refused]) == (0, [seen.key])
    assert get(seen.key).state == State.PENDING
    assert Approval.objects.count() == 0


def test_a_post_cancelled_meanwhile_is_not_approved(make_post: MakePost) -> None:
    seen = make_post()
    Post.objects.filter(pk=seen.pk).update(state=State.CANCELLED)
    verdict = approve([seen], MINH, now=NOW, author_may_approve=False)
    assert (verdict.approved, len(verdict.refused), get(seen.key).state) == (0, 1, State.CANCELLED)


def test_only_pending_posts_are_approved(make_post: MakePost) -> None:
    post = make_post()
    for state in (state for state in State if state != State.PENDING):
        set_state(post, state, remote_id="1", published_at=DUE, lease_until=DUE)
        verdict = run(post)
        assert (verdict.approved, len(verdict.refused), get(post.key).state) == (0, 1, state)


def test_an_approval_is_bound_to_the_hash_of_the_text(make_post: MakePost) -> None:
    post = make_post()
    run(post)
    row = Approval.objects.get()
    assert (row.payload_sha, row.by, row.at) == (post.payload.sha256, "minh", NOW)
    assert row.hash == approval_hash(post.key, 0, post.payload.sha256, "minh", NOW, "[]")


def test_a_changed_letter_makes_an_approved_post_pending_again(make_post: MakePost) -> None:
    post = make_post(state=State.APPROVED)
    with transaction.atomic():
        replace_text(post, rendered("Chào bà con!"), Shelf(), by="lan", now=NOW, why="sửa")
    assert get(post.key).state == State.PENDING
    assert get(post.key).payload.sha256 != Approval.objects.get().payload_sha


def test_many_posts_are_approved_a_thousand_to_a_transaction(db: str) -> None:
    many = [
        (slot(due=DUE + timedelta(minutes=n)), rendered(f"Bài {n % 10}"), 0) for n in range(2500)
    ]  # fmt: skip
    with transaction.atomic():
        insert_posts(many, Shelf(), Numbers(), by="lan", now=NOW)
    with CaptureQueriesContext(connection) as queries:
        verdict = approve(iter(posts()), MINH, now=NOW, author_may_approve=False)
    commits = [q["sql"] for q in queries.captured_queries if q["sql"] == "COMMIT"]
    assert (verdict.approved, len(commits)) == (2500, 3)
    assert Approval.objects.count() == Transition.objects.filter(new=State.APPROVED).count() == 2500


def test_a_crash_between_batches_leaves_whole_batches(db: str) -> None:
    many = [(slot(due=DUE + timedelta(minutes=n)), rendered(), 0) for n in range(1500)]
    with transaction.atomic():
        insert_posts(many, Shelf(), Numbers(), by="lan", now=NOW)

    def cut() -> object:
        stored = posts()
        yield from stored[:1200]
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        approve(cut(), MINH, now=NOW, author_may_approve=False)  # type: ignore[arg-type]  # a generator that breaks
    assert Post.objects.filter(state=State.APPROVED).count() == Approval.objects.count() == 1000
    assert approve(posts(), MINH, now=NOW, author_may_approve=False).approved == 500
