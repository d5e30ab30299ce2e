"""What came of a call to a channel. Outcomes are values; only bugs raise."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Sent:
    """The post is visible (a script: in the station's queue), proven by the channel's own id."""

    remote_id: str
    permalink: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True)
class Prepared:
    """An invisible step went through; the next may follow. `phase` and ids are stored with the post."""

    phase: str
    remote_id: str = ""
    media: tuple[str, ...] = ()


@dataclass(frozen=True)
class Again:
    """Nothing was sent; try again at this time."""

    at: datetime
    why: str


@dataclass(frozen=True)
class Refused:
    """The channel will never take this content: a person must change it."""

    why: str


@dataclass(frozen=True)
class ChannelDown:
    """This channel takes nothing until a person mends it or `until` has come; its posts wait."""

    why: str
    until: datetime | None = None


@dataclass(frozen=True)
class Unknown:
    """The answer may hide a success: look before anything else is sent."""

    why: str


Outcome = Sent | Prepared | Again | Refused | ChannelDown | Unknown


@dataclass(frozen=True)
class Call:
    """What an attempt remembers of an answer: nothing secret."""

    status: int | None = None
    code: int | None = None
    subcode: int | None = None
    trace: str = ""
    note: str = field(default="")
