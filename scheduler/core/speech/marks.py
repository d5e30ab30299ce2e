"""The escape of template writers: a word together with the way it is to be said.

Three private-use characters carry it through rendering; no real text contains them.
"""

from __future__ import annotations

import re

from scheduler.core.phrase import phrase

OPEN, SPOKEN, CLOSE = "\ue000", "\ue001", "\ue002"
MARKED = re.compile(f"{OPEN}([^{OPEN}-{CLOSE}\n]+){SPOKEN}([^{OPEN}-{CLOSE}\n]+){CLOSE}")
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")


def say(written: str, spoken: str) -> str:
    """Mark a word with its reading: ``{{ "VssID"|say("vê ét ét ai đi") }}``.

    Raises ValueError when a part is empty, spans lines or holds private-use characters, or when the reading
    has digits, since those would have to be read again.
    """
    for part in (written, spoken):
        if not part.strip() or "\n" in part or PRIVATE.search(part):
            raise ValueError(
                phrase(
                    "say({written!r}, {spoken!r}): mỗi phần phải là chữ, trên một dòng", written=written, spoken=spoken
                )
            )
    if any(char.isdigit() for char in spoken):
        raise ValueError(
            phrase("say({written!r}, {spoken!r}): cách đọc không được có chữ số", written=written, spoken=spoken)
        )
    return f"{OPEN}{written}{SPOKEN}{spoken}{CLOSE}"


def written(text: str) -> str:
    """Strip the marks and leave what is written, for a post, a screen or a printed sheet."""
    return MARKED.sub(lambda match: match[1], text)
