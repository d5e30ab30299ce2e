"""What the clock does each time: hold what a word to stop covers, settle what is unknown, take back what was stopped
or recalled, publish what is due, seal."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from scheduler.publish.commenting import make_comments
from scheduler.publish.due import publish_due
from scheduler.publish.notices.watch import Watch
from scheduler.publish.orphans import sweep_orphans
from scheduler.publish.radio.standing import keep_standing
from scheduler.publish.recall import recall_wanted
from scheduler.publish.settle import settle_unknown
from scheduler.publish.takeback import take_back_stopped
from scheduler.publish.worker import Pass, Worker
from scheduler.store import clock
from scheduler.store.models import Seal
from scheduler.store.queue.stops import enforce
from scheduler.store.seal import seal_new_rows


@dataclass
class Ticker:
    """All that a tick needs. Rehearsal and real running call the same `tick`; only who says `now` differs."""

    worker: Worker
    seals: Path
    seal_every: timedelta
    orphans_after: timedelta
    notices: Watch | None = None

    def tick(self, now: datetime) -> Pass:
        """One beat of the clock."""
        clock.beat(now)
        watch, done = self.worker.watch(now), Pass()
        enforce(watch())
        settle_unknown(self.worker, watch, done)
        recall_wanted(self.worker, watch)
        take_back_stopped(self.worker, watch)
        sweep_orphans(self.worker, watch, self.orphans_after)
        publish_due(self.worker, watch, done)
        make_comments(self.worker, watch)
        keep_standing(self.worker, watch)
        self.seal(watch())
        if self.notices is not None:
            self.notices.look(watch())
        return done

    def seal(self, now: datetime, *, at_once: bool = False) -> None:
        """Seal the log's new rows, unless the last seal is younger than a minute."""
        last = Seal.objects.order_by("-id").values_list("at", flat=True).first()
        if at_once or last is None or now - last >= self.seal_every:
            seal_new_rows(now, self.seals)
