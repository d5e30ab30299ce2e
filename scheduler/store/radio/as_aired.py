"""The as-aired log of stations, from what is stored."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.core.radio.aired import Scheduled, rows
from scheduler.store.log import wall
from scheduler.store.models import Post
from scheduler.store.payloads import load_payload
from scheduler.store.radio.chain import chains


def as_aired(posts: Iterable[Post], zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    """The rows of released scripts, in their order; instants are ISO 8601 in the zone. Read 1,000 at a time."""
    rest = iter(posts)
    while batch := list(islice(rest, 1000)):
        known = chains(batch)
        for post in batch:
            for row in rows(_scheduled(post, zone), known[post.pk]):
                yield {name: _plain(value, zone) for name, value in row.items()}


def _scheduled(post: Post, zone: ZoneInfo) -> Scheduled:
    payload = load_payload(post.payload)
    return Scheduled(
        post.channel, post.key, post.rev, payload.sha256, post.due.astimezone(zone), post.seconds, post.number,
        post.issue, payload.title, post.lang,
    )  # fmt: skip


def _plain(value: object, zone: ZoneInfo) -> object:
    return wall(value, zone) if isinstance(value, datetime) else value
