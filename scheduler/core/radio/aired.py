"""The as-aired log: what was scheduled beside what the station says it did. One row per reading. Pure.

No standard for such a log was found in this field; the columns are our own, after the as-run logs of broadcasters.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from scheduler.core.radio.chain import Chain, Heard, words
from scheduler.core.radio.told import METHOD_SCREEN, WAY_SCREEN, Said

COLUMNS = (
    "station", "script_id", "rev", "sha256", "slot_planned", "aired_at", "planned_sec", "actual_sec", "occurrence",
    "method", "reader", "status", "reason", "entered_by", "entered_at", "way", "late", "number", "issue", "title",
    "lang", "wanted", "released_at", "fetched_at", "received_at", "received_by", "accepted_at",
)  # fmt: skip

AIRED, NOT_AIRED, OUTDATED = "đã phát", "không phát", "đã phát bản không còn hiệu lực"


@dataclass(frozen=True, slots=True)
class Scheduled:
    """What was to be read. `slot_planned` is wall time."""

    station: str
    script_id: str
    rev: int
    sha256: str
    slot_planned: datetime
    planned_sec: int
    number: int | None
    issue: int
    title: str
    lang: str


def rows(script: Scheduled, chain: Chain) -> Iterator[dict[str, Any]]:
    """A row for each reading that the station told of, in order; one that says how far it came where it told of none.

    Instants other than the slot's are as the chain has them.
    """
    for heard in chain.own or (None,):
        told = _told(heard, chain) if heard else _untold(chain)
        row = _scheduled(script) | told | _before(chain)
        yield {column: row[column] for column in COLUMNS}


def _scheduled(script: Scheduled) -> dict[str, Any]:
    return {name: getattr(script, name) for name in Scheduled.__slots__}


def _told(heard: Heard, chain: Chain) -> dict[str, Any]:
    status = OUTDATED if heard in chain.outdated else AIRED if heard.aired else NOT_AIRED
    return {
        "aired_at": heard.at, "actual_sec": heard.seconds, "occurrence": heard.occurrence,
        "method": METHOD_SCREEN[heard.method] if heard.method else None, "reader": heard.reader or None,
        "status": status, "reason": heard.reason or None, "entered_by": heard.entered_by,
        "entered_at": heard.entered_at, "way": WAY_SCREEN[heard.way], "late": heard.late,
    }  # fmt: skip


_NOT_TOLD = ("aired_at", "actual_sec", "method", "reader", "reason", "entered_by", "entered_at", "way", "late")


def _untold(chain: Chain) -> dict[str, Any]:
    """How far this script came by itself; what became of the text's other readings stands apart."""
    status = words(replace(chain, airings=()))
    if chain.aired:
        status += f" (cả bài: {AIRED} {chain.aired}/{chain.wanted})"
    return dict.fromkeys(_NOT_TOLD) | {"occurrence": chain.nth, "status": status}


def _before(chain: Chain) -> dict[str, Any]:
    received, accepted = chain.said.get(Said.RECEIVED), chain.said.get(Said.ACCEPTED)
    return {
        "wanted": chain.wanted, "released_at": chain.released_at, "fetched_at": chain.fetched_at,
        "received_at": received.at if received else None, "received_by": received.person if received else None,
        "accepted_at": accepted.at if accepted else None,
    }  # fmt: skip
