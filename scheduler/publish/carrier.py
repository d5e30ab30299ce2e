"""The seam between the worker and a channel kind: small steps in, outcomes out.

A kind is one module with a carrier, and one line in `kinds.py`. The worker owns leases, states and
attempt rows; a carrier owns the calls. A step that can make a post visible says so: the worker then
moves the post to `sending` first, so that a lost answer is never mistaken for "not sent".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from scheduler.config import Config
from scheduler.core.channel import Channel
from scheduler.core.kind import KindRules
from scheduler.core.outcome import Call, Outcome
from scheduler.core.post import Payload
from scheduler.core.retry import FIRST_WAIT

RECALLED = "recalled"
"""The phase of a published post that its channel no longer shows."""


@dataclass(frozen=True)
class Job:
    """A post as a carrier sees it. `phase`, `remote_id` and `media` are what earlier steps stored."""

    key: str
    channel: Channel
    unit_name: str
    due: datetime
    payload: Payload
    phase: str = ""
    remote_id: str = ""
    media: tuple[str, ...] = ()
    number: int | None = None
    seconds: int = 0
    rev: int = 0
    attempts: int = 0
    """How often the step now due was tried before without getting through: what waiting times grow with."""
    handed_due: datetime | None = None
    """The time that the channel was told, or may have been told, to show the post at by itself."""
    looks: int = 0
    """How often somebody looked since it is unclear what became of the post, or of taking it back."""
    unsure_since: datetime | None = None
    """Since when the post is unknown."""
    tried_at: datetime | None = None
    """When the visible call began whose answer was lost: nothing older can be this post. Of a post with an id, the
    last such call."""
    first_wait: timedelta = FIRST_WAIT
    """How long to wait before the second try of a step."""
    issue: int = 1
    """How often a script was put out under its number, this time counted."""


@dataclass(frozen=True)
class Step:
    """The next call for a post. `visible` where a success shows the post to the public, or proves that it shows.

    `settles`: the post may be out already without our doing, so its text can no longer change. `handing` is
    the time that the channel is about to be told.
    """

    name: str
    visible: bool
    settles: bool = False
    handing: datetime | None = None


@dataclass(frozen=True)
class Pacing:
    """The least time between two posts that a channel shows, and the same while its budget of calls runs low."""

    gap: timedelta = timedelta(0)
    slow_gap: timedelta = timedelta(0)


@dataclass(frozen=True)
class Result:
    """What came of a step, and what to remember of the answer (never a secret)."""

    outcome: Outcome
    call: Call = field(default_factory=Call)


@dataclass(frozen=True)
class Lost:
    """A call that may have made a draft whose id nobody knows: its words, and when it began.

    `busy` tells, when asked, whether a draft of the same post is being made just now: that one is not lost.
    """

    payload: Payload
    began: datetime
    busy: Callable[[], bool] = lambda: False


class Carrier(Protocol):
    """Carries the posts of one channel kind. Called from several threads, for one channel at a time."""

    lead: timedelta
    """How long before its due time a post's first step may run."""

    grace: timedelta
    """How long after its due time a post may still go out; then it is missed."""

    longest: timedelta
    """The longest that a step, a look or a take-back can take: no lease may be shorter."""

    pacing: Pacing

    def know(self, channels: Mapping[str, Channel]) -> None:
        """The channels changed: content was taken up anew."""

    def next_step(self, job: Job, now: datetime) -> Step | None:
        """The step to take now, or None where there is nothing to do yet. Pure."""

    def wake(self, job: Job, now: datetime) -> datetime | None:
        """When there is something to do for a post for which there is nothing now. Pure."""

    def perform(self, step: Step, job: Job, now: datetime) -> Result:
        """Take the step. Never raises for what the network or the other side does: that is an outcome."""

    def look(self, job: Job, now: datetime) -> Outcome:
        """Read what became of a post in state unknown; sends nothing.

        Sent where it is visible; Again where it certainly is not, and sending it is safe; Undecided where no
        further look will tell; ChannelDown where the channel takes no calls; else Unknown.
        """

    def take_back(self, job: Job, now: datetime) -> Result:
        """Undo what was prepared for a post that is held, cancelled or changed.

        Prepared with an empty phase, id and media where nothing is left of it, also if nothing was; Sent where
        the post is already visible: that is never deleted here.
        """

    def lost_drafts(self, channel: Channel, lost: Sequence[Lost], now: datetime) -> bool:
        """Find and delete drafts whose answers were lost; False where looking must be done again later."""

    def recall(self, job: Job, now: datetime) -> Result:
        """Take a published post back from the public. Prepared(phase=RECALLED) where it is gone."""


@dataclass(frozen=True)
class Setup:
    """What carriers are made from."""

    config: Config
    channels: Mapping[str, Channel]
    media: Path
    queues: Path
    simulated: bool = False
    """Whether `now` is a simulated clock's: the sandbox is then told the time with each call."""
    owners: Callable[[Sequence[str]], Mapping[str, str]] = lambda ids: {}
    """Which ids at a channel belong to posts of ours, and to which."""


@dataclass(frozen=True)
class Kind:
    """A channel kind: what its texts must keep to, and what carries them."""

    rules: KindRules
    carrier: Callable[[Setup], Carrier]
