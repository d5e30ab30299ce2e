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
_LONGEST_SLEEP, _LONGEST_PAUSE, _MOST_CALLS = 2.0, 0.03, 4
_SOONEST, _LATEST = 0.2, 1.4


@dataclass(frozen=True)
class Moment:
    """`rest` seconds after the last death, at the `calls`-th write call from then on, in `phase`, `delay` seconds
    later. ASLEEP waits for no call."""

    rest: float
    phase: Phase
    calls: int
    delay: float


def moments(seed: str, pace: float) -> Iterator[Moment]:
    """Endlessly many, always the same for a seed, about one every `pace` seconds."""
    dice = random.Random(seed)
    while True:
        phase = dice.choices(list(_SHARES), list(_SHARES.values()))[0]
        longest = _LONGEST_SLEEP if phase is Phase.ASLEEP else _LONGEST_PAUSE if phase is Phase.ANSWERED else 0
        rest = pace * dice.uniform(_SOONEST, _LATEST)
        yield Moment(rest, phase, dice.randint(1, _MOST_CALLS), dice.uniform(0, longest))
