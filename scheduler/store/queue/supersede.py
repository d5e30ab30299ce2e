"""A newer issue of a script takes the place of the one before it, in the transaction in which it goes out."""

from datetime import datetime

from scheduler.core.states import State
from scheduler.store.models import Post
from scheduler.store.queue.move import CLOCK, move


def supersede(newer: Post, now: datetime) -> None:
    """Take back what the newer issue of the same script replaces. Whatever carries it overwrites the old one itself."""
    rows = Post.objects.filter(key=newer.key, state=State.PUBLISHED, issue__lt=newer.issue)
    for old in rows.select_related("payload").order_by("issue"):
        why = f"thay bằng bản thay thế lần {newer.issue - 1}"
        move(old, State.RECALLED, by=CLOCK, now=now, why=why, detail={"replaced_by": newer.rev})
