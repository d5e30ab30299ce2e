"""Keeping the folders of stations in step with what may be read: words that are withheld lie nowhere."""

from datetime import datetime

from scheduler.core.outcome import Prepared
from scheduler.publish.radio.carrier import RadioCarrier
from scheduler.publish.stopwatch import Watch
from scheduler.publish.worker import Worker
from scheduler.store.models import Post
from scheduler.store.queue.withhold import mark_shown, shown_wrongly


def keep_standing(worker: Worker, watch: Watch) -> None:
    """Take the words of withheld scripts out of the folders, and put back those of scripts that may be read again.

    What a full disk prevents is tried again by the next tick.
    """
    carrier = worker.carriers.get("radio")
    if not isinstance(carrier, RadioCarrier):
        return
    for post in worker.known(shown_wrongly(watch())):
        if worker.stopping.is_set():
            return
        _mark(worker, carrier, post, watch())


def _mark(worker: Worker, carrier: RadioCarrier, post: Post, now: datetime) -> None:
    done = carrier.withhold(worker.job(post), now, withheld=post.withheld_at is not None)
    if isinstance(done.outcome, Prepared):
        mark_shown(post)
