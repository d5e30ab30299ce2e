"""A station's scripts on their way, moved as the worker and people move them."""

from datetime import datetime, timedelta

from scheduler.core.outcome import Call, Sent
from scheduler.core.radio.entry import Reading, Teller
from scheduler.core.radio.told import Method, Way
from scheduler.store.models import Airing, Post
from scheduler.store.queue import claim
from scheduler.store.queue.approve import approve
from scheduler.store.radio.tell import air
from tests.store.conftest import MINH, NOW

LEASE = timedelta(minutes=2)
RELEASED = NOW + timedelta(hours=1)
STATION = Teller("Bà Tâm", Way.LINK, "dai-a")


def release(post: Post, now: datetime = RELEASED) -> Post:
    """Put an approved script out, as the radio carrier's answer does."""
    post = fresh(post)
    attempt = claim.begin(post, "release", "may-1", now, LEASE, visible=True)
    assert attempt is not None
    sent = Sent(f"{post.channel}/{post.number}/{post.year}", f"{post.channel}/{post.number}.txt", now)
    claim.finish(post, attempt, sent, Call(), "may-1", now)
    return fresh(post)


def approved(post: Post, now: datetime = NOW) -> Post:
    verdict = approve([post], MINH, now=now, author_may_approve=False, word="đúng")
    assert verdict.approved == 1, verdict.refused
    return fresh(post)


def fresh(post: Post) -> Post:
    return Post.objects.select_related("payload", "uses").get(pk=post.pk)


def aired(
    post: Post, at: datetime | None = None, *, occurrence: int = 1, teller: Teller = STATION,
    now: datetime | None = None, **more: object,
) -> Airing:  # fmt: skip
    at = at or post.due
    reading = Reading(occurrence, True, at, 58, "Bà Tâm", Method.READ, **more)  # type: ignore[arg-type]  # reason only
    return air(post, reading, teller, now=now or at + timedelta(minutes=5))


def unaired(post: Post, reason: str, *, occurrence: int = 1, now: datetime | None = None) -> Airing:
    return air(post, Reading(occurrence, False, reason=reason), STATION, now=now or post.due)
