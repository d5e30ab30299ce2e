"""How fast a station reads, learned from what it aired. Pure.

The rate is for the estimate on sheets, never for the plan: the plan must be the same whenever it is made from the same
content, and a rehearsal must end like the one before. So slots are filled at the rate that the channel file gives, and
the learned one is shown beside it until somebody writes it there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

LAST = 20
"""Readings that are looked at: what an announcer read a year ago tells little of the one who reads now."""
ENOUGH = 5
"""Plausible readings from which on a rate is told."""
PLAUSIBLE = (100, 400)
"""Syllables a minute outside of which a noted duration is a slip: minutes for seconds, or the whole programme."""
LEAST, MOST = 160, 260
"""What a rate is clamped to: a commune loudspeaker is read slower than VOV news (233), television is faster."""


@dataclass(frozen=True, slots=True)
class Learned:
    """A learned rate in syllables a minute, and how many readings it rests on."""

    rate: int
    readings: int


def learned(read: Iterable[tuple[int, int]]) -> Learned | None:
    """The median rate of readings, given as syllables and seconds; None for too few plausible ones."""
    each = [count * 60 / seconds for count, seconds in read if seconds > 0]
    plausible = [rate for rate in each if PLAUSIBLE[0] <= rate <= PLAUSIBLE[1]]
    if len(plausible) < ENOUGH:
        return None
    return Learned(round(min(max(median(plausible), LEAST), MOST)), len(plausible))
