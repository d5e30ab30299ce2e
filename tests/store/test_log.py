"""What the log says of a post, and that its reader needs little memory."""

import tracemalloc
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from scheduler.core.outcome import Call, Sent
from scheduler.core.states import State
from scheduler.store import database, seal
from scheduler.store.log import entries
from scheduler.store.models import Post, Seal
from scheduler.store.payloads import Shelf
from scheduler.store.queue import claim
from scheduler.store.queue.insert import Numbers, insert_posts
from scheduler.store.verify import verify
from tests.store.campaigns import posts
from tests.store.conftest import DUE, NOW, MakePost, rendered, slot

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def published(make_post: MakePost, **more: object) -> Post:
    post = make_post(state=State.APPROVED, **more)
    attempt = claim.begin(post, "release", "w", DUE, timedelta(minutes=2), visible=True)
    assert attempt
    claim.finish(post, attempt, Sent("1_2", "https://www.facebook.com/1_2"), Call(), "w", DUE)
    return post


def test_an_entry_says_what_went_out_where_when_and_who_answered_for_it(make_post: MakePost) -> None:
    post = published(make_post)
    (entry,) = entries(posts(), ZONE)
    assert entry["key"] == post.key
    assert (entry["campaign"], entry["message"], entry["unit"], entry["channel"]) == ("thu", "m", "u", "fb-a")
    assert (entry["kind"], entry["lang"], entry["state"], entry["text"]) == (
        "facebook",
        "vi",
        "published",
        "Chào bà con",
    )
    assert entry["sha256"] == post.payload.sha256
    assert (entry["remote_id"], entry["permalink"]) == ("1_2", "https://www.facebook.com/1_2")
    assert (entry["author"], entry["approved_by"]) == ("lan", "minh")
    assert entry["due"] == entry["published_at"] == "2021-05-01T14:00:00+07:00"


def test_an_approval_of_other_words_is_not_shown(make_post: MakePost) -> None:
    from scheduler.store.queue.renew import replace_text

    post = make_post(state=State.APPROVED)
    with transaction.atomic():
        replace_text(post, rendered("khác"), Shelf(), by="lan", now=NOW, why="sửa")
    (entry,) = entries(posts(), ZONE)
    assert (entry["text"], entry["approved_by"], entry["approved_at"]) == ("khác", None, None)


def test_a_post_without_a_title_is_called_by_its_first_line(make_post: MakePost) -> None:
    make_post("fb-a", text="Sáng mai tiếp dân.\nTại chợ.")
    make_post("fb-b", text="rất " * 50)
    first, second = entries(posts(), ZONE)
    assert first["title"] == "Sáng mai tiếp dân."
    assert len(second["title"]) <= 80
    assert second["title"].endswith("rất …")


def test_checking_many_rows_takes_no_more_memory_than_checking_few(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.use(sqlite_url)
    monkeypatch.setattr(seal, "MOST", 1000)
    peaks = []
    for day, count in enumerate((3000, 9000)):
        store(count, day=day)
        seal.seal_new_rows(NOW)
        peaks.append(peak_of_verifying())
    assert (Seal.objects.count(), verify().rows) == (12, 12_000)
    assert peaks[1] < peaks[0] * 1.2, "four times the rows, and the same memory"


def peak_of_verifying() -> int:
    tracemalloc.start()
    verdict = verify()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert verdict.whole
    return peak


def test_more_rows_than_one_seal_holds_are_sealed_at_once_in_several(
    make_post: MakePost, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        make_post(f"fb-{n}", state=State.APPROVED)
    monkeypatch.setattr(seal, "MOST", 4)
    last = seal.seal_new_rows(NOW)
    assert [row.count for row in Seal.objects.order_by("id")] == [4, 4, 1]
    verdict = verify()
    assert (verdict.whole, verdict.rows, verdict.unsealed) == (True, 9, 0)
    assert last and last.hash == verdict.last_seal
    assert seal.seal_new_rows(NOW) is None


def store(count: int, day: int) -> None:
    batch = [(slot(due=DUE + timedelta(days=day, seconds=n), ordinal=n), rendered(), 0) for n in range(count)]
    with transaction.atomic():
        insert_posts(batch, Shelf(), Numbers(), by="lan", now=NOW)
