"""A carrier that does nothing: what remains is the worker's own work and that of the database."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from scheduler.core.channel import Channel
from scheduler.core.outcome import Outcome, Prepared, Sent
from scheduler.publish.carrier import Job, Lost, Pacing, Result, Step


class NothingCarrier:
    """Says at once that a post is out. Has every method of `carrier.Carrier`."""

    lead = timedelta(0)
    grace = timedelta(hours=6)
    longest = timedelta(minutes=1)
    pacing = Pacing()

    def know(self, channels: Mapping[str, Channel]) -> None:
        """It needs none."""

    def next_step(self, job: Job, now: datetime) -> Step | None:
        return Step("release", visible=True) if now >= job.due else None

    def wake(self, job: Job, now: datetime) -> datetime | None:
        return job.due

    def perform(self, step: Step, job: Job, now: datetime) -> Result:
        return Result(Sent(f"khong-{job.key}"))

    def look(self, job: Job, now: datetime) -> Outcome:
        return Sent(f"khong-{job.key}")

    def take_back(self, job: Job, now: datetime) -> Result:
        return Result(Prepared(""))

    def lost_drafts(self, channel: Channel, lost: Sequence[Lost], now: datetime) -> bool:
        return True

    def recall(self, job: Job, now: datetime) -> Result:
        return Result(Prepared("recalled"))
