"""Fair rounds: in which order a channel says its messages.

A round is a cyclic word over messages. It is fair when every window, also over the round's end, holds each message
within one of its share. Whether such a round exists for given weights is an open question in general (balanced
words); docs/decisions/rotation.md tells what was found. So it is searched for, most urgent message first as in
Tijdeman's chairman assignment, under a bound that is loosened step by step until a round is found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache, reduce
from itertools import accumulate
from math import gcd

from scheduler.core.slot import Turn

Shares = tuple[tuple[str, int], ...]
"""Message ids and weights, in the campaign's order."""

BOUNDS = (
    Fraction(1),
    Fraction(9, 8),
    Fraction(5, 4),
    Fraction(11, 8),
    Fraction(3, 2),
    Fraction(7, 4),
    Fraction(2),
)
"""Deviations of a window from its fair share that are tried, strictest first."""

EFFORT = 3_000
"""Steps of the search spent on each bound: about a tenth of a second at most."""


@dataclass(frozen=True, eq=False)
class Round:
    """A cyclic word. `shares` are the reduced weights after capping; no two neighbours are the same message."""

    letters: tuple[str, ...]
    shares: Mapping[str, int]

    def __len__(self) -> int:
        return len(self.letters)

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """What `explain` tells of each place in the round."""
        return tuple(Turn(n, len(self), self.shares[letter]) for n, letter in enumerate(self.letters, 1))

    @cached_property
    def deviation(self) -> Fraction:
        """The furthest that any window of any length is from the fair share of any message."""
        return max(max(ahead) - min(ahead) for ahead in self.excess.values())

    @cached_property
    def excess(self) -> Mapping[str, tuple[Fraction, ...]]:
        """How far each message is ahead of its share before each place; a window is a difference of two."""
        return {message: self._ahead(message) for message in self.shares}

    def _ahead(self, message: str) -> tuple[Fraction, ...]:
        length, share = len(self), self.shares[message]
        said = accumulate((letter == message for letter in self.letters[:-1]), initial=0)
        return tuple(Fraction(count * length - place * share, length) for place, count in enumerate(said))


def capped(shares: Shares) -> Shares:
    """Weights reduced to lowest terms, none above the sum of the others: more cannot be heard without repeating."""
    total = sum(weight for _, weight in shares)
    if len(shares) > 1:
        shares = tuple((message, min(weight, total - weight)) for message, weight in shares)
    divisor = reduce(gcd, (weight for _, weight in shares), 0) if len(shares) > 1 else shares[0][1]
    return tuple((message, weight // divisor) for message, weight in shares)


@lru_cache(maxsize=512)
def round_of(shares: Shares) -> Round:
    """The fairest round found for the messages and weights; the same for the same input."""
    weights = capped(shares)
    letters = next(found for bound in (*BOUNDS, None) if (found := _search(weights, bound)))
    return Round(tuple(weights[letter][0] for letter in letters), dict(weights))


class _Branch:
    """A word under construction. Excess is counted in units of 1/length, so that all of it is whole numbers."""

    def __init__(self, weights: tuple[int, ...], bound: int | None) -> None:
        self.weights, self.length, self.bound = weights, sum(weights), bound
        self.word: list[int] = []
        self.left = list(weights)
        self.ahead = [0] * len(weights)
        self.marks: list[tuple[list[int], list[int]]] = [(self.ahead[:], self.ahead[:])]

    def choices(self) -> list[int]:
        """Messages that may come next, the one whose next turn is due soonest first."""
        last = self.word[-1] if self.word else None
        room = self.length - len(self.word)
        crowded = next((m for m, left in enumerate(self.left) if left * 2 > room), None)
        open_ = [m for m, left in enumerate(self.left) if left and m != last]
        if crowded is not None:
            open_ = [m for m in open_ if m == crowded]
        return sorted(open_, key=lambda m: ((self.ahead[m] + self.length) / self.weights[m], m))

    def push(self, message: int) -> bool:
        """Append a message; False, and nothing done, where some window would leave the bound."""
        ahead = [a - w for a, w in zip(self.ahead, self.weights, strict=True)]
        ahead[message] += self.length
        high = [max(pair) for pair in zip(self.marks[-1][0], ahead, strict=True)]
        low = [min(pair) for pair in zip(self.marks[-1][1], ahead, strict=True)]
        if self.bound is not None and any(h - n > self.bound for h, n in zip(high, low, strict=True)):
            return False
        self.ahead = ahead
        self.marks.append((high, low))
        self.left[message] -= 1
        self.word.append(message)
        return True

    def pop(self) -> None:
        """Take the last message back."""
        message = self.word.pop()
        self.marks.pop()
        self.left[message] += 1
        self.ahead = [a + w for a, w in zip(self.ahead, self.weights, strict=True)]
        self.ahead[message] -= self.length

    def closed(self) -> bool:
        """Whether the word is whole and its ends may be neighbours."""
        return len(self.word) == self.length and (len(self.weights) == 1 or self.word[0] != self.word[-1])


def _search(weights: Shares, bound: Fraction | None) -> list[int] | None:
    """A word within the bound, or None where the effort was spent or there is none. Depth first, most urgent first."""
    counts = tuple(weight for _, weight in weights)
    branch = _Branch(counts, None if bound is None else int(bound * sum(counts)))
    stack = [iter(branch.choices()[:1])]
    effort = EFFORT + 4 * branch.length
    while stack and (effort := effort - 1):
        message = next(stack[-1], None)
        if message is None:
            stack.pop()
            if branch.word:
                branch.pop()
        elif branch.push(message):
            if branch.closed():
                return branch.word
            stack.append(iter(branch.choices()))
    return None
