"""A campaign as a grid of message × unit: how far each cell is, what its posts say, and "try the failed ones again"."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from scheduler.core.approval import MAY
from scheduler.core.campaign import Campaign
from scheduler.store.desk import grid
from scheduler.store.desk.counts import WAITING, Counts
from scheduler.store.models import Post
from scheduler.store.paging import page as paged
from scheduler.store.queue.act import act
from scheduler.web import names
from scheduler.web.outcome import tell_left
from scheduler.web.request import Desk, desk
from scheduler.web.things import thing

CELLS, COLUMNS = 90, 15
"""Cells and units to a page: each holds the first words of a text, and a page stays below 100 kB."""


@dataclass(frozen=True)
class Cell:
    """A message for a unit: how far its posts are, how many still wait for approval, and what one of them says."""

    unit: str
    counts: Counts
    waiting: int
    sample: grid.Told | None


@dataclass(frozen=True)
class Row:
    """A message of the campaign: its cells in the order of the columns, None where it has no post."""

    message: str
    title: str
    cells: list[tuple[str, Cell | None]]
    all: Counts


@dataclass(frozen=True)
class Part:
    """The part of a list that a page shows, and the numbers of the parts before and after it; 0 where none is."""

    shown: Sequence[str]
    first: int
    count: int
    before: int = 0
    after: int = 0

    @property
    def last(self) -> int:
        """Which of the list is the last shown."""
        return self.first + len(self.shown) - 1


def part(every: Sequence[str], size: int, asked: str) -> Part:
    """The part that an address asks for, from 1; the first where it is no number, the last where it is beyond."""
    last = max(-(-len(every) // size), 1)
    number = min(max(int(asked), 1), last) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    start = (number - 1) * size
    return Part(
        every[start : start + size], start + 1, len(every), number - 1, number + 1 if number < last else 0
    )  # fmt: skip


def campaigns(request: HttpRequest) -> HttpResponse:
    """The campaigns, the newest first, with how far each is."""
    here = desk(request)
    found = sorted(here.office.content.campaigns.values(), key=lambda campaign: campaign.from_, reverse=True)
    counted = grid.of_campaigns(here.scope.posts())
    return render(request, "campaigns.html", {"campaigns": [(each, counted.get(each.id)) for each in found]})


def page(request: HttpRequest, campaign: str) -> HttpResponse:
    """The grid of a campaign."""
    here, chosen = desk(request), thing(request, Campaign)
    found = grid.grid(_posts(here, chosen))
    units = part(sorted(found.units), COLUMNS, request.GET.get("units", ""))
    size = max(CELLS // max(len(units.shown), 1), 1)
    lines = part(list(found.messages), size, request.GET.get("messages", ""))
    told = {
        "campaign": chosen, "grid": found, "units": units, "lines": lines, "rows": _rows(here, found, lines, units),
        "may_retry": here.role_person.role in MAY["retry"],
    }  # fmt: skip
    return render(request, "grid.html", told)


def _rows(here: Desk, found: grid.Grid, lines: Part, units: Part) -> list[Row]:
    some = [(message, unit) for message in lines.shown for unit in units.shown]
    samples = grid.samples(found, some)
    cells = {
        key: Cell(key[1], counts, counts.of(WAITING), samples.get(key))
        for key in some
        if (counts := found.cells.get(key)) is not None
    }
    return [
        Row(
            message,
            names.message(here.office.content, message),
            [(unit, cells.get((message, unit))) for unit in units.shown],
            found.messages[message],
        )
        for message in lines.shown
    ]


def _posts(here: Desk, campaign: Campaign) -> QuerySet[Post]:
    return here.scope.posts().filter(campaign=campaign.id)


def cell(request: HttpRequest, campaign: str) -> HttpResponse:
    """The posts of one cell, with their texts."""
    here, chosen = desk(request), thing(request, Campaign)
    message, unit = request.GET.get("message", ""), request.GET.get("unit", "")
    rows = grid.of_cell(_posts(here, chosen), message, unit)
    shown = paged(
        rows, ("due", "pk"), after=request.GET.get("after", ""), before=request.GET.get("before", ""), size=20
    )
    texts = grid.told(shown.rows)
    told = {"campaign": chosen, "message": message, "unit": unit, "texts": texts, "page": shown}
    return render(request, "cell.html", told)


@require_POST
def retry(request: HttpRequest, campaign: str) -> HttpResponse:
    """Let the failed posts of the campaign be tried again, and no others."""
    here, chosen = desk(request), thing(request, Campaign)
    rows = grid.failed(_posts(here, chosen))
    done = act("retry", rows, here.person, now=here.now, why=request.POST.get("why", "").strip())
    if done.moved:
        told = ngettext("%(n)s post is tried again.", "%(n)s posts are tried again.", done.moved)
        messages.success(request, told % {"n": done.moved})
    tell_left(request, here, done.left)
    return redirect("grid-campaign", campaign=chosen.id)
