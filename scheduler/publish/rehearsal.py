"""A whole campaign on a simulated clock: the same tick as in earnest, at the instants that matter.

The trigger that ticks every few seconds in `run` also says here when the ticks are; those at which no post
has anything to do are skipped.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.interval import IntervalTrigger

from scheduler.core.approval import Person
from scheduler.core.campaign import Campaign
from scheduler.publish.tick import Ticker
from scheduler.publish.worker import Pass
from scheduler.store.find import Choice, each, find
from scheduler.store.queue.approve import WORD, Verdict, approve
from scheduler.store.queue.claim import next_event
from scheduler.store.queue.enqueue import Queueing, Tally, enqueue


@dataclass
class Rehearsal:
    """One campaign, rehearsed. `author` queues it, `approver` approves it; both are accounts of the rehearsal."""

    ticker: Ticker
    campaign: Campaign
    author: Person
    approver: Person
    zone: ZoneInfo
    every: timedelta

    @property
    def eve(self) -> datetime:
        """When it all begins: the morning two days before the campaign, so that first scripts are out in time."""
        return datetime.combine(self.campaign.from_ - timedelta(days=2), time(8), self.zone)

    def queue(self, progress: Callable[[Tally], None]) -> Tally:
        """Store the campaign's posts."""
        worker = self.ticker.worker
        job = Queueing(worker.content, self.campaign, worker.renderer, self.zone, self.author.name, self.eve)
        return enqueue(job, progress)

    def approve(self) -> Verdict:
        """Approve them, with the approver's word for figures nobody has confirmed: this is a rehearsal."""
        posts = find(Choice(campaign=self.campaign.id, states=("pending",)), self.zone)
        at = self.eve + timedelta(hours=1)
        return approve(each(posts), self.approver, now=at, author_may_approve=False, word=WORD)

    def play(self) -> Iterator[tuple[datetime, Pass]]:
        """Tick through the campaign; what each tick did."""
        last = datetime.combine(self.campaign.to + timedelta(days=2), time(), self.zone)
        trigger = IntervalTrigger(seconds=int(self.every.total_seconds()), start_date=self.eve, timezone=self.zone)
        now = self.eve + timedelta(hours=2)
        while now <= last:
            yield now, self.ticker.tick(now)
            event = next_event(now, self.ticker.worker.leads)
            if event is None:
                break
            now = trigger.get_next_fire_time(None, max(event, now + self.every).astimezone(self.zone))
        self.ticker.seal(min(now, last), at_once=True)
