"""How alike two texts are, whatever their accents, case and punctuation: to warn of saying the same thing again."""

import hashlib
import re

from scheduler.core.text import fold

ALIKE = 0.6
"""From this likeness on two texts say the same to whoever reads both. A shared contact block makes about 0.3."""

_RUN = 3
"""Words of a shingle: word order counts, a changed figure costs three of them."""

_KEPT = 256
"""Shingles kept of a text, so that comparing costs the same however long it is; the error is about 0.06."""

_WORD = re.compile(r"\w+")

Sketch = frozenset[int]


def sketch(text: str) -> Sketch:
    """The text's shingles as numbers: of a long text those with the smallest ones, which are a fair sample."""
    words = _WORD.findall(fold(text))
    runs = {" ".join(words[n : n + _RUN]) for n in range(max(1, len(words) - _RUN + 1))} if words else set()
    return frozenset(sorted(map(_number, runs))[:_KEPT])


def likeness(one: Sketch, other: Sketch) -> float:
    """The share of shingles that both texts have, from 0 to 1."""
    both = sorted(one | other)[:_KEPT]
    return sum(number in one and number in other for number in both) / len(both) if both else 0.0


def _number(run: str) -> int:
    return int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest())
