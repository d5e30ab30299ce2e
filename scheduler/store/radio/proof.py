"""What stations said, row by row with its hash as stored and as it would be now: for `verify`."""

from collections.abc import Iterator

from scheduler.store.models import Airing, Receipt
from scheduler.store.sealed import airing_hash, receipt_hash

Row = tuple[int, str, str, str]
"""Id, stored hash, hash as recomputed, and what to call the row."""


def receipts() -> Iterator[Row]:
    """Every receipt."""
    for row in Receipt.objects.select_related("post").order_by("pk").iterator(1000):
        post = row.post
        digest = receipt_hash(
            post.key, post.rev, row.what, row.person, row.at, row.way, row.note, row.entered_by, row.entered_at,
            late=row.late,
        )  # fmt: skip
        yield row.pk, row.hash, digest, post.key


def airings() -> Iterator[Row]:
    """Every entry of a reading, the replaced ones among them."""
    for row in Airing.objects.select_related("post", "replaces").order_by("pk").iterator(1000):
        post = row.post
        told = (row.occurrence, row.aired, row.aired_at, row.seconds, row.reader, row.method, row.reason)
        replaced = row.replaces.hash if row.replaces else ""
        digest = airing_hash(
            post.key, post.rev, told, row.way, replaced, row.entered_by, row.entered_at, late=row.late
        )  # fmt: skip
        yield row.pk, row.hash, digest, post.key
