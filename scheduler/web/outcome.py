"""Telling what an act left alone and why; where somebody else was first, who that was and what he did."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from scheduler.core.states import State
from scheduler.store.models import Transition
from scheduler.web import when, words
from scheduler.web.request import Desk

_SHOWN = 5


def tell_left(request: HttpRequest, here: Desk, left: Sequence[tuple[str, str]]) -> None:
    """A message for each reason, with the first posts it holds for, and who was first, if somebody was."""
    reasons: dict[str, list[str]] = {}
    for key, why in left:
        reasons.setdefault(why, []).append(key)
    for why, keys in reasons.items():
        more = _(" and %(n)s more") % {"n": len(keys) - _SHOWN} if len(keys) > _SHOWN else ""
        told = {
            "n": len(keys),
            "why": words.said(why),
            "keys": ", ".join(keys[:_SHOWN]),
            "more": more,
            "last": last_of(here, keys[0]),
        }
        messages.warning(request, _("Left alone: %(n)s. %(why)s. %(last)s(%(keys)s%(more)s)") % told)


def last_of(here: Desk, key: str) -> str:
    """What happened last to the post, where it was another person."""
    row = Transition.objects.filter(post__key=key).order_by("-pk").first()
    if row is None or row.by in ("", here.person.name):
        return ""
    told = {"by": row.by, "when": when.when(row.at, here.now, here.zone), "state": words.state(State(row.new))}
    return _("Last: %(by)s, %(when)s, “%(state)s”. ") % told
