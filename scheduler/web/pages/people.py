"""The people of a unit and those below it: who they are, what they may do, and the way in for each."""

from datetime import datetime

from django.contrib import messages
from django.db.models import Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scheduler.core.approval import Role
from scheduler.errors import BhxhError
from scheduler.store import deputies, invitations, people, second_step, sessions
from scheduler.store.accounts import NameTaken
from scheduler.store.models import Account, Visit
from scheduler.store.paging import page as page_of
from scheduler.web import mail
from scheduler.web.duties import handed_over, taken_back
from scheduler.web.forms import DutyForm, NewPersonForm, PersonForm
from scheduler.web.request import Desk, desk
from scheduler.web.saying import said
from scheduler.web.things import thing


def page(request: HttpRequest) -> HttpResponse:
    """Everybody within the person's scope."""
    here = desk(request)
    rows, words = here.scope.accounts(), request.GET.get("q", "").strip()
    if words:
        rows = rows.filter(Q(username__icontains=words) | Q(first_name__icontains=words))
    found = page_of(rows, ["username"], after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    names = [account.username for account in found.rows]
    last = Visit.objects.filter(kind="login", name__in=names).values_list("name").annotate(Max("at")).order_by("name")
    told = {"page": found, "last": dict(last), "q": words, "units": unit_names(here)}
    return render(request, "people.html", told)


def new(request: HttpRequest) -> HttpResponse:
    """Make an account, and the link by which its owner comes in."""
    here = desk(request)
    form = NewPersonForm(here, request.POST or None, initial={"role": Role.AUTHOR, "unit": here.person.unit})
    if request.method == "POST" and form.is_valid():
        try:
            return _invited(request, here, _made(here, form.cleaned_data))
        except NameTaken as error:
            form.add_error("username", said(error))
        except BhxhError as error:
            form.add_error(None, said(error))
    return render(request, "person_new.html", {"form": form}, status=400 if form.errors else 200)


def _made(here: Desk, form: dict[str, str]) -> Account:
    return people.make(
        here.person, form["username"], Role(form["role"]), full_name=form["first_name"], title=form["title"],
        unit=form["unit"], email=form["email"],
    )  # fmt: skip


def one(request: HttpRequest, account: int) -> HttpResponse:
    """One person: what he may do, his sessions, his deputies."""
    return _one(request, thing(request, Account))


def _one(
    request: HttpRequest, account: Account, form: PersonForm | None = None, duty_form: DutyForm | None = None
) -> HttpResponse:
    here = desk(request)
    initial = {name: getattr(account, name) for name in people.CHANGEABLE}
    told = {
        "account": account,
        "form": form or PersonForm(here, initial=initial),
        "sessions": sessions.of(account, here.now)[:20],
        "waiting": invitations.waiting(account, here.now),
        "duties": deputies.of(account)[:20],
        "duty_form": duty_form or DutyForm(here, account),
        "may_hand_over": account.role == Role.APPROVER,
        "units": unit_names(here),
        "himself": account.pk == here.account.pk,
    }
    return render(request, "person.html", told, status=400 if form or duty_form else 200)


@require_POST
def change(request: HttpRequest, account: int) -> HttpResponse:
    """Change what the account is."""
    here, row = desk(request), thing(request, Account)
    form = PersonForm(here, request.POST)
    if not form.is_valid():
        return _one(request, row, form)
    try:
        if people.change(here.person, row, form.cleaned_data):
            messages.success(request, _("Stored."))
    except BhxhError as error:
        form.add_error(None, said(error))
        return _one(request, row, form)
    return redirect("people-one", account=row.pk)


@require_POST
def invite(request: HttpRequest, account: int) -> HttpResponse:
    """Make a new link for the account; it is shown once."""
    here, row = desk(request), thing(request, Account)
    people.require_reach(here.person, row.unit)
    return _invited(request, here, row)


def _invited(request: HttpRequest, here: Desk, account: Account) -> HttpResponse:
    token = invitations.invite(account, by=here.account.username, now=here.now)
    link = here.office.config.desk(f"join/{token}")
    sent = mail.can_send(here.office.config, account) and mail.send_link(here.office.config, account, link, here.now)
    expires: datetime = here.now + invitations.LASTS
    return render(request, "invited.html", {"account": account, "link": link, "sent": sent, "expires": expires})


@require_POST
def set_open(request: HttpRequest, account: int) -> HttpResponse:
    """Close the account or open it again."""
    here, row = desk(request), thing(request, Account)
    people.set_open(here.person, row, request.POST.get("open") == "1")
    return redirect("people-one", account=row.pk)


@require_POST
def end_sessions(request: HttpRequest, account: int) -> HttpResponse:
    """End all sessions of the account."""
    row = thing(request, Account)
    ended = sessions.end(row)
    messages.success(request, _("Sessions ended: %(n)s.") % {"n": ended})
    return redirect("people-one", account=row.pk)


@require_POST
def end_second(request: HttpRequest, account: int) -> HttpResponse:
    """Turn the second step of an account off, for somebody who lost his telephone and the paper."""
    second_step.turn_off(thing(request, Account))
    messages.success(request, _("The second step is off."))
    return redirect("people-one", account=account)


@require_POST
def hand_over(request: HttpRequest, account: int) -> HttpResponse:
    """Hand the duty of somebody else over: of an approver who is ill."""
    here, row = desk(request), thing(request, Account)
    form = DutyForm(here, row, request.POST)
    return (
        redirect("people-one", account=row.pk)
        if handed_over(request, here, row, form)
        else _one(request, row, duty_form=form)
    )


@require_POST
def take_back(request: HttpRequest, account: int) -> HttpResponse:
    """End a deputy's duty before its last day."""
    taken_back(request, desk(request), thing(request, Account))
    return redirect("people-one", account=account)


def unit_names(here: Desk) -> dict[str, str]:
    """Names of the units by id: of today, or the last that one had."""
    units = here.office.content.units
    return {unit.id: (unit.on(here.today) or unit.periods[-1]).short_name for unit in units}
