"""What stands around every page: who is here, where to go, what waits."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from scheduler.library import Unclean
from scheduler.store.queue.stops import in_force
from scheduler.web.access import RULES
from scheduler.web.carried import kept
from scheduler.web.request import Desk

PLACES = (
    ("today", _("Today")),
    ("calendar", _("Calendar")),
    ("grid", _("Campaigns")),
    ("compose", _("Write")),
    ("approve", _("Approve")),
    ("log", _("Log")),
    ("stations", _("Stations and pages")),
    ("notices", _("To do")),
    ("people", _("People")),
    ("help", _("Help")),
)
"""The pages that lead to all others, in the order of the work: name of the address, word in the bar."""


@dataclass(frozen=True)
class Place:
    """A line of the bar."""

    name: str
    word: str
    address: str
    here: bool
    count: int = 0


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of every page; for somebody who is not logged in, only the mode."""
    desk = getattr(request, "desk", None)
    if not isinstance(desk, Desk):
        return {"desk": None}
    stops = stops_here(desk)
    may_stop = "stop" in RULES and desk.role_person.role in RULES["stop"].roles
    told = {"mode": desk.office.config.mode, "places": places(request, desk), "stops": stops, "may_stop": may_stop}
    return {"desk": desk, "carried": kept(request), "carried_shown": [], **told}


def stops_here(desk: Desk) -> int:
    """How many words to stop are in force that touch what this person sees."""
    unit = desk.role_person.unit
    return sum(not unit or not order.units or unit in order.units for order in in_force())


def places(request: HttpRequest, desk: Desk) -> list[Place]:
    """Where this person may go. A part of the desk lights its own place: `people` for everything under people."""
    here = (request.resolver_match.view_name if request.resolver_match else None) or ""
    return [
        Place(name, str(word), address, here == name or here.startswith(f"{name}-"), _count(name, desk))
        for name, word in PLACES
        if name in RULES and desk.role_person.role in RULES[name].roles and (address := _address(name))
    ]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _count(name: str, desk: Desk) -> int:
    """How much waits there; none where the content cannot be read, which the page itself will say."""
    if name != "notices":
        return 0
    try:
        return desk.scope.notices(desk.office.content, desk.today).filter(acked_at=None).count()
    except Unclean:
        return 0
