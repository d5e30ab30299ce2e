"""The name that a mistyped one was meant to be."""

from collections.abc import Iterable
from difflib import get_close_matches

from scheduler.core.phrase import phrase


def meant(word: str, known: Iterable[str]) -> str:
    """The question whether the nearest of the known names was meant; empty where none is near."""
    near = get_close_matches(word, list(known), 1)
    return phrase('có phải ý bạn là "{near}"?', near=near[0]) if near else ""
