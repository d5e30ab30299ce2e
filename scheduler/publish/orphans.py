"""The sweep for drafts whose answer was lost, Page by Page, only where there was such a call: calls are scarce."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from scheduler.publish.carrier import Lost
from scheduler.publish.stopwatch import Watch
from scheduler.publish.worker import Worker
from scheduler.store.models import Attempt
from scheduler.store.pace import resting
from scheduler.store.queue.orphans import held, lost_attempts, payload_of, put_aside

STEP = "draft"


def sweep_orphans(worker: Worker, watch: Watch, after: timedelta) -> None:
    """Look for the drafts of calls that were lost long enough ago to show up by now, and delete them.

    A Page that cannot be read is tried again after as long once more.
    """
    now = watch()
    lanes: dict[str, list[Attempt]] = {}
    for attempt in lost_attempts(STEP, now - after, now):
        lanes.setdefault(attempt.post.channel, []).append(attempt)
    for name, attempts in lanes.items():
        if worker.stopping.is_set():
            return
        if name in worker.content.channels and not resting(name, attempts[0].post.kind, now):
            done = _sweep(worker, name, attempts, watch)
            put_aside(attempts, done=done, look_at=watch() + after)


def _sweep(worker: Worker, name: str, attempts: Sequence[Attempt], watch: Watch) -> bool:
    payloads = [(attempt, payload_of(attempt)) for attempt in attempts]
    lost = [
        Lost(payload, attempt.started_at, partial(held, attempt.post_id, watch()))
        for attempt, payload in payloads
        if payload is not None
    ]
    if not lost:
        return True
    carrier = worker.carriers[attempts[0].post.kind]
    return carrier.lost_drafts(worker.content.channels[name], lost, watch())
