"""What a script said wrong and what is right, sentence by sentence: the draft of a correction on air. Pure."""

import re
from difflib import SequenceMatcher

_END = re.compile(r"(?<=[.!?…])\s+|\n+")


def wrong_and_right(old: str, new: str) -> tuple[str, str]:
    """The sentences that only the old text has, and those that only the new one has; both empty where none differ."""
    before, after = _sentences(old), _sentences(new)
    wrong: list[str] = []
    right: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            wrong += before[a:b]
            right += after[c:d]
    return " ".join(wrong), " ".join(right)


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in _END.split(text) if part.strip()]
