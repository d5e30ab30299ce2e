"""The chain of a script: released → fetched → received → accepted by the commune → aired n of N, or not and why.

Each link is somebody else's word: ours that it was released, a machine's that it was fetched, a person's that it was
received or accepted, the station's that it was aired. None follows from another; a fetch never counts as aired.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from scheduler.core.radio.told import Method, Said, Way

LATE_AFTER = timedelta(days=1)
"""An entry made so long after what it tells counts as late, and is marked."""


class Stage(StrEnum):
    """How far a script has come."""

    WAITING = "waiting"
    RELEASED = "released"
    FETCHED = "fetched"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    PARTLY = "partly"
    AIRED = "aired"
    NOT_AIRED = "not_aired"
    WITHHELD = "withheld"
    RECALLED = "recalled"


STAGE_SCREEN = {
    Stage.WAITING: "chưa phát hành",
    Stage.RELEASED: "đã phát hành",
    Stage.FETCHED: "đã tải",
    Stage.RECEIVED: "đã nhận",
    Stage.ACCEPTED: "xã đã duyệt phát",
    Stage.PARTLY: "đã phát",
    Stage.AIRED: "đã phát",
    Stage.NOT_AIRED: "không phát",
    Stage.WITHHELD: "tạm ngừng đọc",
    Stage.RECALLED: "thu hồi",
}


@dataclass(frozen=True, slots=True)
class Word:
    """A person's word about a script: who said it, when, how it reached us; `late` where entered long after."""

    person: str
    at: datetime
    way: Way
    entered_by: str
    entered_at: datetime
    late: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """One reading as the station tells it. `issue` is the one that was read; `at` is None where it was not aired."""

    occurrence: int
    aired: bool
    at: datetime | None
    issue: int
    way: Way
    entered_by: str
    entered_at: datetime
    seconds: int | None = None
    reader: str = ""
    method: Method | None = None
    reason: str = ""
    late: bool = False


@dataclass(frozen=True)
class Chain:
    """What is known of one script.

    `wanted` is how many readings of its text were asked for, `nth` the one that this script is for; `airings` tell
    what became of all of them, `own` of this issue of this script. `recalled_at` also where a newer issue,
    `replaced_by`, took its place; `replacement_received` is when the station received that one.
    """

    wanted: int = 1
    nth: int = 1
    issue: int = 1
    released_at: datetime | None = None
    fetched_at: datetime | None = None
    said: Mapping[Said, Word] = field(default_factory=dict)
    airings: Sequence[Heard] = ()
    own: Sequence[Heard] = ()
    withheld_at: datetime | None = None
    recalled_at: datetime | None = None
    replaced_by: int | None = None
    replacement_received: datetime | None = None

    @property
    def aired(self) -> int:
        """How many readings were aired; more than asked for count too."""
        return sum(heard.aired for heard in self.airings)

    @property
    def unaired(self) -> int:
        """How many readings the station says it left out."""
        return len(self.airings) - self.aired

    @property
    def stage(self) -> Stage:
        """The furthest link. What was aired stays so, whatever was decided after."""
        if self.aired:
            return Stage.AIRED if self.aired >= self.wanted else Stage.PARTLY
        if self.recalled_at:
            return Stage.RECALLED
        if self.unaired >= self.wanted:
            return Stage.NOT_AIRED
        if self.withheld_at:
            return Stage.WITHHELD
        return self._before_air()

    def _before_air(self) -> Stage:
        if Said.ACCEPTED in self.said:
            return Stage.ACCEPTED
        if Said.RECEIVED in self.said:
            return Stage.RECEIVED
        if self.fetched_at:
            return Stage.FETCHED
        return Stage.RELEASED if self.released_at else Stage.WAITING

    @property
    def is_answered(self) -> bool:
        """Whether a person at the station has said that the recall was seen, or received what replaces the script."""
        return Said.RECALL_SEEN in self.said or self.replacement_received is not None

    @property
    def outdated(self) -> tuple[Heard, ...]:
        """The readings of words that no longer held: replaced, or recalled or withheld before they were read."""
        return tuple(heard for heard in self.own if heard.aired and self._was_over(heard))

    def _was_over(self, heard: Heard) -> bool:
        if self.replaced_by:
            return True
        over = self.recalled_at or self.withheld_at
        return over is not None and heard.at is not None and heard.at > over


def words(chain: Chain) -> str:
    """The chain in a few words for a line of a list: `đã phát 1/2`, `không phát: mất điện`."""
    stage = chain.stage
    parts = [STAGE_SCREEN[stage]]
    if stage in (Stage.AIRED, Stage.PARTLY):
        parts[0] += f" {chain.aired}/{chain.wanted}"
    reasons = dict.fromkeys(heard.reason for heard in chain.airings if not heard.aired)
    if reasons:
        told = "; ".join(reasons)
        parts[-1:] = [f"{parts[-1]}: {told}"] if stage == Stage.NOT_AIRED else [parts[-1], f"không phát: {told}"]
    if chain.recalled_at:
        parts += _recalled(chain, stage)
    return ", ".join(parts)


def _recalled(chain: Chain, stage: Stage) -> list[str]:
    what = f"thay bằng bản thay thế lần {chain.replaced_by - 1}" if chain.replaced_by else "thu hồi"
    named = [what] if stage != Stage.RECALLED or chain.replaced_by else []
    return [*named, "đài đã biết" if chain.is_answered else "đài chưa xác nhận"]


def is_late(told: datetime, entered: datetime) -> bool:
    """Whether an entry was made long after what it tells."""
    return entered - told >= LATE_AFTER
