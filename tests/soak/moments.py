"""When a worker is killed: seeded, and counted in its calls, so that it is in the middle of work on any machine."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """Where in its life, or in a call, a worker is killed."""

    ASLEEP = "asleep"
    """At any time: while starting, between calls, in a transaction."""
    LOST = "lost"
    """A call left the worker and never reached Graph."""
    UNDER_WAY = "under-way"
    """A call left the worker; Graph carries it out after the worker's death."""
    EXECUTED = "executed"
    """Graph has carried the call out; the answer is never read."""
    ANSWERED = "answered"
    """The answer was read, perhaps not yet written down."""


_SHARES = {Phase.ASLEEP: 3, Phase.LOST: 2, Phase.UNDER_WAY: 4, Phase.EXECUTED: 5, Phase.ANSWERED: 6}
_LONGEST_LIFE, _LONGEST_PAUSE, _MOST_CALLS = 5.0, 0.03, 12


@dataclass(frozen=True)
class Moment:
    """At the `calls`-th write call of its life, in `phase`, `delay` seconds later. ASLEEP counts no calls: it
    comes `delay` seconds after the start."""

    phase: Phase
    calls: int
    delay: float


def moments(seed: str) -> Iterator[Moment]:
    """Endlessly many, always the same for a seed."""
    dice = random.Random(seed)
    while True:
        phase = dice.choices(list(_SHARES), list(_SHARES.values()))[0]
        longest = _LONGEST_LIFE if phase is Phase.ASLEEP else _LONGEST_PAUSE if phase is Phase.ANSWERED else 0
        yield Moment(phase, dice.randint(1, _MOST_CALLS), dice.uniform(0, longest))
