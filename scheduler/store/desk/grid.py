"""A campaign as a grid of message × unit: how far each cell is, and what can be tried again."""

from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from scheduler.core.states import State
from scheduler.store.desk.counts import Counts
from scheduler.store.models import Post


@dataclass
class Grid:
    """The counts of each cell, and of each row, column and of all."""

    cells: dict[tuple[str, str], Counts] = field(default_factory=dict)
    messages: dict[str, Counts] = field(default_factory=dict)
    units: dict[str, Counts] = field(default_factory=dict)
    all: Counts = field(default_factory=Counts)

    def add(self, message: str, unit: str, state: str, number: int) -> None:
        """Add posts of a cell."""
        for counts in (
            self.cells.setdefault((message, unit), Counts()),
            self.messages.setdefault(message, Counts()),
            self.units.setdefault(unit, Counts()),
            self.all,
        ):
            counts.add(state, number)


def grid(posts: QuerySet[Post]) -> Grid:
    """The grid of the posts of a campaign, in one question."""
    found = Grid()
    rows = posts.order_by().values_list("message", "unit", "state").annotate(number=Count("pk"))
    for message, unit, state, number in rows.order_by("message", "unit"):
        found.add(message, unit, state, number)
    return found


def of_cell(posts: QuerySet[Post], message: str, unit: str) -> QuerySet[Post]:
    """The posts of a cell by time."""
    return posts.filter(message=message, unit=unit).select_related("payload").order_by("due", "pk")


def failed(posts: QuerySet[Post]) -> QuerySet[Post]:
    """The posts that "retry failed only" is about: not those of which nobody knows whether they are out."""
    return posts.filter(state=State.FAILED).select_related("payload", "uses").order_by("due", "pk")


def of_campaigns(posts: QuerySet[Post]) -> dict[str, Counts]:
    """The counts of every campaign, in one question."""
    found: dict[str, Counts] = {}
    for campaign, state, number in posts.order_by().values_list("campaign", "state").annotate(number=Count("pk")):
        found.setdefault(campaign, Counts()).add(state, number)
    return found
