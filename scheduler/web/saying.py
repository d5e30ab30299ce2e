"""What a rule refuses, as the desk says it: what, where, and what to do about it here, not at the command line."""

from scheduler.core.approval import MAY
from scheduler.core.phrase import listed
from scheduler.errors import BhxhError
from scheduler.web import words

_OF_COMMANDS = frozenset({*MAY, "account", "account add", "campaign", "message", "unit", "until"})
"""Places that only the command line has a name for: acts, and options."""


def where(error: BhxhError) -> str:
    """The file, post or person that it is about; "" where it is a command or an option of one."""
    return "" if error.where in _OF_COMMANDS or error.where.startswith("--") else error.where


def said(error: BhxhError) -> str:
    """All of it in one line, in the language of the request."""
    what = listed([where(error), error.what], ": ") if where(error) else error.what
    return words.said(listed([what, error.at_desk], " → ") if error.at_desk else what)
