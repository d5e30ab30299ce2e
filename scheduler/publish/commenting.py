"""Corrections that are out are also said under the old post, where whoever wrote them asked for it."""

from datetime import datetime, timedelta

from scheduler.core.outcome import Again, ChannelDown, Prepared
from scheduler.publish.facebook import FacebookCarrier
from scheduler.publish.worker import Worker
from scheduler.store.corrections import comment_later, commented, comments_due
from scheduler.store.models import Attempt
from scheduler.store.queue.claim import close_attempt
from scheduler.store.queue.move import CLOCK

MOST_TRIES = 20
_LONG = timedelta(hours=6)


def make_comments(worker: Worker, now: datetime) -> int:
    """Make the comments that are due; how many stand now. An attempt row is committed before each try."""
    made = 0
    for correction in comments_due(now):
        carrier = worker.carriers[correction.corrects.kind]
        if not isinstance(carrier, FacebookCarrier) or correction.tries >= MOST_TRIES:
            continue
        comment_later(correction, now + _LONG)
        attempt = Attempt.objects.create(post=correction.corrects, step="comment", started_at=now)
        done = carrier.comment(worker.job(correction.corrects), correction.comment, now)
        close_attempt(attempt, done.outcome, done.call, now)
        if isinstance(done.outcome, Prepared):
            commented(correction, done.outcome.remote_id, now=now, by=CLOCK)
            made += 1
        elif isinstance(done.outcome, Again):
            comment_later(correction, done.outcome.at)
        elif isinstance(done.outcome, ChannelDown) and done.outcome.until:
            comment_later(correction, done.outcome.until)
    return made
