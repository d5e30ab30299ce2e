"""What the desk counts agrees with what is stored, day by day as people count days here, on both databases."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scheduler.core.states import State
from scheduler.store import database
from scheduler.store.desk import calendar, grid, today
from scheduler.store.models import Post
from tests.store.campaigns import set_state
from tests.store.conftest import MakePost

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOON = datetime(2021, 5, 7, 5, 0, tzinfo=UTC)
"""Twelve o'clock in Việt Nam on 7 May."""


@contextmanager
def _questions() -> Iterator[Callable[[], int]]:
    with CaptureQueriesContext(connection) as seen:
        yield lambda: len(seen)


def _put(make_post: MakePost, state: State, due: datetime, ordinal: int = 1) -> Post:
    post = make_post(due=due, ordinal=ordinal)
    proof = {"remote_id": "1_1", "published_at": due} if state in (State.PUBLISHED, State.RECALLED) else {}
    set_state(post, state, **proof)
    return post


def test_a_day_begins_at_midnight_here_and_not_in_greenwich(make_post: MakePost) -> None:
    for hour in (16, 17, 18):  # 23:00 on the 6th, 00:00 and 01:00 on the 7th
        make_post(due=datetime(2021, 5, 6, hour, 0, tzinfo=UTC))
    found = calendar.days(Post.objects.all(), date(2021, 5, 6), date(2021, 5, 7), ZONE)
    assert [day.kinds["facebook"].meant for day in found] == [1, 2]
    assert today.of_day(Post.objects.all(), date(2021, 5, 7), ZONE)["u", "facebook"].meant == 2
    assert calendar.of_day(Post.objects.all(), date(2021, 5, 7), ZONE).count() == 2


@pytest.mark.parametrize(("zone", "hour", "minute"), [("Asia/Kolkata", 18, 30), ("Asia/Kathmandu", 18, 15)])
def test_a_day_begins_at_midnight_where_that_is_no_hour_in_greenwich(
    make_post: MakePost, zone: str, hour: int, minute: int
) -> None:
    midnight = datetime(2021, 5, 6, hour, minute, tzinfo=UTC)
    for step in (-1, 0, 1):
        make_post(due=midnight + timedelta(minutes=step))
    found = calendar.days(Post.objects.all(), date(2021, 5, 6), date(2021, 5, 7), ZoneInfo(zone))
    assert [day.kinds["facebook"].meant for day in found] == [1, 2]


def test_a_day_without_posts_is_in_the_calendar_all_the_same(db: str) -> None:
    found = calendar.days(Post.objects.all(), date(2021, 5, 1), date(2021, 5, 31), ZONE)
    assert [day.day.day for day in found] == list(range(1, 32))
    assert all(day.kinds == {} for day in found)


def test_a_cancelled_post_was_not_meant_to_go_out_and_a_recalled_one_did(make_post: MakePost) -> None:
    for ordinal, state in enumerate((State.PUBLISHED, State.RECALLED, State.CANCELLED, State.FAILED), 1):
        _put(make_post, state, NOON, ordinal)
    counts = today.of_day(Post.objects.all(), date(2021, 5, 7), ZONE)["u", "facebook"]
    assert (counts.out, counts.meant, counts.troubled) == (2, 3, 1)
    assert counts.worst == State.FAILED


def test_what_needs_a_person_is_named_with_the_most_urgent_first(make_post: MakePost) -> None:
    for ordinal, state in enumerate((State.PENDING, State.HELD, State.UNKNOWN, State.APPROVED, State.PUBLISHED), 1):
        _put(make_post, state, NOON - timedelta(hours=1), ordinal)
    _put(make_post, State.APPROVED, NOON + timedelta(hours=1), 9)
    found = today.needs(Post.objects.all(), NOON)
    assert [(need.name, need.count) for need in found] == [("unknown", 1), ("late", 1), ("held", 1), ("pending", 1)]
    assert [post.state for post in found[0].first] == [State.UNKNOWN]


def test_nothing_needs_a_person_where_nothing_is_wrong(make_post: MakePost) -> None:
    _put(make_post, State.PUBLISHED, NOON)
    assert today.needs(Post.objects.all(), NOON) == []


def test_a_grid_counts_cells_rows_columns_and_all(make_post: MakePost) -> None:
    for ordinal, state in enumerate((State.PUBLISHED, State.PUBLISHED, State.FAILED), 1):
        _put(make_post, state, NOON, ordinal)
    found = grid.grid(Post.objects.filter(campaign="thu"))
    for counts in (found.cells["m", "u"], found.messages["m"], found.units["u"], found.all):
        assert (counts.out, counts.meant) == (2, 3)
    assert [post.state for post in grid.failed(Post.objects.all())] == [State.FAILED]
    assert grid.of_cell(Post.objects.all(), "m", "u").count() == 3


@pytest.mark.parametrize("posts", [3, 30])
def test_questions_do_not_grow_with_the_posts(make_post: MakePost, posts: int) -> None:
    for ordinal in range(1, posts + 1):
        _put(make_post, State.HELD if ordinal % 2 else State.PENDING, NOON, ordinal)
    rows = Post.objects.all()
    with _questions() as asked:
        today.of_day(rows, date(2021, 5, 7), ZONE)
        today.needs(rows, NOON)
        calendar.days(rows, date(2021, 5, 1), date(2021, 5, 31), ZONE)
        grid.grid(rows)
        assert asked() == 3 + len(today.NEEDS) + 2


def test_a_grid_is_counted_from_an_index_alone(sqlite_url: str) -> None:
    database.use(sqlite_url)
    with CaptureQueriesContext(connection) as seen:
        grid.grid(Post.objects.filter(campaign="thu"))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {seen[0]['sql']}")
        plan = str(cursor.fetchall())
    assert "USING COVERING INDEX post_in_grid" in plan
    assert "SCAN" not in plan
