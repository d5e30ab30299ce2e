"""A campaign as a grid of message × unit: how far each cell is, what its posts say, and "try the failed ones again"."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from scheduler.core.approval import MAY
from scheduler.core.campaign import Campaign
from scheduler.core.post import Payload
from scheduler.store.desk import grid
from scheduler.store.desk.counts import Counts
from scheduler.store.models import Post
from scheduler.store.paging import page as paged
from scheduler.store.payloads import load_payload
from scheduler.store.queue.act import act
from scheduler.web import names
from scheduler.web.outcome import tell_left
from scheduler.web.request import Desk, desk
from scheduler.web.things import thing


@dataclass(frozen=True)
class Row:
    """A message of the campaign: its cells in the order of the columns, None where it has no post."""

    message: str
    title: str
    cells: list[tuple[str, Counts | None]]
    all: Counts


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
    units = sorted(found.units)
    rows = [
        Row(
            message,
            names.message(here.office.content, message),
            [(unit, found.cells.get((message, unit))) for unit in units],
            counts,
        )
        for message, counts in found.messages.items()
    ]
    told = {
        "campaign": chosen, "grid": found, "units": units, "rows": rows,
        "may_retry": here.role_person.role in MAY["retry"],
    }  # fmt: skip
    return render(request, "grid.html", told)


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
    texts: list[tuple[Post, Payload]] = [(post, load_payload(post.payload)) for post in shown.rows]
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
