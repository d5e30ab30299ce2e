"""Answers in other shapes than the sandbox's: whatever the reference leaves open may be told so or otherwise."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from scheduler.core.outcome import Again, Outcome, Refused, Sent, Unknown
from scheduler.core.post import Payload
from scheduler.core.retry import Failure
from scheduler.publish.answer import Answer, GraphFault
from scheduler.publish.carrier import Job
from scheduler.publish.facebook import direct, posts, reading, two_phase
from scheduler.publish.facebook.reading import Patience
from scheduler.publish.graph import Graph

DUE = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
PATIENCE = Patience(timedelta(minutes=10))
ID, TEXT = "111_222", "Bà con nhớ gia hạn thẻ BHYT."
SHOWN = {"id": ID, "is_published": True, "permalink_url": f"/111/posts/{ID}", "message": TEXT}
HIDDEN = SHOWN | {"is_published": False}
NO_ANSWER = Answer(fault=GraphFault(Failure.UNKNOWN, what="mất kết nối"))
REFUSED = Answer(400, fault=GraphFault(Failure.ANSWERED, 100))


class Scripted:
    """A client whose reads and writes answer as they are told, one after the other; the last for ever."""

    def __init__(self, reads: Sequence[Any] = (), lists: Sequence[Any] = (), writes: Sequence[Answer] = ()) -> None:
        self._left = {"read": list(reads), "list": list(lists), "write": list(writes)}
        self.asked: list[str] = []

    def get_object(self, name: str, **given: Any) -> Answer:
        return self._next("read")

    def get_connections(self, name: str, edge: str, **given: Any) -> Answer:
        return self._next("list")

    def update_object(self, name: str, **given: Any) -> Answer:
        return self._next("write")

    def _next(self, kind: str) -> Answer:
        self.asked.append(kind)
        left = self._left[kind]
        told = left.pop(0) if len(left) > 1 else left[0]
        return told if isinstance(told, Answer) else Answer(200, told)


def job(**changes: Any) -> Job:
    return replace(
        Job("k", cast(Any, SimpleNamespace(id="fb")), "BHXH", DUE, Payload("facebook", "vi", TEXT), "draft", ID),
        **changes,
    )


def looked(graph: Scripted, **changes: Any) -> Outcome:
    return reading.look(cast(Graph, graph), "111", job(**changes), DUE, PATIENCE)


def released(graph: Scripted) -> Outcome:
    return two_phase.release(cast(Graph, graph), job(), DUE).outcome


@pytest.mark.parametrize(
    "told", [1795437000, 1795437000.0, "1795437000", "2026-11-23T12:30:00+0000", "2026-11-23T19:30:00+07:00"]
)
def test_a_time_is_read_as_number_as_digits_or_as_text(told: object) -> None:
    seen = posts.seen(Answer(200, HIDDEN | {"scheduled_publish_time": told, "created_time": told}))
    assert (seen.due, seen.created) == (DUE, DUE)


@pytest.mark.parametrize(
    "told", [0, "0", None, True, "", "soon", [], {}, float("nan"), float("inf"), -5, 10**20, "2026-11-23T12:30:00"]
)
def test_what_is_no_time_is_none(told: object) -> None:
    assert posts.seen(Answer(200, HIDDEN | {"scheduled_publish_time": told})).due is None


@pytest.mark.parametrize(
    ("paging", "onward"),
    [
        ({"cursors": {"after": "QVFI"}, "next": "https://graph.facebook.com/x?after=QVFI"}, {"after": "QVFI"}),
        ({"next": "https://graph.facebook.com/x?access_token=EAA1&limit=50&fields=id&after=QVFI"}, {"after": "QVFI"}),
        ({"next": "https:\\/\\/x?offset=25&limit=25".replace("\\", "")}, {"offset": "25"}),
        ({"next": "/v26.0/111/feed?until=9&__paging_token=enc"}, {"until": "9", "__paging_token": "enc"}),
        ({"cursors": {"after": "QVFI"}}, None),
        ({"next": "https://graph.facebook.com/x"}, None),
        ({"next": "http://[broken"}, None),
        ({}, None),
        (None, None),
        ("next", None),
    ],
)  # fmt: skip
def test_a_list_goes_on_by_its_cursor_or_by_the_address_of_its_next_page(paging: Any, onward: Any) -> None:
    assert posts.next_page(Answer(200, {"data": [SHOWN], "paging": paging})) == onward


def test_a_full_page_that_names_no_next_one_goes_on_at_its_cursor() -> None:
    full = {"data": [SHOWN] * 50, "paging": {"cursors": {"after": "QVFI"}}}
    assert posts.next_page(Answer(200, full)) == {"after": "QVFI"}


def test_an_empty_page_may_have_a_next_one() -> None:
    assert posts.next_page(Answer(200, {"data": [], "paging": {"next": "https://x/?after=b"}})) == {"after": "b"}


def test_a_list_that_runs_from_old_to_new_is_read_to_its_end() -> None:
    rows = [posts.seen(Answer(200, SHOWN | {"created_time": 1_700_000_000 + n})) for n in range(3)]
    since = datetime.fromtimestamp(1_700_000_002, UTC)
    assert not posts.gone_past(rows, since)
    assert posts.gone_past(rows[::-1], since)


def test_a_direct_post_is_found_in_a_list_that_does_not_say_what_it_shows() -> None:
    row = {"id": ID, "message": TEXT, "created_time": DUE.isoformat()}
    pages = [{"data": [], "paging": {"next": "https://x/?offset=4"}}, {"data": [row]}]
    search = direct.Search(cast(Graph, Scripted(lists=pages)), "111", PATIENCE, lambda ids: {})
    first = search.look(job(remote_id="", tried_at=DUE), DUE)
    assert isinstance(first, Unknown) and first.remote_id == ID
    search = direct.Search(cast(Graph, Scripted(lists=[{"data": [row]}])), "111", PATIENCE, lambda ids: {})
    assert search.look(job(remote_id="", tried_at=DUE, looks=3), DUE) == Sent(ID, f"https://www.facebook.com/{ID}", DUE)


def test_a_reading_that_does_not_say_whether_a_post_is_out_is_settled_by_the_list_of_those_that_are() -> None:
    silent = {"id": ID, "message": TEXT, "permalink_url": "/x"}
    assert isinstance(looked(Scripted([silent], [{"data": [{"id": ID}]}])), Sent)
    assert isinstance(looked(Scripted([silent], [{"data": []}])), Unknown)
    patient = {"looks": 5, "unsure_since": DUE - timedelta(hours=1)}
    assert isinstance(looked(Scripted([silent], [{"data": []}]), **patient), Again)


def test_a_permalink_that_never_comes_is_replaced_by_its_documented_form() -> None:
    bare = {name: value for name, value in SHOWN.items() if name != "permalink_url"}
    assert isinstance(looked(Scripted([bare])), Unknown)
    assert looked(Scripted([bare]), looks=3) == Sent(ID, f"https://www.facebook.com/{ID}", DUE)


def test_a_refused_release_of_a_post_that_is_out_is_no_failure() -> None:
    """Some answer "already published" with an error; and the reading that follows may lack the permalink."""
    assert isinstance(released(Scripted([HIDDEN, SHOWN], writes=[REFUSED])), Sent)
    bare = {name: value for name, value in SHOWN.items() if name != "permalink_url"}
    assert isinstance(released(Scripted([HIDDEN, bare], writes=[REFUSED])), Unknown)
    assert isinstance(released(Scripted([HIDDEN, HIDDEN], writes=[REFUSED])), Refused)


def test_a_reading_that_tells_nothing_but_the_id_does_not_hold_a_release_up() -> None:
    graph = Scripted([{"id": ID}, SHOWN], writes=[Answer(200, {"success": True})])
    assert isinstance(released(graph), Sent)
    assert graph.asked == ["read", "write", "read"]


def test_a_release_without_a_clear_answer_is_dated_by_its_call_not_by_the_look() -> None:
    seen = SHOWN | {"created_time": (DUE - timedelta(minutes=15)).isoformat()}
    began = DUE + timedelta(seconds=2)
    later = reading.look(cast(Graph, Scripted([seen])), "111", job(tried_at=began), DUE + timedelta(hours=1), PATIENCE)
    assert isinstance(later, Sent) and later.published_at == began


def test_a_scheduled_post_that_keeps_the_time_of_its_making_is_dated_by_the_hour_that_facebook_held() -> None:
    seen = SHOWN | {"created_time": (DUE - timedelta(hours=20)).isoformat()}
    handed = job(handed_due=DUE)
    found = reading.read_back(Answer(200, seen), handed, DUE + timedelta(hours=9))
    assert isinstance(found.outcome, Sent) and found.outcome.published_at == DUE
