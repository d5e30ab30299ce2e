"""Calls that may have made a draft whose id nobody knows: remembered until somebody looked for it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from scheduler.core.post import Payload
from scheduler.store import models
from scheduler.store.models import Attempt, Post
from scheduler.store.payloads import load_payload

_FORGOTTEN = timedelta(days=7)
"""After so long nobody looks any more: a draft harms nobody."""


def lost_attempts(step: str, before: datetime, now: datetime, limit: int = 500) -> list[Attempt]:
    """The calls of a step begun before then whose answer was lost and that are to be looked into now."""
    rows = Attempt.objects.filter(doubt=True, step=step, started_at__lte=before, started_at__gt=now - _FORGOTTEN)
    rows = rows.filter(Q(look_at__isnull=True) | Q(look_at__lte=now))
    return list(rows.select_related("post").order_by("id")[:limit])


def held(post_id: int, now: datetime) -> bool:
    """Whether a worker is at the post just now: a draft that nobody owns yet may be the one it is making."""
    return Post.objects.filter(pk=post_id, lease_until__gt=now).exists()


def payload_of(attempt: Attempt) -> Payload | None:
    """What the call carried; None where that is no longer stored."""
    row = models.Payload.objects.filter(sha256=attempt.payload_sha).first()
    return load_payload(row) if row else None


def put_aside(attempts: Iterable[Attempt], *, done: bool, look_at: datetime) -> None:
    """Somebody looked: no doubt is left, or it is looked into again then."""
    rows = Attempt.objects.filter(pk__in=[attempt.pk for attempt in attempts])
    rows.update(doubt=not done, look_at=look_at)
