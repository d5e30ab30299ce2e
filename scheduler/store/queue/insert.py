"""New posts: rows, first transitions and script numbers, a thousand at a time."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.models import Max

from scheduler.core.post import Rendered
from scheduler.core.render import SPOKEN_KINDS
from scheduler.core.slot import Slot
from scheduler.core.states import State
from scheduler.store.bulk import insert, instant, reserve_ids
from scheduler.store.models import Post, Transition
from scheduler.store.payloads import Shelf
from scheduler.store.sealed import transition_hasher

Fresh = tuple[Slot, Rendered, int]
"""A slot, its text, and the revision it is stored as: 0, or one more than a withdrawn post of the same key."""

_POST = (
    "id", "key", "rev", "message", "unit", "channel", "kind", "lang", "campaign", "planned", "due", "payload_id",
    "uses_id", "seconds", "year", "number",
)  # fmt: skip
_NEW_POST = dict.fromkeys(("phase", "remote_id", "prepared_sha", "permalink", "lease_by", "why"), "") | {"media": "[]"}
_TRANSITION = ("id", "post_id", "payload_sha", "hash")


class Numbers:
    """The short number that a script has per station and year, for the telephone."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, int], int] = {}

    def look_up(self, wanted: Collection[tuple[str, int]]) -> None:
        """Read the last numbers of stations and years at once: one question to the database for each year."""
        unknown = [pair for pair in wanted if pair not in self._last]
        for year in sorted({year for _, year in unknown}):
            stations = [channel for channel, when in unknown if when == year]
            rows = Post.objects.filter(channel__in=stations, year=year, number__isnull=False)
            found = dict(rows.values_list("channel").annotate(Max("number")).order_by())
            self._last |= {(channel, year): found.get(channel, 0) for channel in stations}

    def next(self, channel: str, year: int) -> int:
        """The number after the last one of the station in the year."""
        if (channel, year) not in self._last:
            self.look_up([(channel, year)])
        number = self._last[channel, year] = self._last[channel, year] + 1
        return number

    def forget(self) -> None:
        """Ask the database again: another process may have numbered since."""
        self._last.clear()


def insert_posts(
    batch: Sequence[Fresh], shelf: Shelf, numbers: Numbers, *, by: str, now: datetime,
    state: State = State.PENDING,
) -> None:  # fmt: skip
    """Insert posts with their first transition. Call inside a transaction."""
    places = shelf.store(rendered for _, rendered, _ in batch)
    numbers.look_up({(slot.channel, slot.due.year) for slot, _, _ in batch if slot.kind in SPOKEN_KINDS})
    post_ids, transition_ids = reserve_ids(Post, len(batch)), reserve_ids(Transition, len(batch))
    instants, new = _Instants(), state.value
    hash_of = transition_hasher("", new, by, now, "", "{}")
    posts, transitions = [], []
    for pk, transition_pk, (slot, rendered, rev) in zip(post_ids, transition_ids, batch, strict=True):
        key, channel, kind, due = slot.key, slot.channel, slot.kind, slot.due
        payload, uses, sha = places[id(rendered)]
        number = numbers.next(channel, due.year) if kind in SPOKEN_KINDS else None
        posts.append((
            pk, key, rev, slot.message, slot.unit, channel, kind, slot.lang, slot.campaign,
            instants[slot.reason.planned], instants[due], payload, uses, rendered.seconds or slot.seconds, due.year,
            number,
        ))  # fmt: skip
        transitions.append((transition_pk, pk, sha, hash_of(key, rev, sha)))
    insert(Post, _POST, posts, same={"state": new, "author": by, **_NEW_POST})
    first = {"old": "", "new": new, "by": by, "at": instant(now), "why": "", "detail": "{}"}
    insert(Transition, _TRANSITION, transitions, same=first)


class _Instants(dict[datetime, Any]):
    """Wall times as the database's driver wants them: a batch has a thousand posts and few times."""

    def __missing__(self, wall: datetime) -> Any:
        self[wall] = value = instant(wall.astimezone(UTC))
        return value
