"""New posts: rows, first transitions and script numbers, a thousand at a time."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db.models import Max

from scheduler.core.post import Rendered
from scheduler.core.render import SPOKEN_KINDS
from scheduler.core.slot import Slot
from scheduler.core.states import State
from scheduler.store.bulk import insert, instant, reserve_ids
from scheduler.store.models import Post, Transition
from scheduler.store.payloads import Shelf
from scheduler.store.sealed import transition_hash

Fresh = tuple[Slot, Rendered, int]
"""A slot, its text, and the revision it is stored as: 0, or one more than a withdrawn post of the same key."""

_POST = (
    "id", "key", "rev", "campaign", "message", "unit", "channel", "kind", "lang", "planned", "due", "state",
    "payload_id", "uses_id", "seconds", "author", "year", "number", "phase", "remote_id", "prepared_sha", "media",
    "permalink", "lease_by", "why",
)  # fmt: skip
_TRANSITION = ("id", "post_id", "old", "new", "by", "at", "why", "payload_sha", "detail", "hash")


class Numbers:
    """The short number that a script has per station and year, for the telephone."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, int], int] = {}

    def next(self, channel: str, year: int) -> int:
        """The number after the last one of the station in the year."""
        if (channel, year) not in self._last:
            top = Post.objects.filter(channel=channel, year=year).aggregate(top=Max("number"))["top"]
            self._last[channel, year] = top or 0
        self._last[channel, year] += 1
        return self._last[channel, year]

    def forget(self) -> None:
        """Ask the database again: another process may have numbered since."""
        self._last.clear()


def insert_posts(
    batch: Sequence[Fresh], shelf: Shelf, numbers: Numbers, *, by: str, now: datetime,
    state: State = State.PENDING,
) -> None:  # fmt: skip
    """Insert posts with their first transition. Call inside a transaction."""
    post_ids = reserve_ids(Post, len(batch))
    transition_ids = reserve_ids(Transition, len(batch))
    at = instant(now)
    posts, transitions = [], []
    for pk, transition_pk, (slot, rendered, rev) in zip(post_ids, transition_ids, batch, strict=True):
        due, planned = instant(slot.due.astimezone(UTC)), instant(slot.reason.planned.astimezone(UTC))
        sha = rendered.payload.sha256
        year = slot.due.year
        number = numbers.next(slot.channel, year) if slot.kind in SPOKEN_KINDS else None
        posts.append((
            pk, slot.key, rev, slot.campaign, slot.message, slot.unit, slot.channel, slot.kind, slot.lang, planned, due,
            state.value, shelf.payload(rendered), shelf.uses(rendered.uses), rendered.seconds, by, year, number,
            "", "", "", "[]", "", "", "",
        ))  # fmt: skip
        digest = transition_hash(slot.key, rev, "", state.value, by, now, "", sha, "{}")
        transitions.append((transition_pk, pk, "", state.value, by, at, "", sha, "{}", digest))
    insert(Post, _POST, posts)
    insert(Transition, _TRANSITION, transitions)
