"""Where a channel stands in its round, and how it goes on when the messages change."""

from fractions import Fraction
from functools import lru_cache

from scheduler.core.plan.rotation import Round
from scheduler.core.slot import Turn

EMPTY = Round((), {})
"""The round of a channel that has said nothing yet."""


class Cursor:
    """A channel's place in the rotation: the next place in the round, turns that it still owes, what was heard last.

    A message that could not be placed at its turn (no room in the station's slot) is owed: it comes first as soon
    as it fits. Each message is owed once at most, so that one that never fits does not pile up turns.
    """

    __slots__ = ("index", "last", "owed", "place", "round")

    def __init__(self, index: int) -> None:
        self.index = index
        self.round = EMPTY
        self.place = 0
        self.owed: list[str] = []
        self.last: str | None = None

    def enter(self, new: Round) -> None:
        """Go on with these messages. In a new round, start where the windows over the change stay fairest."""
        old = self.round
        if old is new or old.letters == new.letters:
            return
        starts = _fairest(old, self.place, new, self.last) if old.letters else tuple(range(len(new)))
        self.place = starts[self.index % len(starts)]
        self.owed = [message for message in self.owed if message in new.shares]
        self.round = new

    @property
    def has_choice(self) -> bool:
        """Whether there is another message to follow any one."""
        return len(self.round.shares) > 1

    def next(self) -> str:
        """The message whose turn it is."""
        return self.owed[0] if self.owed else self.round.letters[self.place]

    def candidates(self) -> list[str]:
        """Every message of the round, the one whose turn it is first, then as their turns come."""
        letters = self.round.letters
        return list(dict.fromkeys([*self.owed, *letters[self.place :], *letters[: self.place]]))

    def take(self, message: str) -> Turn:
        """Give the message its turn; those passed over on the way to it are owed."""
        letters = self.round.letters
        if message in self.owed:
            self.owed.remove(message)
            return self.round.turns[letters.index(message)]
        while (passed := letters[self.place]) != message:
            self.owe(passed)
            self.place = (self.place + 1) % len(letters)
        turn = self.round.turns[self.place]
        self.place = (self.place + 1) % len(letters)
        return turn

    def owe(self, message: str) -> None:
        """The message lost its turn and gets the next one that it fits in."""
        if message not in self.owed:
            self.owed.append(message)


_Extremes = dict[str, tuple[Fraction, Fraction]]
"""For each message the most and the least that it is ahead."""


@lru_cache(maxsize=4096)
def _fairest(old: Round, place: int, new: Round, last: str | None) -> tuple[int, ...]:
    """The places of the new round at which to start, after one full old round that ended before `place`.

    A window over the change is a tail of the old round and a head of the new one. Its distance from the share is
    the sum of both, so the best start keeps the worst sum smallest; `last` is not said again if there is another.
    """
    heard = old.letters[place:] + old.letters[:place]
    tails = {message: _tail(heard, message, Fraction(old.shares.get(message, 0), len(old))) for message in new.shares}
    starts = [start for start in range(len(new)) if new.letters[start] != last] or [0]
    heads = {message: (max(ahead), min(ahead)) for message, ahead in new.excess.items()}
    worst = {start: max(_across(new, start, message, tails, heads) for message in new.shares) for start in starts}
    best = min(worst.values())
    return tuple(start for start in starts if worst[start] == best)


def _tail(heard: tuple[str, ...], message: str, share: Fraction) -> tuple[Fraction, Fraction]:
    ahead = least = most = Fraction(0)
    for letter in reversed(heard):
        ahead += (letter == message) - share
        least, most = min(least, ahead), max(most, ahead)
    return most, least


def _across(new: Round, start: int, message: str, tails: _Extremes, heads: _Extremes) -> Fraction:
    base, (most, least) = new.excess[message][start], heads[message]
    return max(tails[message][0] + most - base, base - least - tails[message][1])
