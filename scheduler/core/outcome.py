"""What came of a call to a channel. Outcomes are values; only bugs raise."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Sent:
    """The post is visible (a script: in the station's queue), proven by the channel's own id.

    `altered` says what the public sees where that is not what was approved.
    """

    remote_id: str
    permalink: str = ""
    published_at: datetime | None = None
    altered: str = ""


@dataclass(frozen=True)
class Prepared:
    """An invisible step went through; the next may follow. `phase` and ids are stored with the post.

    `handed_due` is the time at which the channel itself will show the post, where it was told one; `next_try`
    is when there is something to do again, where that is not at once.
    """

    phase: str
    remote_id: str = ""
    media: tuple[str, ...] = ()
    handed_due: datetime | None = None
    next_try: datetime | None = None


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
class Returned:
    """What lay prepared at the channel was changed there, or deleted there (`gone`): it must be approved again.

    Nothing was shown.
    """

    why: str
    gone: bool = False


@dataclass(frozen=True)
class ChannelDown:
    """This channel takes nothing until a person mends it or `until` has come; its posts wait.

    `wide`: the limit is that of the app or its user, so every channel of the kind waits.
    """

    why: str
    until: datetime | None = None
    wide: bool = False


@dataclass(frozen=True)
class Unknown:
    """The answer may hide a success: look before anything else is sent. `remote_id` where the answer named one."""

    why: str
    remote_id: str = ""


@dataclass(frozen=True)
class Undecided:
    """Looking did not settle it and will not: a person decides. `candidates` are links to what may be the post."""

    why: str
    candidates: tuple[str, ...] = ()


Outcome = Sent | Prepared | Again | Refused | Returned | ChannelDown | Unknown | Undecided


@dataclass(frozen=True)
class Spent:
    """How much of a budget of calls is used, in per cent, and how long the channel asks to be left alone."""

    percent: int = 0
    wait: timedelta | None = None


@dataclass(frozen=True)
class Call:
    """What an attempt remembers of an answer: nothing secret.

    `doubt`: something may have been made whose id we do not know. `page` and `app` are the budgets of the
    channel and of all channels together, where the answer told them.
    """

    status: int | None = None
    code: int | None = None
    subcode: int | None = None
    trace: str = ""
    note: str = ""
    doubt: bool = False
    page: Spent = field(default_factory=Spent)
    app: Spent = field(default_factory=Spent)
