"""What other campaigns have already queued: a channel's gap, daily maximum and air time count it too."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Booking:
    """A post queued on a channel. `due` is aware, `seconds` is 0 for what is not read aloud, `lang` "" if unknown."""

    due: datetime
    seconds: int = 0
    lang: str = ""


Booked = Callable[[str, date], Sequence[Booking]]
"""Channel id and day → what others have queued there on the day."""


def nothing_booked(channel: str, day: date) -> Sequence[Booking]:
    """No other campaign has anything queued."""
    return ()
