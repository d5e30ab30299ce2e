"""Posts counted by where they stand: the figures of the desk's tables."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from scheduler.core.states import State

OUT = frozenset({State.PUBLISHED, State.RECALLED})
"""Where a post did go out, whatever became of it later."""

TROUBLED = frozenset({State.UNKNOWN, State.FAILED, State.MISSED})
"""Where a post needs a person, for it goes nowhere by itself."""

WAITING = frozenset({State.DRAFT, State.PENDING})
"""Where nobody has approved a post yet."""


@dataclass
class Counts:
    """How many posts stand in which state."""

    states: Counter[State] = field(default_factory=Counter)

    def add(self, state: str, number: int) -> None:
        """Add posts of a state."""
        self.states[State(state)] += number

    def of(self, states: Iterable[State]) -> int:
        """How many stand in one of these."""
        return sum(self.states[state] for state in states)

    @property
    def meant(self) -> int:
        """How many were to go out: all but the cancelled ones."""
        return sum(self.states.values()) - self.states[State.CANCELLED]

    @property
    def out(self) -> int:
        """How many went out, as in 37/40."""
        return self.of(OUT)

    @property
    def troubled(self) -> int:
        """How many need a person."""
        return self.of(TROUBLED)

    @property
    def worst(self) -> State | None:
        """The state that a cell of a table shows: the one that most needs to be seen."""
        return next((state for state in _BY_NEED if self.states[state]), None)


_BY_NEED = (
    State.UNKNOWN, State.FAILED, State.MISSED, State.HELD, State.PENDING, State.DRAFT, State.SENDING, State.APPROVED,
    State.RECALLED, State.PUBLISHED, State.CANCELLED,
)  # fmt: skip
