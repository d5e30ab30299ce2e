"""The access log: who came in, failed to, took something out, did something at the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from scheduler.store import visits
from scheduler.store.paging import page as page_of
from scheduler.web import remarks
from scheduler.web.request import desk


def kinds() -> dict[str, str]:
    """Kinds of lines, in words."""
    return {
        "login": _("logged in"),
        "login-failed": _("failed to log in"),
        "login-try": _("tried to log in"),
        "logout": _("logged out"),
        "act": _("act"),
        "export": _("export"),
        "refused": _("refused"),
    }


def page(request: HttpRequest) -> HttpResponse:
    """The lines of the person's scope, the newest first."""
    here, words = desk(request), kinds()
    reach = here.scope.reach
    kind, name = request.GET.get("kind", ""), request.GET.get("name", "").strip()
    rows = visits.latest(None if reach.everything else reach.present, kind=kind if kind in words else "", name=name)
    found = page_of(rows, ["-at", "-id"], after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    told = {
        "page": found,
        "kinds": words,
        "kind": kind,
        "name": name,
        "remarks": remarks.left_out(request, "kind", words),
    }
    return render(request, "visits.html", told)
