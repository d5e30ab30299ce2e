"""Versions of the API: which live, which expired, and what an address without or with one means."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from scheduler.sandbox.errors import GraphError

# Last day of each version, from Meta's changelog; None while it is not announced.
UNTIL: dict[str, datetime | None] = {
    "v26.0": None,
    "v25.0": datetime(2028, 7, 29, tzinfo=UTC),
    "v24.0": datetime(2028, 2, 18, tzinfo=UTC),
    "v23.0": datetime(2027, 10, 8, tzinfo=UTC),
    "v22.0": datetime(2027, 5, 20, tzinfo=UTC),
    "v21.0": datetime(2027, 1, 21, tzinfo=UTC),
}
NEWEST = "v26.0"
_VERSION = re.compile(r"v\d{1,3}\.\d{1,3}")
_MINORS = {1: 0, 2: 12, 3: 3}


def split_version(path: str, now: datetime) -> tuple[str, list[str]]:
    """The version that answers, and the parts of the path after it.

    An expired version is served as the oldest usable one, without a word but for the header; no version
    means the newest. Raises GraphError (code 2500) for a version that never was.
    """
    parts = [part for part in path.split("/") if part]
    if not parts or not _VERSION.fullmatch(parts[0]):
        return NEWEST, parts
    asked, rest = parts[0], parts[1:]
    if asked in UNTIL and _usable(asked, now):
        return asked, rest
    if asked in UNTIL or _once_existed(asked):
        return [version for version in UNTIL if _usable(version, now)][-1], rest
    raise GraphError(2500, message=f"Unknown path components: /{'/'.join(rest)[:200]}")


def _usable(version: str, now: datetime) -> bool:
    until = UNTIL[version]
    return until is None or now < until


def _once_existed(version: str) -> bool:
    major, minor = (int(part) for part in version[1:].split("."))
    return 1 <= major <= 20 and minor <= _MINORS.get(major, 0)
