"""What stations pulled: journalled in batches, asked per script, per link and per station."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from scheduler.store.models import Fetch, Pull
from scheduler.store.radio import fetches, links, pulls
from scheduler.store.radio.pulls import Pulled
from tests.store.conftest import NOW, MakePost

MINUTE = timedelta(minutes=1)


def test_a_batch_is_stored_with_as_many_statements_as_one_pull(db: str, make_post: MakePost) -> None:
    post = make_post("dai-a", kind="radio")
    link, _ = links.make("dai-a", by="lan", now=NOW)
    rows = [Pulled("dai-a", "html", NOW + n * MINUTE, link.pk, (post.pk,)) for n in range(200)]
    with CaptureQueriesContext(connection) as caught:
        pulls.record(rows)
    written = [query for query in caught.captured_queries if query["sql"].startswith(("INSERT", "UPDATE"))]
    assert len(written) == 3
    assert Pull.objects.count() == 200 and Fetch.objects.count() == 1
    last = Pull.objects.order_by("pk").last()
    assert last is not None
    assert (last.station, last.form, last.posts, last.at) == ("dai-a", "html", [post.pk], NOW + 199 * MINUTE)


def test_the_first_fetch_of_a_script_is_told_however_late_it_is_written(db: str, make_post: MakePost) -> None:
    first, second, third = (make_post(f"dai-{n}", kind="radio").pk for n in "abc")
    pulls.record([
        Pulled("dai-a", "html", NOW + 3 * MINUTE, None, (first, second)),
        Pulled("dai-a", "txt", NOW + 2 * MINUTE, None, (first,)),
    ])  # fmt: skip
    assert fetches.first_fetches([first, second, third]) == {first: NOW + 2 * MINUTE, second: NOW + 3 * MINUTE}
    pulls.record([Pulled("dai-a", "txt", NOW + MINUTE, None, (first,)), Pulled("dai-a", "txt", NOW + 9 * MINUTE)])
    assert fetches.first_fetches([first]) == {first: NOW + MINUTE}


def test_the_last_use_of_a_link_is_the_last_pull_of_its_station(db: str, make_post: MakePost) -> None:
    one, two, other = (links.make(name, by="lan", now=NOW)[0].pk for name in ("dai-a", "dai-a", "dai-b"))
    pulls.record([Pulled("dai-a", "html", NOW + MINUTE, one), Pulled("dai-a", "304", NOW, one)])
    pulls.record([Pulled("dai-a", "html", NOW + 2 * MINUTE, two), Pulled("dai-a", "html", NOW, one)])
    assert fetches.last_used([one, two, other]) == {one: NOW + MINUTE, two: NOW + 2 * MINUTE}
    assert fetches.last_pull("dai-a") == NOW + 2 * MINUTE
    assert fetches.last_pull("dai-b") is None
    assert fetches.last_pulls() == {"dai-a": NOW + 2 * MINUTE}


def test_nothing_to_record_is_no_error(db: str) -> None:
    pulls.record([])
    assert Pull.objects.count() == 0
