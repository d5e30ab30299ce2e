"""The first page: what goes out on a day, per unit, and what needs a person whenever it was due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from scheduler.core.states import State
from scheduler.store.desk.counts import Counts
from scheduler.store.find import due_between, start_of
from scheduler.store.models import Post

SHOWN = 5
"""How many posts of a need the page shows; the rest is a link away."""


@dataclass(frozen=True)
class Need:
    """One reason for which posts wait for a person: how many, and the first of them by time."""

    name: str
    count: int
    first: list[Post]


def _late(now: datetime) -> Q:
    return Q(state=State.APPROVED, due__lt=now)


def _waiting(now: datetime) -> Q:
    return Q(state=State.PENDING)


def _in(state: State) -> Callable[[datetime], Q]:
    return lambda now: Q(state=state)


NEEDS: dict[str, Callable[[datetime], Q]] = {
    "unknown": _in(State.UNKNOWN),
    "failed": _in(State.FAILED),
    "missed": _in(State.MISSED),
    "late": _late,
    "held": _in(State.HELD),
    "pending": _waiting,
}
"""Why posts need a person, the most urgent first. A late one is approved, its time has passed, and it is not out."""


def of_day(posts: QuerySet[Post], day: date, zone: ZoneInfo) -> dict[tuple[str, str], Counts]:
    """The posts due on the day, counted by unit and channel kind; a day here is one of the zone."""
    rows = due_between(posts, start_of(day, zone), start_of(day + timedelta(days=1), zone))
    found: dict[tuple[str, str], Counts] = {}
    counted = rows.order_by().values_list("unit", "kind", "state").annotate(number=Count("pk"))
    for unit, kind, state, number in counted:
        found.setdefault((unit, kind), Counts()).add(state, number)
    return dict(sorted(found.items()))


def needs(posts: QuerySet[Post], now: datetime) -> list[Need]:
    """What needs a person, without what needs nobody. Two questions for each reason, however many posts there are."""
    return [need for name, which in NEEDS.items() if (need := _need(name, posts.filter(which(now)))).count]


def _need(name: str, rows: QuerySet[Post]) -> Need:
    count = rows.count()
    first = list(rows.select_related("payload").order_by("due", "pk")[:SHOWN]) if count else []
    return Need(name, count, first)
