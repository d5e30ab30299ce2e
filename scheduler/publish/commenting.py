"""Corrections that are out are also said under the old post, where whoever wrote them asked for it."""

from datetime import datetime, timedelta

from scheduler.core.outcome import Again, ChannelDown, Outcome, Prepared
from scheduler.publish.carrier import Result
from scheduler.publish.facebook import FacebookCarrier
from scheduler.publish.stopwatch import Watch
from scheduler.publish.worker import Worker
from scheduler.store.corrections import claim_comment, comment_later, commented, comments_due
from scheduler.store.models import Attempt, Correction, Post
from scheduler.store.pace import note_call, pause
from scheduler.store.queue.finish import close_attempt
from scheduler.store.queue.move import CLOCK

_LONG = timedelta(hours=6)
"""Until when a try is left alone that never came to an end, as of a machine that died in it."""


def make_comments(worker: Worker, watch: Watch) -> int:
    """Make the comments that are due; how many stand now. An attempt row is committed before each try."""
    made = 0
    for correction in comments_due(watch()):
        carrier = worker.carriers.get(correction.corrects.kind)
        if isinstance(carrier, FacebookCarrier) and claim_comment(correction, watch() + _LONG):
            made += _comment(worker, carrier, correction, watch)
    return made


def _comment(worker: Worker, carrier: FacebookCarrier, correction: Correction, watch: Watch) -> bool:
    old = correction.corrects
    attempt = Attempt.objects.create(post=old, step="comment", started_at=watch())
    done = carrier.comment(worker.job(old), correction.comment, watch(), first=correction.tries == 0)
    close_attempt(attempt, done.outcome, done.call, watch())
    _rest(old, done, watch())
    if isinstance(done.outcome, Prepared):
        commented(correction, done.outcome.remote_id, now=watch(), by=CLOCK)
        return True
    if at := _next(done.outcome):
        comment_later(correction, at)
    return False


def _rest(post: Post, done: Result, now: datetime) -> None:
    """What the answer told of the budgets. A block that ends by itself holds for posts too; a right to comment that is
    missing stops no post."""
    note_call(post.channel, post.kind, done.call, now)
    down = done.outcome
    if isinstance(down, ChannelDown) and down.until:
        pause(f"*{post.kind}" if down.wide else post.channel, down.until, down.why, now)


def _next(outcome: Outcome) -> datetime | None:
    return outcome.at if isinstance(outcome, Again) else outcome.until if isinstance(outcome, ChannelDown) else None
