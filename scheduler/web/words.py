"""Words of the rules, as the desk says them in the language of the request."""

import unicodedata
from datetime import date

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from scheduler.core.approval import Role
from scheduler.core.phrase import Phrase
from scheduler.core.render import SPOKEN_KINDS
from scheduler.core.states import State


def state(state: State, kind: str = "") -> str:
    """A post's state; of a script, where its kind is told, in the words of stations."""
    if state == State.PUBLISHED and kind in SPOKEN_KINDS:
        return _("released")
    return {
        State.DRAFT: _("draft"),
        State.PENDING: _("waiting for approval"),
        State.APPROVED: _("approved"),
        State.SENDING: _("being sent"),
        State.PUBLISHED: _("published"),
        State.RECALLED: _("recalled"),
        State.HELD: _("held"),
        State.UNKNOWN: _("unknown whether it is out"),
        State.FAILED: _("failed"),
        State.MISSED: _("missed its time"),
        State.CANCELLED: _("cancelled"),
    }[state]


def meaning(state: State) -> str:
    """What a state means for the people who wait for the post."""
    return {
        State.DRAFT: _("Not submitted yet, or returned with a reason: the author goes on writing."),
        State.PENDING: _("Another person has to read and approve it."),
        State.APPROVED: _("Goes out at its time, by itself."),
        State.SENDING: _("Is being handed to the page this moment."),
        State.PUBLISHED: _("Is out; on a station's page, released for reading."),
        State.RECALLED: _("Was out and was taken back."),
        State.HELD: _("Approved, but stopped by somebody until it is let go."),
        State.UNKNOWN: _(
            "The answer was lost. The machine looks whether it is out; it is never sent twice on a doubt."
        ),
        State.FAILED: _("Did not go out; the reason stands beside it, and a person decides."),
        State.MISSED: _("Its time passed before it could go out; it is not sent late by itself."),
        State.CANCELLED: _("Will not go out."),
    }[state]


def weekday(day: date) -> str:
    """A day of the week in two letters."""
    names = (_("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su"))
    return names[day.weekday()]


def role(role: Role) -> str:
    """What an account may do."""
    return {
        Role.AUTHOR: _("author"),
        Role.APPROVER: _("approver"),
        Role.ADMIN: _("administrator"),
        Role.AUDITOR: _("auditor"),
    }[role]


def browser(agent: str) -> str:
    """A browser by the name that its owner knows, and what it runs on; empty where neither is known."""
    name = next((word for mark, word in _BROWSERS if mark in agent), "")
    system = next((word for mark, word in _SYSTEMS if mark in agent), "")
    return " · ".join(part for part in (name, system) if part)


_BROWSERS = (
    ("coc_coc_browser", "Cốc Cốc"), ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip
"""What a browser says of itself, the more particular first: Edge says that it is Chrome too."""


def said(text: str) -> str:
    """What a rule says, in the language of the request: the rules speak Vietnamese. Any other text as it is."""
    if isinstance(text, Phrase) and get_language() != settings.LANGUAGE_CODE:
        return text.told(_)
    return text


def visible(text: str) -> str:
    """Control and direction characters as U+202E, so that no text hides, turns round or ends what stands beside it.

    What a rule says is said in the language of the request: its reasons are all shown by this.
    """
    return "".join(f"[U+{ord(char):04X}]" if _hides(char) else char for char in said(text))


def _hides(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf") and char not in "\n\t\u200d"  # the last joins emoji
