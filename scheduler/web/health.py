"""Is the machine alive: for a person, a supervisor, or a monitor."""

from datetime import UTC, datetime

from django.http import HttpRequest, JsonResponse

from scheduler.store.clock import last_beat

LATE_AFTER = 120
"""Seconds without a tick after which the clock counts as stopped."""


def health(request: HttpRequest) -> JsonResponse:
    """`{"ok": …, "clock": seconds since the last tick}`; status 503 where the clock stands still."""
    beat = last_beat()
    age = (datetime.now(UTC) - beat).total_seconds() if beat else None
    alive = age is not None and age < LATE_AFTER
    return JsonResponse({"ok": alive, "clock": None if age is None else round(age, 1)}, status=200 if alive else 503)
