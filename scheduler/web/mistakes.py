"""What went wrong, in words a clerk understands: what, where, and what to do. Nothing that was typed is lost."""

import logging
from collections.abc import Callable, Sequence

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from scheduler.core.states import Refusal
from scheduler.errors import BhxhError

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
            return page(request, 409, error.what, where=error.where, remedy=error.fix, problems=problems)
        if isinstance(error, Refusal):
            return page(request, 409, str(error), remedy=_("Look at the post as it is now, then try again."))
        if isinstance(error, OperationalError | InterfaceError):
            log.exception("the database did not answer")
            what = _("The database is not answering just now; what you sent was not stored.")
            return page(request, 503, what, remedy=_("Wait a minute, go back and send it again."))
        return None


def page(
    request: HttpRequest,
    status: int,
    what: str,
    *,
    where: str = "",
    remedy: str = "",
    problems: Sequence[str] = (),
) -> HttpResponse:
    """A page that says what went wrong."""
    told = {"what": what, "where": where, "remedy": remedy, "problems": problems[:50], "status": status}
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
    return page(
        request, 403, what, remedy=_("Go back (what you typed is still there), load the page anew and send it.")
    )
