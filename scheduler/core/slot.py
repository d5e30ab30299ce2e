"""A slot: one message, channel, time and language. A row of the calendar, not yet text."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple


def slot_key(campaign: str, channel: str, lang: str, planned: datetime, ordinal: int) -> str:
    """The name of a slot for ever, in the plan, the queue and the log.

    `planned` is the wall time at which the cadence fires, before the channel's place in the spread and every
    move: so a page that joins, or a post of another campaign, moves `due` and leaves the key. `ordinal` counts
    from 1 the slots with the same campaign, channel, language and minute: the readings of a script.
    """
    return f"{campaign}/{channel}/{lang}/{minute_text(planned)}/{ordinal}"


def minute_text(moment: datetime) -> str:
    """The wall time to the minute, as keys have it: 2021-05-07T19:30. (`strftime` would be five times slower.)"""
    return moment.replace(tzinfo=None).isoformat(timespec="minutes")


class Turn(NamedTuple):
    """Whose turn it was: place in the round and its length; the message's share of it after capping."""

    place: int
    round: int
    share: int


class Reason(NamedTuple):
    """Why a slot is where it is; `explain.explain` makes a sentence of it when somebody asks.

    `line` is the cadence line that fired at `planned`; `place` counts pages from 1 in the spread (0: no
    spread); `reading` counts the readings of a script; `moves` are the causes that moved it.
    """

    line: str
    planned: datetime
    turn: Turn
    place: int = 0
    reading: int = 1
    translated: bool = False
    moves: tuple[str, ...] = ()


class Slot(NamedTuple):
    """One row of the calendar. `due` is an aware wall time; `seconds` is 0 for what is not read aloud."""

    key: str
    campaign: str
    message: str
    unit: str
    channel: str
    kind: str
    lang: str
    due: datetime
    seconds: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Gap:
    """A day on which a channel stays silent, or says less than its cadence asks, and why."""

    campaign: str
    channel: str
    day: date
    why: str
