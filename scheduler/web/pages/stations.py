"""Fanpages and stations: how each stands, searched and narrowed, a page at a time."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from scheduler.core.channel import Channel, Page, Station
from scheduler.core.render import SPOKEN_KINDS
from scheduler.store.desk import pages, stations
from scheduler.store.radio import waiting
from scheduler.web import find_channels, names, remarks
from scheduler.web.request import Desk, desk

TROUBLE = "trouble"


def page(request: HttpRequest) -> HttpResponse:
    """The channels of a kind."""
    here, words = desk(request), request.GET.get("query", "").strip()[:200]
    every = find_channels.within(here)
    counts = Counter(channel.kind for channel in every)
    kind = request.GET.get("kind", "")
    kind = kind if kind in counts else next(iter(sorted(counts)), "")
    found = find_channels.matching(here, [channel for channel in every if channel.kind == kind], words)
    only = request.GET.get("only", "")
    if only == TROUBLE:
        found = _troubled(here, kind, found)
    shown = find_channels.listed(found, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    told = {
        "kinds": [(name, names.kind(name), number) for name, number in sorted(counts.items())], "kind": kind,
        "query": words, "only": only, "page": shown, "number": len(found), "spoken": kind in SPOKEN_KINDS,
        "remarks": [*remarks.left_out(request, "kind", counts), *remarks.left_out(request, "only", (TROUBLE,))],
        "rows": _rows(here, kind, shown.rows), "recent": pages.RECENT.days,
    }  # fmt: skip
    return render(request, "stations.html", told)


def _rows(here: Desk, kind: str, channels: Sequence[Channel]) -> list[tuple[Channel, str, Any]]:
    """Each channel with the name of its unit and how it stands."""
    units = [names.unit(here.office.content, channel.owner_on(here.today) or "", here.today) for channel in channels]
    found = _STANDING[kind in SPOKEN_KINDS](here, channels)
    return [(channel, unit, found[channel.id]) for channel, unit in zip(channels, units, strict=True)]


def standing_of_stations(here: Desk, channels: Sequence[Channel]) -> dict[str, stations.StationStanding]:
    """How stations stand; of those that nobody expects to fetch, none is late."""
    some = [channel for channel in channels if isinstance(channel, Station)]
    return stations.standing(some, here.scope.posts(), here.today, here.zone, here.now, expected(here))


def standing_of_pages(here: Desk, channels: Sequence[Channel]) -> dict[str, pages.PageStanding]:
    """How channels of one kind stand that post by themselves."""
    kind = channels[0].kind if channels else ""
    return pages.standing([channel.id for channel in channels], kind, here.now)


_STANDING: dict[bool, Callable[[Desk, Sequence[Channel]], Any]] = {
    True: standing_of_stations,
    False: standing_of_pages,
}


def expected(here: Desk) -> waiting.Channels:
    """The channels among which stations are expected to fetch."""
    channels = here.office.content.channels
    return waiting.expected(channels, here.now, rehearsing=here.office.config.mode != "live")


def _troubled(here: Desk, kind: str, channels: Sequence[Channel]) -> list[Channel]:
    """Those that need a person."""
    if kind in SPOKEN_KINDS:
        wanted = {one.station.id for one in stations.late(expected(here), here.scope.narrow, here.zone, here.now)}
        wanted |= {one.post.channel for one in stations.recalls(here.now, here.scope.narrow)}
    else:
        wanted = pages.troubled(here.now)
    return [channel for channel in channels if channel.id in wanted or f"*{kind}" in wanted]


def protocol(here: Desk, channel: Channel) -> str:
    """How the channel is published to, in words; empty for what has no choice."""
    if not isinstance(channel, Page):
        return ""
    name = channel.protocol or here.office.config.facebook.protocol
    return {
        "two-phase": _("made unseen, then shown at its time"),
        "handover": _("handed over: Facebook shows it at its time"),
        "direct": _("posted at once at its time"),
    }[name]
