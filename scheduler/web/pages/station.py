"""One channel: of a fanpage its access and its probe, of a station its scripts and how far each has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scheduler.core.approval import MAY
from scheduler.core.channel import Channel, Station
from scheduler.core.radio.chain import Chain
from scheduler.core.radio.cutoff import AFTERNOON, MORNING
from scheduler.store import pace, probes
from scheduler.store.desk import pages, stations
from scheduler.store.models import Post, StationLink
from scheduler.store.paging import page as paged
from scheduler.store.radio import fetches, links
from scheduler.store.radio.chain import OUT, chains
from scheduler.web import remarks, told, when
from scheduler.web.access import ADMINS
from scheduler.web.outcome import tell_left
from scheduler.web.pages.stations import protocol, standing_of_pages, standing_of_stations
from scheduler.web.request import Desk, desk
from scheduler.web.things import thing

DAYS = 8
"""Days of scripts that a page shows, from yesterday on: what was read this morning is told this afternoon."""
_LINKS, _SCRIPTS = 20, 30


@dataclass(frozen=True)
class Line:
    """A script of the station, how far it has come, and whether its station can have said anything of it."""

    post: Post
    chain: Chain
    out: bool


def page(request: HttpRequest, channel: str) -> HttpResponse:
    """Show it."""
    found = thing(request, Channel)
    return _station(request, found) if isinstance(found, Station) else _fanpage(request, found)


def _fanpage(request: HttpRequest, channel: Channel) -> HttpResponse:
    here = desk(request)
    standing = standing_of_pages(here, [channel])[channel.id]
    report: Mapping[str, Any] = standing.health.report if standing.health else {}
    told_of = {
        "channel": channel, "standing": standing, "protocol": protocol(here, channel), "unit": _unit(here, channel),
        "findings": [_finding(row) for row in report.get("findings", ())], "last_out": pages.last_out(channel.id),
        "may_resume": here.role_person.role in MAY["retry"], "may_probe": here.role_person.role in ADMINS,
    }  # fmt: skip
    return render(request, "fanpage.html", told_of)


def _finding(row: Mapping[str, str]) -> tuple[str, str, str]:
    """How bad it is, what was seen, and what to do, in the language of the request."""
    tail = "" if get_language() == "vi" else "_en"
    return row["level"], row.get(f"seen{tail}", ""), row.get(f"step{tail}", "")


def _unit(here: Desk, channel: Channel) -> str:
    return channel.owner_on(here.today) or ""


def _station(request: HttpRequest, station: Station, form: told.ToldForm | None = None) -> HttpResponse:
    here = desk(request)
    first = when.day(request.GET.get("day", "")) or here.today - timedelta(days=1)
    rows = stations.scripts(here.scope.posts(), station.id, first, DAYS, here.zone)
    shown = paged(
        rows, ("due", "pk"), after=request.GET.get("after", ""), before=request.GET.get("before", ""), size=_SCRIPTS
    )  # fmt: skip
    known = chains(shown.rows)
    every = list(links.every(station.id).reverse()[:_LINKS])
    told_of = {
        "remarks": remarks.days(request, "day"), "channel": station, "unit": _unit(here, station), "page": shown,
        "standing": standing_of_stations(here, [station])[station.id],
        "lines": [Line(post, known[post.pk], post.state in OUT) for post in shown.rows],
        "first": first, "last": first + timedelta(days=DAYS - 1), "span": timedelta(days=DAYS),
        "earlier": first - timedelta(days=DAYS), "later": first + timedelta(days=DAYS),
        "cutoffs": (station.cutoff or MORNING, station.afternoon_cutoff or AFTERNOON),
        "recalls": stations.recalls(here.now, lambda posts: here.scope.narrow(posts.filter(channel=station.id))),
        "links": [(row, links.is_valid(row, here.now)) for row in every], "used": _used(every),
        "last_fetch": fetches.last_pull(station.id),
        "form": form or told.ToldForm(here, shown.rows), "ticked": request.POST.getlist("script"),
        "may_tell": here.role_person.role in MAY["tell"], "may_link": here.role_person.role in MAY["link"],
    }  # fmt: skip
    return render(request, "station.html", told_of, status=400 if form else 200)


def _used(rows: list[StationLink]) -> Mapping[int, object]:
    return fetches.last_used([row.pk for row in rows])


@require_POST
def tell(request: HttpRequest, channel: str) -> HttpResponse:
    """Write down what the station told of the scripts that were ticked."""
    here, station = desk(request), thing(request, Channel)
    if not isinstance(station, Station):
        return redirect("stations-one", channel=station.id)
    numbers = [int(each) for each in request.POST.getlist("script")[:200] if each.isdecimal() and len(each) < 19]
    scripts = list(here.scope.posts().filter(channel=station.id, pk__in=numbers).order_by("due", "pk"))
    form = told.ToldForm(here, scripts, request.POST)
    if not form.is_valid():
        return _station(request, station, form)
    done = told.store(here, scripts, form.cleaned_data)
    tell_left(request, here, done.left)
    if not done.stored:
        return _station(request, station, form)
    words = ngettext("Written down of %(n)s script.", "Written down of %(n)s scripts.", done.stored)
    messages.success(request, words % {"n": done.stored})
    address, asked = reverse("stations-one", kwargs={"channel": station.id}), request.GET.urlencode()
    return redirect(f"{address}?{asked}" if asked else address)


@require_POST
def resume(request: HttpRequest, channel: str) -> HttpResponse:
    """Let a paused channel work again. A pause of the whole kind is not one channel's to end."""
    found = thing(request, Channel)
    if pace.resume(found.id):
        messages.success(request, _("It works again from the clock's next turn."))
    else:
        messages.warning(request, _("It was not paused any more."))
    return redirect("stations-one", channel=found.id)


@require_POST
def probe(request: HttpRequest, channel: str) -> HttpResponse:
    """Ask the clock to try how the Page lets itself be published to."""
    found = thing(request, Channel)
    if found.kind == "facebook":
        probes.want(found.id)
        messages.success(request, _("The clock tries it within a minute; load this page again then."))
    return redirect("stations-one", channel=found.id)
