"""One writer for many threads: what is given first is written first, and what fails takes only itself back."""

import logging
import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connections

from scheduler.publish.scribe import AtOnce, Scribe
from scheduler.store.models import Setting


@pytest.fixture
def scribe(db: str) -> Iterator[Scribe]:
    with Scribe() as running:
        yield running


def put(name: str, value: str = "x") -> Callable[[], Setting]:
    return lambda: Setting.objects.create(name=name, value=value)


def stored() -> set[str]:
    return set(Setting.objects.exclude(name="mode").values_list("name", flat=True))


def test_what_was_written_is_stored_when_the_call_returns(scribe: Scribe) -> None:
    assert scribe(put("a")).name == "a"
    assert stored() == {"a"}


def test_what_is_not_waited_for_is_written_before_what_is_given_afterwards(scribe: Scribe) -> None:
    scribe.later(put("a"))
    assert scribe(lambda: Setting.objects.filter(name="a").exists())


def test_a_write_that_fails_tells_who_waits_and_leaves_the_others_alone(scribe: Scribe) -> None:
    scribe(put("a"))
    scribe.later(put("b"))
    with pytest.raises(Exception, match=r"UNIQUE|duplicate"):
        scribe(put("a"))
    assert stored() == {"a", "b"}


def test_a_write_that_fails_and_is_not_waited_for_is_logged(scribe: Scribe, caplog: pytest.LogCaptureFixture) -> None:
    scribe(put("a"))
    with caplog.at_level(logging.ERROR, "bhxh.publish"):
        scribe.later(put("a"))
        scribe(put("b"))
    assert "a write failed" in caplog.text
    assert stored() == {"a", "b"}


def test_nothing_is_lost_at_the_end(db: str) -> None:
    with Scribe() as scribe:
        for number in range(200):
            scribe.later(put(f"n{number}"))
    assert len(stored()) == 200


def test_many_threads_each_get_their_own_result(scribe: Scribe) -> None:
    got: dict[int, str] = {}

    def work(number: int) -> None:
        got[number] = scribe(put(f"n{number}", str(number))).value
        connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == {number: str(number) for number in range(20)}


def test_where_many_may_write_it_is_done_at_once(db: str) -> None:
    AtOnce().later(put("a"))
    assert stored() == {"a"}
