"""What a station told by telephone or on paper, written down for several of its scripts at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduler.core.radio.entry import LONGEST, Reading, Teller
from scheduler.core.radio.told import Method, Said, Way
from scheduler.errors import BhxhError
from scheduler.store.models import Post
from scheduler.store.radio.chain import chains
from scheduler.store.radio.tell import air, receive
from scheduler.web import chain, when
from scheduler.web.request import Desk

AIRED, NOT_AIRED = "aired", "not_aired"


class ToldForm(forms.Form):
    """Who at the station said what of which scripts, when, and how we heard of it."""

    script = forms.TypedMultipleChoiceField(
        label=_("Scripts"), coerce=int, widget=forms.MultipleHiddenInput,
        error_messages={
            "required": _("Tick the scripts that this is about."),
            "invalid_choice": _("The station has no such script."),
        },
    )  # fmt: skip
    what = forms.ChoiceField(label=_("What the station says"))
    person = forms.CharField(label=_("Who at the station says so"), max_length=150)
    way = forms.ChoiceField(label=_("How we heard of it"))
    at = forms.CharField(
        label=_("When"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_("When it was aired; left empty, at its planned time. For the other words: when it was said."),
    )  # fmt: skip
    seconds = forms.IntegerField(label=_("How many seconds it took"), required=False, min_value=1, max_value=LONGEST)
    method = forms.ChoiceField(label=_("How it was aired"), required=False)
    why = forms.CharField(
        label=_("Why it was not aired; a note"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("A power cut, no time left, the commune said no…"),
    )  # fmt: skip

    def __init__(self, desk: Desk, scripts: Sequence[Post], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.zone = desk.zone
        said = [(each.value, chain.said(each)) for each in Said]
        choices: dict[str, list[tuple[object, str]]] = {
            "script": [(post.pk, str(post.pk)) for post in scripts],
            "what": [*said, (AIRED, str(_("aired"))), (NOT_AIRED, str(_("not aired")))],
            "way": [(each.value, chain.way(each)) for each in Way if each != Way.LINK],
            "method": [(each.value, chain.method(each)) for each in Method],
        }  # fmt: skip
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # these are fields with a choice

    def clean_at(self) -> datetime | None:
        """The moment in the zone."""
        text = self.cleaned_data["at"].strip()
        at = when.typed(text, self.zone) if text else None
        if text and at is None:
            raise forms.ValidationError(_("Give the day and the time, as in 07/05/2021 19:30."))
        return at

    def clean(self) -> None:
        """Not aired needs a reason."""
        if self.cleaned_data.get("what") == NOT_AIRED and not self.cleaned_data.get("why", "").strip():
            self.add_error("why", _("Say why it was not aired: a power cut, no time left, the commune said no…"))


@dataclass
class Told:
    """How many scripts it was stored of; those left alone, and why."""

    stored: int = 0
    left: list[tuple[str, str]] = field(default_factory=list)


def store(desk: Desk, scripts: Sequence[Post], said: dict[str, Any]) -> Told:
    """Store what the form says of each of the scripts."""
    teller = Teller(said["person"], Way(said["way"]), desk.account.username)
    done, known = Told(), chains(scripts)
    for post in scripts:
        try:
            _one(post, known[post.pk].nth, teller, said, desk.now)
        except BhxhError as error:
            done.left.append((post.key, error.what))
        else:
            done.stored += 1
    return done


def _one(post: Post, nth: int, teller: Teller, said: dict[str, Any], now: datetime) -> None:
    if said["what"] in (AIRED, NOT_AIRED):
        air(post, _reading(post, nth, said), teller, now=now)
    else:
        receive(post, Said(said["what"]), teller, now=now, at=said["at"], note=said["why"])


def _reading(post: Post, nth: int, said: dict[str, Any]) -> Reading:
    if said["what"] == NOT_AIRED:
        return Reading(nth, aired=False, reason=said["why"])
    method = Method(said["method"] or Method.READ)
    return Reading(nth, True, said["at"] or post.due, said["seconds"], said["person"], method, said["why"])
