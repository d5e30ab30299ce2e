"""The log's page shows each post that went out once, newest first, and a post's story leaves nothing out."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.core.states import State
from scheduler.store import corrections
from scheduler.store.desk.story import story
from scheduler.store.models import Post
from scheduler.store.paging import page
from scheduler.store.queue.act import act
from scheduler.store.search import matching
from tests.store.campaigns import set_state
from tests.store.conftest import LAN, MINH, NOW, MakePost, get

OUT = datetime(2021, 5, 7, 12, 30, tzinfo=UTC)


@pytest.fixture
def seven(make_post: MakePost) -> list[Post]:
    """Seven posts: five out, of which three at the same instant; one pending; one recalled."""
    made = [make_post(ordinal=n, text=f"Bài số {n}: hỗ trợ bà con") for n in range(1, 8)]
    for n, post in enumerate(made[:6]):
        at = OUT + timedelta(minutes=max(0, n - 2))
        state = State.RECALLED if n == 5 else State.PUBLISHED
        set_state(post, state, remote_id=f"1_{n}", published_at=at)
    return made


def _all(size: int, query: str = "") -> list[int]:
    seen: list[int] = []
    after = ""
    while True:
        rows = matching(Post.objects.filter(published_at__isnull=False), query)
        found = page(rows, ("-published_at", "-pk"), after=after, size=size)
        assert len(found.rows) <= size
        seen += [post.pk for post in found.rows]
        if not found.after:
            return seen
        after = found.after


@pytest.mark.parametrize("size", [1, 2, 3, 6, 50])
def test_pages_of_any_size_show_each_post_that_is_out_once_and_newest_first(seven: list[Post], size: int) -> None:
    shown = _all(size)
    assert sorted(shown) == sorted(post.pk for post in seven[:6])
    rows = Post.objects.in_bulk(shown)
    assert shown == sorted(shown, key=lambda pk: (rows[pk].published_at, pk), reverse=True)


def test_a_search_is_paged_as_the_whole_log_is(seven: list[Post]) -> None:
    assert _all(2, "bai so ho tro") == _all(50)
    assert _all(2, "so 3") == [seven[2].pk]


def test_a_story_tells_texts_approvals_moves_and_corrections_both_ways(make_post: MakePost) -> None:
    old, new = make_post(state=State.APPROVED), make_post(ordinal=2, text="ĐÍNH CHÍNH")
    act("hold", [old], MINH, now=NOW, why="chờ số mới")
    set_state(old, State.PUBLISHED, remote_id="1_1", published_at=OUT)
    old = get(old.key)
    corrections.link(new, old, person=LAN, now=NOW)
    told, correcting = story(old), story(get(new.key))
    assert [(row.old, row.new) for row in told.transitions][:3] == [
        ("", "pending"), ("pending", "approved"), ("approved", "held")
    ]  # fmt: skip
    assert told.transitions[2].why == "chờ số mới"
    assert told.approval is not None
    assert (told.approval.by, told.payload.text) == ("minh", "Chào bà con")
    assert (told.corrected_by, correcting.corrects) == ([new.key], old.key)
    assert set(told.texts) == {old.payload.sha256}
