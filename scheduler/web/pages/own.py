"""One's own account: sessions, the second step at log-in, deputies, and doing another's duty."""

from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from scheduler.core import totp
from scheduler.core.approval import Role
from scheduler.store import deputies, people, second_step, sessions
from scheduler.web.duties import handed_over, taken_back
from scheduler.web.forms import DutyForm
from scheduler.web.gate import ACTING_FOR
from scheduler.web.pages.notices import kinds
from scheduler.web.request import Desk, desk
from scheduler.web.sessions import hashed

NEW_SECRET = "new_totp_secret"  # noqa: S105  # where the session keeps it until it is confirmed


def page(request: HttpRequest) -> HttpResponse:
    """Everything about one's own account."""
    return _page(request)


def _page(request: HttpRequest, form: DutyForm | None = None, **more: Any) -> HttpResponse:
    here = desk(request)
    told = {
        "sessions": sessions.of(here.account, here.now)[:20],
        "this": hashed(request.session.session_key or ""),
        "duties": deputies.of(here.account)[:20],
        "mine": deputies.duties(here.account, here.today),
        "duty_form": form or DutyForm(here, here.account),
        "may_hand_over": here.account.role == Role.APPROVER,
        "no_mail": here.office.config.notices.smtp is None,
        "kinds": [(kind, word) for kind, word in kinds().items() if kind in people.notices_for(here.account)],
        **more,
    }
    return render(request, "own.html", told, status=400 if form else 200)


@require_POST
def choose_notices(request: HttpRequest) -> HttpResponse:
    """Choose which notices come to one's own mailbox."""
    people.choose_notices(desk(request).account, request.POST.getlist("kind"))
    messages.success(request, _("Stored."))
    return redirect("own")


@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """End one of one's other sessions, or all of them."""
    here, this = desk(request), hashed(request.session.session_key or "")
    chosen = tuple(request.POST.getlist("session")) or None
    ended = sessions.end(here.account, keys=chosen, but=this)
    messages.success(request, _("Sessions ended: %(n)s.") % {"n": ended})
    return redirect("own")


@require_POST
def hand_over(request: HttpRequest) -> HttpResponse:
    """Hand one's duty to another for some days."""
    here = desk(request)
    form = DutyForm(here, here.account, request.POST)
    return redirect("own") if handed_over(request, here, here.account, form) else _page(request, form)


@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """End a deputy's duty before its last day; only one's own duty."""
    here = desk(request)
    taken_back(request, here, here.account)
    return redirect("own")


@require_POST
def act_for(request: HttpRequest) -> HttpResponse:
    """Begin to do another's duty, or stop."""
    here, principal = desk(request), request.POST.get("principal", "")
    if not principal:
        request.session.pop(ACTING_FOR, None)
    elif deputies.standing_in(here.account, principal, here.today):
        request.session[ACTING_FOR] = principal
    else:
        messages.error(request, _("Today you are not the deputy of %(name)s.") % {"name": principal})
    return redirect("today")


@sensitive_post_parameters("code", "password")
def second(request: HttpRequest) -> HttpResponse:
    """Turn the second step on, or off again; either asks for the password."""
    here = desk(request)
    if request.method != "POST":
        return _second(request, here)
    if not here.account.check_password(request.POST.get("password", "")):
        return _second(request, here, wrong=_("The password is not right."))
    if here.account.totp_secret:
        second_step.turn_off(here.account)
        messages.success(request, _("The second step is off."))
        return redirect("own")
    secret = request.session.get(NEW_SECRET, "")
    papers = second_step.turn_on(here.account, secret, request.POST.get("code", ""), here.now) if secret else None
    if papers is None:
        return _second(request, here, wrong=_("The code is not right; type the one that is shown now."))
    del request.session[NEW_SECRET]
    return render(request, "second_papers.html", {"papers": papers})


def _second(request: HttpRequest, here: Desk, wrong: str = "") -> HttpResponse:
    told: dict[str, Any] = {"wrong": wrong}
    if not here.account.totp_secret:
        secret = request.session.setdefault(NEW_SECRET, second_step.new_secret())
        says = totp.address(secret, here.account.username, "BHXH")
        picture = segno.make(says, error="m").svg_inline(scale=4, border=4, svgclass=None, lineclass=None)
        told |= {"secret": secret, "picture": mark_safe(picture)}  # noqa: S308  # segno draws, nothing of it was typed
    return render(request, "second.html", told, status=400 if wrong else 200)
