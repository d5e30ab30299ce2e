"""What stations pulled: stored in batches, asked per script and per station."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from scheduler.store.models import Fetch
from scheduler.store.radio import fetches, links
from scheduler.store.radio.fetches import Fetched
from tests.store.conftest import NOW, MakePost

MINUTE = timedelta(minutes=1)


def test_a_batch_is_stored_in_one_transaction_with_one_statement_on_sqlite(db: str, make_post: MakePost) -> None:
    post = make_post("dai-a", kind="radio")
    link, _ = links.make("dai-a", by="lan", now=NOW)
    rows = [Fetched("dai-a", "html", NOW + n * MINUTE, link.pk, post.pk) for n in range(200)]
    with CaptureQueriesContext(
        connection,
    ) as caught:
        fetches.record(rows)
    inserts = [query for query in caught.captured_queries if "INSERT" in query["sql"]]
    assert Fetch.objects.count() == 200
    assert len(inserts) <= 1


def test_the_first_fetch_of_a_script_is_told(db: str, make_post: MakePost) -> None:
    first, second, third = (make_post(f"dai-{n}", kind="radio").pk for n in "abc")
    fetches.record([
        Fetched("dai-a", "html", NOW + 2 * MINUTE, None, first),
        Fetched("dai-a", "txt", NOW + MINUTE, None, first),
        Fetched("dai-b", "txt", NOW + 5 * MINUTE, None, second),
    ])  # fmt: skip
    assert fetches.first_fetches([first, second, third]) == {first: NOW + MINUTE, second: NOW + 5 * MINUTE}


def test_the_last_pull_of_a_station_counts_lists_that_held_nothing_new(db: str, make_post: MakePost) -> None:
    post = make_post("dai-a", kind="radio").pk
    fetches.record([Fetched("dai-a", "html", NOW, None, post), Fetched("dai-a", "304", NOW + MINUTE)])
    assert fetches.last_pull("dai-a") == NOW + MINUTE
    assert fetches.last_pull("dai-b") is None
    assert fetches.last_pulls() == {"dai-a": NOW + MINUTE}


def test_the_last_use_of_a_link_is_told(db: str) -> None:
    one, two = (links.make("dai-a", by="lan", now=NOW)[0].pk for _ in range(2))
    fetches.record([Fetched("dai-a", "html", NOW, one), Fetched("dai-a", "html", NOW + MINUTE, one)])
    assert fetches.last_used([one, two]) == {one: NOW + MINUTE}


def test_nothing_to_record_is_no_error(db: str) -> None:
    fetches.record([])
    assert Fetch.objects.count() == 0
