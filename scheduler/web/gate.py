"""The gate: every request passes here before its page. Who is not let in learns nothing of what lies behind."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from scheduler.core.approval import Person, Role
from scheduler.store import deputies, sessions, visits
from scheduler.store.models import Account
from scheduler.web import clock
from scheduler.web.access import RULES
from scheduler.web.carried import carried
from scheduler.web.mistakes import forbidden, logged_out
from scheduler.web.office import office
from scheduler.web.proxy import comes_for
from scheduler.web.request import Desk
from scheduler.web.things import find

ACTING_FOR = "acting_for"
"""Where the session keeps whose duty its person does today."""


class Gate:
    """Applies `web.access.RULES`, and writes what was done into the access log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and note an act or an export that went through."""
        response = self._get_response(request)
        _note(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, named: dict[str, Any]
    ) -> HttpResponse | None:
        """Let the request pass, send it to log in, or refuse it."""
        rule = RULES.get(_name(request))
        if rule is None:
            raise Http404("an address without a rule is opened by nobody")
        if rule.open:
            return None
        if not isinstance(request.user, Account):
            return _to_log_in(request)
        row = getattr(request.session, "row", None)
        if row and "HX-Request" not in request.headers:  # a page that lies open is nobody at work
            sessions.seen(row, clock.now(request))
        here = at_desk(request, request.user)
        request.desk = here  # type: ignore[attr-defined]  # read by web.request.desk
        _tell_ended_duty(request, here)
        if here.role_person.role not in rule.roles:
            return forbidden(request)  # not raised: Django would log where in the code, as of a bug
        if rule.about:
            request.thing = find(rule.about, here, named)  # type: ignore[attr-defined]  # read by web.things.thing
        return None


def _to_log_in(request: HttpRequest) -> HttpResponse:
    """To the log-in and back here; with a form in hand, to a page that keeps it meanwhile. A page that asks for a part
    of itself loads itself again, and so comes there."""
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    if again := carried(request):
        return logged_out(request, again)
    return redirect_to_login("/" if request.method == "POST" else request.get_full_path())


def at_desk(request: HttpRequest, account: Account) -> Desk:
    """The person's desk; with the duty that he does as a deputy, as long as it lasts."""
    here, now = office(), clock.now(request)
    person = Person(account.username, Role(account.role), account.unit)
    if principal := request.session.get(ACTING_FOR, ""):
        person = deputies.standing_in(account, str(principal), here.local(now).date()) or person
    return Desk(here, account, person, now)


def _tell_ended_duty(request: HttpRequest, here: Desk) -> None:
    """Say it to the person whose duty ended since the last page: from here on he acts as himself."""
    if not here.role_person.on_behalf and (principal := request.session.pop(ACTING_FOR, "")):
        messages.warning(request, _("You are no longer the deputy of %(name)s.") % {"name": principal})


def _name(request: HttpRequest) -> str:
    return (request.resolver_match.view_name if request.resolver_match else None) or ""


def _note(request: HttpRequest, response: HttpResponse) -> None:
    """A line of the access log for what a person did or took out, and for what he was refused."""
    name, desk = _name(request), getattr(request, "desk", None)
    if not isinstance(desk, Desk) or name not in RULES or name in ("login", "logout"):
        return
    kind = RULES[name].logged or ("act" if request.method == "POST" else "")
    if response.status_code in (403, 404):
        kind = "refused"
    if kind:
        duty = f" · {desk.role_person.on_behalf}" if desk.role_person.on_behalf else ""
        what = f"{request.method} {request.path} {response.status_code}{duty}"
        visits.note(kind, desk.account, what=what, address=address(request), now=desk.now)


def address(request: HttpRequest) -> str:
    """From where the request came; behind a proxy of our own, as that says."""
    told = [request.headers.get("X-Forwarded-For", "")] if office().config.web.behind_proxy else []
    return (comes_for(told) or str(request.META.get("REMOTE_ADDR", "")))[:45]
