"""Sealing the log: each minute the new rows are chained under one seal.

Rows carry their own hash, so writers never wait for each other; the seal remembers which rows there were
and their hashes, and names the seal before it. Each seal is also written outside the database, so that
cutting off the tail shows too.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.db import IntegrityError, connection, models, transaction

from scheduler.store.models import Airing, Approval, Confirmation, Receipt, Seal, Transition

SEALED: dict[int, type[models.Model]] = {1: Transition, 2: Approval, 3: Confirmation, 4: Receipt, 5: Airing}
"""The tables of the log, with the number each has in a seal."""

_ROW = struct.Struct(">BQ32s")
FIRST = "0" * 64
"""What the first seal names as the one before it."""


MOST = 100_000
"""Rows under one seal at most, so that a country's campaign, queued at once, is sealed and verified in pieces."""


def seal_new_rows(now: datetime, outside: Path | None = None) -> Seal | None:
    """Seal every row not yet sealed, and give the last seal; None where there are no new rows or another machine
    sealed them first."""
    tops, sealed = _tops(), None
    while seal := _seal_some(tops, now, outside):
        sealed = seal
    return sealed


def _seal_some(tops: dict[int, int], now: datetime, outside: Path | None) -> Seal | None:
    last = Seal.objects.order_by("-id").defer("rows").first()
    ends = _ends(last)
    packed = bytearray()
    for number, model in SEALED.items():
        rows = model._default_manager.filter(pk__gt=ends[number], pk__lte=tops[number]).order_by("pk")
        left = MOST - len(packed) // _ROW.size
        for pk, digest in rows.values_list("pk", "hash")[:left].iterator(10_000):
            packed += _ROW.pack(number, pk, bytes.fromhex(digest))
            ends[number] = pk
    return _store(bytes(packed), last.hash if last else FIRST, ends, now, outside) if packed else None


def _store(packed: bytes, previous: str, ends: dict[int, int], now: datetime, outside: Path | None) -> Seal | None:
    seal = Seal(at=now, previous=previous, ends=ends, count=len(packed) // _ROW.size, rows=zlib.compress(packed, 1))
    seal.hash = seal_hash(previous, now, packed)
    try:
        with transaction.atomic():
            seal.save()
    except IntegrityError:
        return None
    if outside is not None:
        outside.parent.mkdir(parents=True, exist_ok=True)
        with outside.open("a", encoding="utf-8") as file:
            file.write(f"{now.astimezone(UTC).isoformat()} {seal.hash} {seal.count}\n")
    return seal


def seal_hash(previous: str, at: datetime, packed: bytes) -> str:
    """The hash of a seal: over the seal before it, its time, and its rows."""
    head = f"{previous}\n{at.astimezone(UTC).isoformat()}\n".encode()
    return hashlib.sha256(head + hashlib.sha256(packed).digest()).hexdigest()


def rows_of(seal: Seal) -> Iterator[tuple[int, int, str]]:
    """The rows under a seal: table number, id, hash. Raises zlib.error where the seal itself was damaged."""
    for number, pk, digest in _ROW.iter_unpack(unpacked(seal)):
        yield number, pk, digest.hex()


def unpacked(seal: Seal) -> bytes:
    """The rows of a seal as they were hashed."""
    return zlib.decompress(bytes(seal.rows))


def _ends(last: Seal | None) -> dict[int, int]:
    """The last sealed id of each table. A hint only: verification trusts the sealed rows, not this."""
    return {number: int(last.ends.get(str(number), 0)) if last else 0 for number in SEALED}


def _tops() -> dict[int, int]:
    """The highest id of each table. On PostgreSQL, once every writer in flight has committed: ids are taken
    in an order that commits need not keep, and a row that appears behind a seal would look like forgery."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            tables = ", ".join(connection.ops.quote_name(m._meta.db_table) for m in SEALED.values())
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {tables} IN SHARE MODE")
        return {n: m._default_manager.aggregate(top=models.Max("pk"))["top"] or 0 for n, m in SEALED.items()}
