"""Statements that are put together once give a database what Django would have given it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from scheduler.core.states import State
from scheduler.store import rows
from scheduler.store.models import Attempt, Post
from tests.store.conftest import DUE, NOW, MakePost, get

LATER = NOW + timedelta(hours=1)
VALUES: dict[str, Any] = {
    "why": "chữ có dấu ' \" % %s ế", "next_try": NOW + timedelta(microseconds=1), "tries": 3,
    "media": '["1"]', "lease_until": None,
}  # fmt: skip


def test_a_row_is_changed_as_django_would_change_it(make_post: MakePost) -> None:
    post = make_post()
    assert rows.change(Post, {"id": post.pk}, VALUES) == 1
    ours = Post.objects.filter(pk=post.pk).values().get()
    Post.objects.filter(pk=post.pk).update(**VALUES)
    assert ours == Post.objects.filter(pk=post.pk).values().get()
    assert Post.objects.filter(pk=post.pk, next_try=VALUES["next_try"]).exists()


def test_only_a_row_that_is_as_it_is_said_to_be_is_changed(make_post: MakePost) -> None:
    post = make_post()
    for same in ({"state": State.HELD}, {"due": DUE + timedelta(seconds=1)}, {"next_try": NOW}, {"remote_id": "1_1"}):
        assert rows.change(Post, {"id": post.pk, **same}, {"why": "x"}) == 0
    same = {"state": post.state, "due": post.due, "next_try": None, "remote_id": "", "payload": post.payload}
    assert rows.change(Post, {"id": post.pk, **same}, {"why": "x"}) == 1
    assert get(post.key).why == "x"


@pytest.mark.parametrize(
    ("held_by", "until", "free"),
    [("", None, True), ("w2", NOW, True), ("w1", LATER, True), ("w2", LATER, False)],
)  # fmt: skip
def test_a_row_is_free_without_a_lease_after_it_and_for_its_holder(
    held_by: str, until: Any, free: bool, make_post: MakePost
) -> None:
    post = make_post()
    Post.objects.filter(pk=post.pk).update(lease_by=held_by, lease_until=until)
    assert rows.change(Post, {"id": post.pk}, {"why": "x"}, free=("w1", NOW)) == int(free)


def test_a_row_that_is_added_reads_back_as_it_was(make_post: MakePost) -> None:
    attempt = Attempt(post=make_post(), step="draft", started_at=NOW, payload_sha="a" * 64)
    rows.add(attempt)
    stored = Attempt.objects.get(pk=attempt.pk)
    assert [getattr(stored, f.attname) for f in Attempt._meta.concrete_fields] == [
        getattr(attempt, f.attname) for f in Attempt._meta.concrete_fields
    ]


def test_constraints_hold_all_the_same(make_post: MakePost) -> None:
    with pytest.raises(IntegrityError):
        rows.change(Post, {"id": make_post().pk}, {"state": "nonsense"})


def test_a_column_that_is_none_is_a_mistake(make_post: MakePost) -> None:
    with pytest.raises(TypeError, match="no column attempt"):
        rows.change(Post, {"id": 1}, {"attempt": 1})
