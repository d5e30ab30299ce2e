"""What went wrong, in words a clerk understands: what, where, and what to do. Nothing that was typed is lost."""

import logging
from collections.abc import Callable, Sequence

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from scheduler.core.states import Refusal
from scheduler.errors import BhxhError
from scheduler.web import saying
from scheduler.web.carried import Carried, carried, is_ours

log = logging.getLogger("bhxh.web")


class Mistakes:
    """Turns an error that a person can mend into a page that says how."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for the error, or None where it is a bug."""
        if isinstance(error, BhxhError):
            problems = [str(problem) for problem in getattr(error, "problems", ())]
            again, place = carried(request), saying.where(error)
            return page(request, 409, error.what, where=place, remedy=error.at_desk, problems=problems, again=again)
        if isinstance(error, Refusal):
            remedy = _("Look at the post as it is now, then try again.")
            return page(request, 409, str(error), remedy=remedy, again=carried(request))
        if isinstance(error, OperationalError | InterfaceError):
            log.exception("the database did not answer")
            what = _("The database is not answering just now; what you sent was not stored.")
            return page(request, 503, what, remedy=_("Wait a minute, then send it again."), again=carried(request))
        return None


def page(
    request: HttpRequest,
    status: int,
    what: str,
    *,
    where: str = "",
    remedy: str = "",
    problems: Sequence[str] = (),
    again: Carried | None = None,
) -> HttpResponse:
    """A page that says what went wrong; `again` is a form that was sent, to be read and sent once more."""
    told = {"what": what, "where": where, "remedy": remedy, "problems": problems[:50], "status": status, "again": again}
    return render(request, "mistake.html", told, status=status)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: logged in, but this is not the person's work."""
    what = _("Your account may not do this.")
    return page(request, 403, what, remedy=_("Ask somebody whose work it is, or the administrator of your unit."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such address, or not for this person."""
    what = _("There is nothing here, or it belongs to another unit.")
    return page(request, 404, what, remedy=_("Check the address, or begin again from the first page."))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a request that no page of ours makes."""
    what = _("The desk did not understand this request.")
    return page(request, 400, what, remedy=_("Go back, load the page again and send it once more."))


def broken(request: HttpRequest) -> HttpResponse:
    """500: a bug. Rendered without anything that may have failed."""
    what = _("Something in the desk is broken; what you sent may not have been stored.")
    return page(request, 500, what, remedy=_("Look whether it was stored, try again, and tell the person in charge."))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the page was too old, its cookie is missing, or another site sent the request."""
    log.warning("CSRF check failed at %s: %s", request.path, reason)
    what = _("This page was open too long, or your browser refuses cookies, so what you sent was not taken.")
    if (again := carried(request)) and is_ours(request):  # what another site sent is not shown as the person's own
        return page(request, 403, what, remedy=_("Read it once more, and send it again."), again=again)
    return page(request, 403, what, remedy=_("Go back, load the page anew and send it."))


def logged_out(request: HttpRequest, again: Carried) -> HttpResponse:
    """403: the session ended while the person wrote."""
    what = _("You are no longer logged in, so what you sent was not taken. It is kept on this page.")
    remedy = _("Log in in another window, come back to this page and send it again.")
    return page(request, 403, what, remedy=remedy, again=again)
