"""A database in which millions of posts wait for a far day: half of them approved, half pending."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from scheduler.core.post import Rendered
from scheduler.core.states import State
from scheduler.store.bulk import Behind, insert, instant, reserve_ids
from scheduler.store.models import Post
from scheduler.store.payloads import Shelf

FAR = datetime(2040, 1, 1, tzinfo=UTC)
BATCH = 20_000
_COLUMNS = ("id", "key", "channel", "unit", "planned", "due", "state", "number")


def fill(posts: int, channels: Sequence[str], text: Rendered, tell: Callable[[int], None]) -> None:
    """Insert the posts, past the queue: their history is of no account here.

    They are spread over the channels as a country's would be, and go in channel by channel, which is quickest.
    """
    with transaction.atomic():
        payload, uses, _ = Shelf().store([text])[id(text)]
    same: dict[str, Any] = {
        "rev": 0, "campaign": "cho", "message": "cho", "kind": text.payload.kind, "lang": "vi", "payload_id": payload,
        "uses_id": uses, "seconds": 60, "author": "lan", "year": FAR.year, "phase": "", "remote_id": "",
        "prepared_sha": "", "media": "[]", "permalink": "", "lease_by": "", "why": "",
    }  # fmt: skip
    done = 0
    with Behind() as behind:
        for batch in _batches(posts, channels):
            behind.do(partial(_insert, batch, same))
            done += len(batch)
            tell(done)


def _insert(batch: list[tuple[Any, ...]], same: dict[str, Any]) -> None:
    with transaction.atomic():
        rows = [(pk, *row) for pk, row in zip(reserve_ids(Post, len(batch)), batch, strict=True)]
        insert(Post, _COLUMNS, rows, same=same)


def _batches(posts: int, channels: Sequence[str]) -> Iterator[list[tuple[Any, ...]]]:
    batch: list[tuple[Any, ...]] = []
    each = -(-posts // len(channels))
    dues = [instant(FAR + timedelta(hours=6 * n)) for n in range(each)]
    for n in range(posts):
        channel, turn = channels[n // each], n % each
        state = State.APPROVED if turn % 2 else State.PENDING
        batch.append((f"cho/{channel}/{turn}", channel, "cho", dues[turn], dues[turn], state.value, turn + 1))
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch
