"""The published-content log: what went out where, when, under whose approval, in which words."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from textwrap import shorten
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.core.states import State
from scheduler.store.corrections import corrections_of
from scheduler.store.models import Approval, Post, Transition
from scheduler.store.payloads import load_payload, load_uses

OUT = (State.PUBLISHED, State.RECALLED)
"""States of posts that went out: what the log shows unless asked for more."""

COLUMNS = (
    "key", "campaign", "message", "unit", "unit_name", "channel", "kind", "lang", "due", "state", "title", "text",
    "reading", "sha256", "published_at", "remote_id", "permalink", "author", "approved_by", "approved_at", "number",
    "seconds", "corrects", "corrected_by", "why", "recalled_by", "recalled_at",
)  # fmt: skip


def entries(posts: Iterable[Post], zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    """A row per post, as `log --json` and `--csv` give it; times are of the zone."""
    rest = iter(posts)
    while batch := list(islice(rest, 1000)):
        approvals = approvals_of(batch)
        corrected_by, corrects = corrections_of([post.pk for post in batch])
        recalls = _recalls(batch)
        for post in batch:
            links = {"corrects": corrects.get(post.pk), "corrected_by": corrected_by.get(post.pk, [])}
            by, at = recalls.get(post.pk, (None, None))
            links |= {"recalled_by": by, "recalled_at": wall(at, zone)}
            yield _entry(post, approvals.get((post.pk, post.payload.sha256)), zone) | links


def approvals_of(posts: Iterable[Post]) -> dict[tuple[int, str], Approval]:
    """Who approved last, by post and the SHA-256 of what was approved."""
    rows = Approval.objects.filter(post__in=[post.pk for post in posts]).order_by("pk")
    return {(row.post_id, row.payload_sha): row for row in rows}


def _recalls(posts: list[Post]) -> dict[int, tuple[str, datetime]]:
    """By post: who had it taken back, and when it was gone."""
    gone = [post.pk for post in posts if post.state == State.RECALLED]
    rows = Transition.objects.filter(post__in=gone, new=State.RECALLED) if gone else Transition.objects.none()
    return {post: (by, at) for post, by, at in rows.order_by("pk").values_list("post_id", "by", "at")}


def _entry(post: Post, approval: Approval | None, zone: ZoneInfo) -> dict[str, Any]:
    payload, uses = load_payload(post.payload), load_uses(post.uses)
    return {
        "key": post.key,
        "rev": post.rev,
        "campaign": post.campaign,
        "message": post.message,
        "unit": post.unit,
        "unit_name": uses.unit_name,
        "channel": post.channel,
        "kind": post.kind,
        "lang": post.lang,
        "due": wall(post.due, zone),
        "state": post.state,
        "title": payload.title or first_line(payload.text),
        "text": payload.text,
        "reading": payload.reading,
        "sha256": payload.sha256,
        "published_at": wall(post.published_at, zone),
        "remote_id": post.remote_id,
        "permalink": post.permalink,
        "author": post.author,
        "approved_by": approval.by if approval else None,
        "approved_at": wall(approval.at, zone) if approval else None,
        "number": post.number,
        "seconds": post.seconds,
        "facts": [{"key": f.key, "text": f.text, "source": f.source} for f in uses.facts],
        "why": post.why,
    }


def first_line(text: str) -> str:
    """What a post without a title is called."""
    return shorten(text.strip().partition("\n")[0], 80, placeholder=" …")


def wall(instant: datetime | None, zone: ZoneInfo) -> str | None:
    """An instant as ISO 8601 in the zone, or None."""
    return instant.astimezone(zone).isoformat() if instant else None
