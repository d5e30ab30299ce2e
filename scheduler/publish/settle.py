"""Looking at what became of posts in state unknown: nothing is sent again before somebody has looked."""

from dataclasses import replace
from datetime import datetime

from scheduler.core.outcome import Again, Outcome, Sent, Undecided
from scheduler.core.retry import back_off
from scheduler.publish.lanes import in_lanes
from scheduler.publish.stopwatch import Watch
from scheduler.publish.worker import Pass, Worker
from scheduler.store.models import Post
from scheduler.store.queue import claim
from scheduler.store.queue.move import Overtaken
from scheduler.store.queue.settle import settled


def settle_unknown(worker: Worker, watch: Watch, done: Pass) -> None:
    """Mark what died in the middle of a call, then look at every unknown post whose next look has come."""
    done.count("interrupted", claim.mark_interrupted(watch()))

    def look_at(posts: list[Post]) -> None:
        for post in posts:
            if worker.stopping.is_set():
                return
            _look(worker, post, watch, done)

    in_lanes(worker.known(claim.unsettled(watch())), look_at, worker.threads)


def _look(worker: Worker, post: Post, watch: Watch, done: Pass) -> None:
    now = watch()
    if not claim.take(post, worker.name, now, worker.lease_of(post.kind)):
        return
    job = replace(worker.job(post), tried_at=_tried_at(post))
    outcome = worker.carriers[post.kind].look(job, now)
    now = watch()
    try:
        settled(post, outcome, worker.name, now, now + back_off(post.looks, worker.look_every))
    except Overtaken:
        return
    done.count(_NAMES.get(type(outcome), "unknown"))


def _tried_at(post: Post) -> datetime | None:
    """Without an id: since when there may be a post of ours. With one: when its last release began."""
    return claim.last_began(post, _SHOWING) if post.remote_id else claim.doubtful_since(post, _SEND)


_SEND, _SHOWING = "send", ("send", "release", "verify")
"""The steps that make a post visible at once, and those that may show one."""

_NAMES: dict[type[Outcome], str] = {Sent: "published", Again: "again", Undecided: "unknown"}
