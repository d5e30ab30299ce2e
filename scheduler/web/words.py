"""Words of the rules, as the desk says them in the language of the request."""

import unicodedata

from django.utils.translation import gettext as _

from scheduler.core.approval import Role
from scheduler.core.states import State


def state(state: State) -> str:
    """A post's state."""
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


def role(role: Role) -> str:
    """What an account may do."""
    return {
        Role.AUTHOR: _("author"),
        Role.APPROVER: _("approver"),
        Role.ADMIN: _("administrator"),
        Role.AUDITOR: _("auditor"),
    }[role]


def visible(text: str) -> str:
    """Control and direction characters as U+202E, so that no text hides, turns round or ends what stands beside it."""
    return "".join(
        f"[U+{ord(char):04X}]" if unicodedata.category(char) in ("Cc", "Cf") and char not in "\n\t" else char
        for char in text
    )
