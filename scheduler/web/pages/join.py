"""The way in by a link: choose a password, once."""

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from scheduler.store import invitations, logins, visits
from scheduler.web import clock
from scheduler.web.gate import address
from scheduler.web.mistakes import page as mistake
from scheduler.web.pages.session import enter


@never_cache
@sensitive_post_parameters()
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the password, then let the person in; by the second step, where the account has one.

    A link holds 256 bits of chance: guessing needs no brake.
    """
    now = clock.now(request)
    invitation = invitations.opened(token, now)
    if invitation is None:
        what = _("This link was used, has run out, or was replaced by a newer one.")
        return mistake(request, 404, what, remedy=_("Ask the administrator of your unit for a new link."))
    form: forms.Form = SetPasswordForm(invitation.account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = invitations.accept(token, form.cleaned_data["new_password1"], now)
        if account.totp_secret:
            return redirect("login")
        visits.note(logins.IN, account, now=now, address=address(request), what="link")
        enter(request, account)
        return redirect("today")
    told = {"form": form, "account": invitation.account}
    return render(request, "join.html", told, status=400 if form.errors else 200)
