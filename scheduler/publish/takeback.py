"""What lies prepared must not outlive the decision to stop, change or redo a post."""

from datetime import datetime

from scheduler.core.outcome import ChannelDown, Prepared, Sent
from scheduler.core.retry import back_off
from scheduler.publish.lanes import in_lanes
from scheduler.publish.stopwatch import Watch
from scheduler.publish.worker import Worker
from scheduler.store.models import Attempt, Post
from scheduler.store.pace import note_call, pause
from scheduler.store.queue import claim
from scheduler.store.queue.finish import close_attempt
from scheduler.store.queue.move import Overtaken
from scheduler.store.queue.settle import found


def take_back_stopped(worker: Worker, watch: Watch) -> None:
    """Delete what lies prepared for posts that were stopped or failed, or whose text has changed since.

    What is found visible is published, whatever was decided too late: the log says what the public sees.
    """

    def each(posts: list[Post]) -> None:
        for post in posts:
            if worker.stopping.is_set() or not take_back(worker, post, watch):
                return

    in_lanes(worker.known(claim.prepared_elsewhere(watch())), each, worker.threads)


def take_back(worker: Worker, post: Post, watch: Watch) -> bool:
    """Take back what lies prepared for one post, under a lease: nobody may release it meanwhile.

    False where the channel takes no calls now.
    """
    now = watch()
    if not claim.take(post, worker.name, now, worker.lease_of(post.kind)):
        return True
    attempt = Attempt.objects.create(post=post, step="take-back", started_at=now, payload_sha=post.prepared_sha)
    done = worker.carriers[post.kind].take_back(worker.job(post), now)
    outcome, now = done.outcome, watch()
    close_attempt(attempt, outcome, done.call, now)
    note_call(post.channel, post.kind, done.call, now)
    if isinstance(outcome, Prepared):
        if not claim.cleared(post):
            claim.let_go(post, worker.name, now)
        return True
    if isinstance(outcome, Sent):
        _found(worker, post, outcome, now)
        return True
    if isinstance(outcome, ChannelDown):
        pause(f"*{post.kind}" if outcome.wide else post.channel, outcome.until, outcome.why, now)
    claim.let_go(post, worker.name, now + back_off(post.looks, worker.look_every))
    return not isinstance(outcome, ChannelDown)


def _found(worker: Worker, post: Post, outcome: Sent, now: datetime) -> None:
    try:
        found(post, outcome, worker.name, now)
    except Overtaken:
        claim.let_go(post, worker.name, now)
