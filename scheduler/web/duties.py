"""Handing a duty over and taking it back, from the person's own page or from the administrator's."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from scheduler.errors import BhxhError
from scheduler.store import deputies
from scheduler.store.models import Account, Deputy
from scheduler.web import saying
from scheduler.web.forms import DutyForm
from scheduler.web.request import Desk


def handed_over(request: HttpRequest, here: Desk, principal: Account, form: DutyForm) -> bool:
    """Hand the principal's duty over as the form says; False where it cannot be, and the form says why."""
    if not form.is_valid():
        return False
    said = form.cleaned_data
    deputy = here.scope.accounts().get(username=said["deputy"])
    since = max(said["since"], here.today)
    try:
        deputies.hand_over(principal, deputy, since, said["until"], by=here.account.username, now=here.now)
    except BhxhError as error:
        form.add_error(None, saying.said(error))
        return False
    messages.success(request, _("Handed over to %(name)s.") % {"name": deputy.first_name or deputy.username})
    return True


def taken_back(request: HttpRequest, here: Desk, principal: Account) -> None:
    """End the duty that the form names, if it is the principal's."""
    number = request.POST.get("duty", "")
    row = Deputy.objects.filter(principal=principal, pk=number if number.isdecimal() else -1).first()
    if row is None:
        messages.error(request, _("There is no such duty of this person."))
    elif deputies.end(row, by=here.account.username, now=here.now):
        messages.success(request, _("Taken back."))
