"""What all stations share on a day, and what a station's day is made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from scheduler.core.campaign import Cadence
from scheduler.core.content import Content
from scheduler.core.plan.cadence import Fire
from scheduler.core.plan.mixes import Mix
from scheduler.core.plan.scripts import RADIO, Scripts
from scheduler.core.slot import Turn
from scheduler.core.translation import translation_fault


@dataclass(slots=True)
class Script:
    """A message that got its turn. `number` is the firing's place in the day, `at` the slot of its first reading."""

    number: int
    message: str
    turn: Turn
    at: int
    moves: tuple[str, ...] = ()


@dataclass(slots=True)
class Reading:
    """One reading of a script in one language, in the slot `at`; `nth` counts the readings."""

    script: Script
    lang: str
    at: int
    seconds: int
    nth: int = 1


@dataclass(frozen=True, slots=True)
class Setting:
    """A day for all stations with one main language. `gap` is in seconds."""

    day: date
    content: Content
    cadence: Cadence
    gap: int
    fires: Sequence[Fire]
    mix: Mix
    scripts: Scripts
    faults: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def fault(self, message: str, lang: str) -> str | None:
        """Why the message cannot be said in the language today, or None."""
        if (message, lang) not in self.faults:
            about = self.content.messages[message]
            self.faults[message, lang] = translation_fault(self.content, about, RADIO, lang, self.day)
        return self.faults[message, lang]

    def is_urgent(self, message: str) -> bool:
        """Whether the message takes the place of others."""
        return self.content.messages[message].priority == "uu_tien"
