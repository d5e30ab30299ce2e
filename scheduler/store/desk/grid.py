"""A campaign as a grid of message × unit: how far each cell is, what it says, and what can be tried again."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Min, QuerySet

from scheduler.core.post import Payload
from scheduler.core.states import State
from scheduler.store.desk.counts import Counts
from scheduler.store.log import approvals_of
from scheduler.store.models import Approval, Post
from scheduler.store.payloads import load_payload

Cell = tuple[str, str]
"""Message and unit."""


@dataclass
class Grid:
    """The counts of each cell, and of each row, column and of all; `samples` is a post of each cell, of those that most
    need to be seen."""

    cells: dict[Cell, Counts] = field(default_factory=dict)
    samples: dict[Cell, int] = field(default_factory=dict)
    messages: dict[str, Counts] = field(default_factory=dict)
    units: dict[str, Counts] = field(default_factory=dict)
    all: Counts = field(default_factory=Counts)

    def add(self, message: str, unit: str, state: str, number: int, sample: int) -> None:
        """Add posts of a cell; `sample` is one of them."""
        for counts in (
            self.cells.setdefault((message, unit), Counts()),
            self.messages.setdefault(message, Counts()),
            self.units.setdefault(unit, Counts()),
            self.all,
        ):
            counts.add(state, number)
        if self.cells[message, unit].worst == state:
            self.samples[message, unit] = sample


@dataclass(frozen=True)
class Told:
    """A post with what it says, and the approval of exactly that, or None."""

    post: Post
    payload: Payload
    approval: Approval | None


def grid(posts: QuerySet[Post]) -> Grid:
    """The grid of the posts of a campaign, in one question."""
    found = Grid()
    rows = posts.order_by().values_list("message", "unit", "state").annotate(number=Count("pk"), sample=Min("pk"))
    for row in rows.order_by("message", "unit"):
        found.add(*row)
    return found


def told(posts: Iterable[Post]) -> list[Told]:
    """What the posts say and who approved it, in one question."""
    every = list(posts)
    approvals = approvals_of(every)
    return [Told(post, load_payload(post.payload), approvals.get((post.pk, post.payload.sha256))) for post in every]


def samples(found: Grid, cells: Iterable[Cell]) -> dict[Cell, Told]:
    """What a post of each of these cells says, in two questions."""
    wanted = {found.samples[cell]: cell for cell in cells if cell in found.samples}
    posts = Post.objects.filter(pk__in=wanted).select_related("payload").defer("media", "why")
    return {wanted[each.post.pk]: each for each in told(posts)}


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
