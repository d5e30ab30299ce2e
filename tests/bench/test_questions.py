"""What the worker asks at every tick must cost the same however many posts wait for a far day."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections

from bench.burst.waiting import fill
from scheduler.core.post import Payload, Rendered, Uses
from scheduler.store import database
from scheduler.store.models import Post
from scheduler.store.queue import claim

NOW = datetime(2021, 5, 7, 12, tzinfo=UTC)
SPANS = {"facebook": timedelta(minutes=15), "radio": timedelta(hours=24)}
WAITING = 4_000
TEXT = Rendered(Payload("radio", "vi", "Kính thưa bà con"), Uses("u", "BHXH huyện Thử"))

QUESTIONS: dict[str, Callable[[], object]] = {
    "what is due": lambda: claim.due_posts(NOW, SPANS),
    "what is overdue": lambda: claim.overdue(NOW, SPANS),
    "what was interrupted": lambda: claim.interrupted(NOW),
    "what is unsettled": lambda: claim.unsettled(NOW),
    "what lies prepared": lambda: claim.prepared_elsewhere(NOW),
    "what comes next": lambda: claim.next_event(NOW, SPANS),
}


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[None]:
    database.use(sqlite_url)
    yield
    connections.close_all()


def steps(ask: Callable[[], object]) -> int:
    """Instructions that SQLite takes for the answer, in tens."""
    count = 0

    def another() -> None:
        nonlocal count
        count += 1

    connection.ensure_connection()
    connection.connection.set_progress_handler(another, 10)
    ask()
    connection.connection.set_progress_handler(None, 10)
    return count


def test_no_question_of_a_tick_costs_more_when_thousands_of_posts_wait(sqlite: None) -> None:
    alone = {name: steps(ask) for name, ask in QUESTIONS.items()}
    fill(WAITING, [f"dai-{n}" for n in range(50)], TEXT, lambda done: None)
    assert Post.objects.count() == WAITING
    among = {name: steps(ask) for name, ask in QUESTIONS.items()}
    # Even a look at every waiting post that does nothing with it would be thousands of instructions more.
    grown = {name: (alone[name], among[name]) for name in QUESTIONS if among[name] > alone[name] + 40}
    assert grown == {}
