"""How each way of telling notices fares (a mailbox, a webhook, the mail server): whose turn it is to send, and when to
try again after a failure.

Kept in the database, so that two machines do not both send and a failing mail server shows in `doctor`.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from scheduler.store.models import Setting

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=30)
FAILING = 3
"""After so many failures in a row a way counts as not working: some minutes, not one bad answer."""

_LONGEST_NAME = 50
"""As long as a Setting's name may be."""

_LONGEST_ERROR = 300


@dataclass(frozen=True)
class WayState:
    """The state of a way. Instants are ISO 8601 or empty; `fails` counts failures in a row."""

    sent_at: str = ""
    failed_at: str = ""
    error: str = ""
    fails: int = 0
    not_before: str = ""


def state(way: str) -> WayState:
    """How a way fares."""
    row = Setting.objects.filter(name=_name(way)).first()
    return WayState(**json.loads(row.value)) if row else WayState()


def states(ways: Iterable[str]) -> dict[str, WayState]:
    """How these ways fare."""
    names = {_name(way): way for way in ways}
    rows = Setting.objects.filter(name__in=names)
    found = {names[row.name]: WayState(**json.loads(row.value)) for row in rows}
    return {way: found.get(way, WayState()) for way in names.values()}


def rests(state: WayState, now: datetime) -> bool:
    """Whether somebody else has its turn, or the pause after a failure lasts."""
    return bool(state.not_before) and datetime.fromisoformat(state.not_before) > now


def take(way: str, now: datetime, lease: timedelta) -> bool:
    """Take the turn to send by a way: False while another machine has it or the pause after a failure lasts."""
    row, _ = Setting.objects.get_or_create(name=_name(way), defaults={"value": _packed(WayState())})
    known = WayState(**json.loads(row.value))
    if rests(known, now):
        return False
    taken = replace(known, not_before=(now + lease).isoformat())
    return Setting.objects.filter(name=row.name, value=row.value).update(value=_packed(taken)) == 1


def give_back(way: str) -> None:
    """End the turn without having sent: there was nothing to carry after all."""
    _store(way, replace(state(way), not_before=""))


def succeeded(way: str, now: datetime) -> None:
    """The way carried what was due; earlier failures are forgotten."""
    _store(way, WayState(sent_at=now.isoformat()))


def failed(way: str, error: str, now: datetime) -> None:
    """The way failed: the next try comes after a minute, doubling up to half an hour."""
    known = state(way)
    wait = min(LONGEST_WAIT, FIRST_WAIT * (1 << min(known.fails, 10)))
    at, error = now.isoformat(), error[:_LONGEST_ERROR]
    _store(way, WayState(known.sent_at, at, error, known.fails + 1, (now + wait).isoformat()))


def _store(way: str, new: WayState) -> None:
    Setting.objects.update_or_create(name=_name(way), defaults={"value": _packed(new)})


def _packed(value: WayState) -> str:
    return json.dumps(asdict(value), ensure_ascii=False)


def _name(way: str) -> str:
    name = f"notices.{way}"
    return name if len(name) <= _LONGEST_NAME else f"notices.{hashlib.sha256(way.encode()).hexdigest()[:40]}"
