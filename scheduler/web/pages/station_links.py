"""The secret links of a station: made, replaced and stopped by those who work for its unit; shown once."""

from datetime import timedelta

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scheduler.core.channel import Channel, Station
from scheduler.store.models import StationLink
from scheduler.store.radio import links
from scheduler.web.request import Desk, desk
from scheduler.web.things import thing

_MOST_DAYS = 30


@require_POST
def make(request: HttpRequest, channel: str) -> HttpResponse:
    """One more link, or with `days` one in the place of the others, which stop after so many days."""
    here, station = desk(request), thing(request, Channel)
    if not isinstance(station, Station):
        return redirect("stations-one", channel=station.id)
    label, days = request.POST.get("label", "").strip()[:150], request.POST.get("days", "")
    by, ends = here.account.username, None
    if days.isdecimal() and int(days) <= _MOST_DAYS:
        overlap = timedelta(days=int(days))
        row, secret = links.rotate(station.id, by=by, now=here.now, label=label, overlap=overlap)
        ends = here.now + overlap
    else:
        row, secret = links.make(station.id, by=by, now=here.now, label=label)
    return _shown(request, here, station, row, secret, {"ends": ends})


def _shown(
    request: HttpRequest, here: Desk, station: Station, row: StationLink, secret: str, more: dict[str, object]
) -> HttpResponse:
    link = here.office.config.desk(f"radio/{station.id}/{secret}/")
    picture = segno.make(link, error="m").svg_inline(border=4, svgclass=None, lineclass=None, omitsize=True)
    told = {"channel": station, "row": row, "link": link, "picture": mark_safe(picture), **more}  # noqa: S308  # segno draws; an address of ours
    return render(request, "station_link.html", told)


@require_POST
def revoke(request: HttpRequest, channel: str) -> HttpResponse:
    """Stop one of the station's links at once."""
    here, station = desk(request), thing(request, Channel)
    number = request.POST.get("link", "")
    row = StationLink.objects.filter(station=station.id, pk=number if number.isdecimal() else -1).first()
    if row is None:
        messages.error(request, _("The station has no such link."))
        return redirect("stations-one", channel=station.id)
    links.revoke(row.pk, by=here.account.username, now=here.now)
    messages.success(request, _("The link is stopped."))
    if not links.valid(station.id, here.now).exists():
        messages.warning(request, _("The station has no link left: make a new one, or it fetches nothing."))
    return redirect("stations-one", channel=station.id)
