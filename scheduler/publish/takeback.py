"""Hold and cancel take back what Facebook holds: an unreleased draft must not outlive the decision to stop it."""

from datetime import datetime

from scheduler.core.outcome import Prepared
from scheduler.core.states import State
from scheduler.publish.worker import Worker
from scheduler.store.models import Post
from scheduler.store.queue.claim import cleared, prepared_elsewhere

STOPPED = (State.DRAFT, State.PENDING, State.HELD, State.CANCELLED, State.MISSED)


def take_back_stopped(worker: Worker, now: datetime) -> int:
    """Delete what lies prepared for posts that were stopped, or whose text has changed since; how many."""
    taken = 0
    for post in prepared_elsewhere(STOPPED):
        if take_back(worker, post, now):
            taken += 1
    return taken


def take_back(worker: Worker, post: Post, now: datetime) -> bool:
    """Take back what lies prepared for one post; False where the other side did not say that it is gone."""
    done = worker.carriers[post.kind].take_back(worker.job(post), now)
    return isinstance(done.outcome, Prepared) and cleared(post)
