"""The hash that each row of the log carries over everything it says."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

_BETWEEN = "\x1f"


def row_hash(table: str, *values: object) -> str:
    """SHA-256 over a row's table and values in order. Instants count as UTC, whatever the database returns."""
    return hashlib.sha256(_BETWEEN.join([table, *_plain(values)]).encode()).hexdigest()


def _plain(values: Iterable[object]) -> Iterable[str]:
    for value in values:
        yield value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def transition_hash(
    key: str, rev: int, old: str, new: str, by: str, at: datetime, why: str, payload_sha: str, detail: str
) -> str:
    """What a transition's hash covers."""
    return row_hash("transition", key, rev, old, new, by, at, why, payload_sha, detail)


def transition_hasher(
    old: str, new: str, by: str, at: datetime, why: str, detail: str
) -> Callable[[str, int, str], str]:
    """Gives `transition_hash` by key, revision and payload for transitions that are alike in all else."""
    middle = _BETWEEN.join(["", *_plain((old, new, by, at, why)), ""])

    def of(key: str, rev: int, payload_sha: str) -> str:
        row = f"transition{_BETWEEN}{key}{_BETWEEN}{rev}{middle}{payload_sha}{_BETWEEN}{detail}"
        return hashlib.sha256(row.encode()).hexdigest()

    return of


def approval_hash(
    key: str, rev: int, payload_sha: str, by: str, at: datetime, vouched: str, on_behalf: str = ""
) -> str:
    """What an approval's hash covers; rows from before there were deputies have the same hash as ever."""
    return row_hash("approval", key, rev, payload_sha, by, at, vouched, *([on_behalf] if on_behalf else []))


def confirmation_hash(period: str, value: str, by: str, at: datetime) -> str:
    """What a confirmation's hash covers."""
    return row_hash("confirmation", period, value, by, at)


def receipt_hash(
    key: str, rev: int, what: str, person: str, at: datetime, way: str, note: str, entered_by: str,
    entered_at: datetime, *, late: bool,
) -> str:  # fmt: skip
    """What a station's receipt covers."""
    return row_hash("receipt", key, rev, what, person, at, way, note, entered_by, entered_at, late)


def airing_hash(
    key: str, rev: int, told: Iterable[object], way: str, replaced: str, entered_by: str, entered_at: datetime, *,
    late: bool,
) -> str:  # fmt: skip
    """What the entry of a reading covers; `replaced` is the hash of the entry whose place it takes."""
    return row_hash("airing", key, rev, *told, way, replaced, entered_by, entered_at, late)
