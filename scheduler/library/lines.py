"""Lines of a text, counted as the YAML parser counts them."""

import re

_NEWLINE = re.compile(r"\r\n|\r|\n")


def lines_of(text: str) -> list[str]:
    """The lines, without their ends."""
    return _NEWLINE.split(text)


def place_of(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset into the text."""
    before = lines_of(text[:offset])
    return len(before), len(before[-1]) + 1
