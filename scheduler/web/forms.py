"""Forms about people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduler.core.approval import Role
from scheduler.store.accounts import NAME_PATTERN
from scheduler.store.models import Account
from scheduler.web import words
from scheduler.web.request import Desk


class PersonForm(forms.Form):
    """What an account is: changed by an administrator."""

    first_name = forms.CharField(label=_("Full name"), max_length=150)
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    role = forms.ChoiceField(label=_("Role"))
    unit = forms.ChoiceField(label=_("Unit"), required=False)

    def __init__(self, desk: Desk, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["role"].choices = [(role.value, words.role(role)) for role in Role]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["unit"].choices = unit_choices(desk)  # type: ignore[attr-defined]  # a ChoiceField


class NewPersonForm(PersonForm):
    """The same, with the name by which the person logs in."""

    username = forms.RegexField(
        NAME_PATTERN, label=_("Account name"), max_length=150,
        help_text=_("Small letters without marks, digits, and - _ . between them: minh.tran"),
    )  # fmt: skip
    field_order = ("username", "first_name", "title", "email", "role", "unit")


class DutyForm(forms.Form):
    """Who does whose duty, from when to when."""

    deputy = forms.ChoiceField(label=_("Deputy"))
    since = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, desk: Desk, principal: Account, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = desk.today
        self.fields["deputy"].choices = deputy_choices(desk, principal)  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> None:
        """The days are to come, and in their order."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if until and until < self.today:
            told = {"until": f"{until:%d/%m/%Y}", "today": f"{self.today:%d/%m/%Y}"}
            self.add_error("until", _("%(until)s has passed: today is %(today)s. Choose a day from today on.") % told)
        elif since and until and until < since:
            told = {"until": f"{until:%d/%m/%Y}", "since": f"{since:%d/%m/%Y}"}
            self.add_error(
                "until", _("The last day, %(until)s, lies before the first, %(since)s. Change one of them.") % told
            )


def deputy_choices(desk: Desk, principal: Account) -> list[tuple[str, str]]:
    """Who may do another's duty: the open accounts of this person's scope that may do anything at all."""
    rows = desk.scope.accounts().filter(is_active=True).exclude(pk=principal.pk).exclude(role=Role.AUDITOR)
    return [(row.username, f"{row.first_name} ({row.username})" if row.first_name else row.username) for row in rows]


def unit_choices(desk: Desk) -> list[tuple[str, str]]:
    """The units that this person may give to another, by the names of today; all of them where he has all."""
    units = desk.scope.units(desk.office.content, desk.today)
    named = [(unit.id, period.name) for unit in units if (period := unit.on(desk.today))]
    every = [("", str(_("all units")))] if desk.scope.reach.everything else []
    return [*every, *sorted(named, key=lambda pair: pair[1])]
