"""The instant at which a request happens: the simulated one it carries, or the wall clock's."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime

from scheduler.sandbox.errors import GraphError
from scheduler.sandbox.settings import FIRST_YEAR, LAST_YEAR

NOW_HEADER = "x-sandbox-now"


def wall_now() -> datetime:
    """The machine's clock, as aware UTC. The only place in the sandbox that reads it."""
    return datetime.now(UTC)


def is_loopback(host: str | None) -> bool:
    """Whether an address belongs to this very machine."""
    try:
        address = ipaddress.ip_address((host or "").strip("[]"))
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def request_now(header: str | None, client_host: str | None) -> tuple[datetime, bool]:
    """The request's instant, and whether it is a simulated one.

    The header counts only when the request comes from this machine: nobody else may move our clock.
    Raises GraphError (code 100) for a value that is not ISO 8601 with an offset.
    """
    if header is None or not is_loopback(client_host):
        return wall_now(), False
    try:
        simulated = datetime.fromisoformat(header)
    except ValueError as error:
        raise GraphError(100, message=f"(#100) X-Sandbox-Now is not ISO 8601: {header[:40]!r}") from error
    if not FIRST_YEAR <= simulated.year <= LAST_YEAR:
        raise GraphError(100, message="(#100) X-Sandbox-Now is not in this age")
    if simulated.tzinfo is None:
        raise GraphError(100, message="(#100) X-Sandbox-Now needs an offset, e.g. 2026-11-23T10:00:00+07:00")
    return simulated.astimezone(UTC), True


def graph_time(seconds: float) -> str:
    """UNIX seconds as Graph writes an instant, e.g. 2026-11-23T10:00:00+0000."""
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def iso_time(seconds: float) -> str:
    """UNIX seconds as ISO 8601 in UTC, for the journal."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()
