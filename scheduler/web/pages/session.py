"""Coming in and going out: log in, log out, one's own password."""

from django.contrib import auth, messages
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from scheduler.store import accounts, logins, second_step, sessions, visits
from scheduler.store.models import Account
from scheduler.web import clock
from scheduler.web.gate import address
from scheduler.web.language import local_path
from scheduler.web.request import desk
from scheduler.web.sessions import hashed


@never_cache
@sensitive_post_parameters("password", "code")
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; one answer for a wrong name, password or code, whichever it is."""
    target = local_path(request.POST.get("next", "") or request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(target)
    name, wrong = request.POST.get("name", "").strip(), ""
    if request.method == "POST":
        wrong = _try(request, name)
        if not wrong:
            return redirect(target)
    told = {"next": target, "name": name, "wrong": wrong, "nobody": not accounts.can_log_in()}
    return render(request, "login.html", told, status=403 if wrong else 200)


def _try(request: HttpRequest, name: str) -> str:
    """Log in by what the form holds; what to say where that fails."""
    now, place = clock.now(request), address(request)
    row = logins.begin_try(name, now=now, address=place)
    if row is None:
        return _("Too many tries. Wait a quarter of an hour, or ask your administrator for a new link.")
    account = auth.authenticate(request, username=name, password=request.POST.get("password", ""))
    if not isinstance(account, Account) or not second_step.passes(account, request.POST.get("code", ""), now):
        logins.failed(row)
        return _("Name, password or code is not right.")
    logins.succeeded(row, account)
    enter(request, account)
    return ""


def enter(request: HttpRequest, account: Account) -> None:
    """Begin a session under a new key."""
    auth.login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    _claim(request, account)


def _claim(request: HttpRequest, account: Account) -> str:
    """Write down whose session this is; its hashed key."""
    key = hashed(request.session.session_key or "")
    agent = request.headers.get("User-Agent", "")
    sessions.begin(key, account, now=clock.now(request), address=address(request), agent=agent)
    return key


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    here = desk(request)
    visits.note(logins.OUT, here.account, now=here.now, address=address(request))
    auth.logout(request)
    return redirect("login")


@never_cache
@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; whoever else is logged in under it is out."""
    here = desk(request)
    form = PasswordChangeForm(here.account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        auth.update_session_auth_hash(request, here.account)
        ended = sessions.end(here.account, but=_claim(request, here.account))
        messages.success(request, _("Password changed. Other sessions ended: %(n)s.") % {"n": ended})
        return redirect("today")
    return render(request, "password.html", {"form": form}, status=400 if form.errors else 200)
