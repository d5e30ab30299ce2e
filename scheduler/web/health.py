"""Is the machine alive: for a person, a supervisor, or a monitor."""

import os
from datetime import UTC, datetime

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse

from scheduler.store.clock import last_beat

LATE_AFTER = 120.0
"""Seconds without a tick after which the clock counts as stopped, where it ticks as often as is usual."""

LATE_VARIABLE = "BHXH_LATE_AFTER"
"""The variable by which the supervisor says another, for a clock that ticks seldom."""


def health(request: HttpRequest) -> JsonResponse:
    """`{"ok": …, "clock": seconds since the last tick}`; status 503 where the clock or the database stands still."""
    try:
        beat = last_beat()
    except DatabaseError:
        return JsonResponse({"ok": False, "clock": None, "why": "database"}, status=503)
    age = (datetime.now(UTC) - beat).total_seconds() if beat else None
    alive = age is not None and age < float(os.environ.get(LATE_VARIABLE, LATE_AFTER))
    return JsonResponse({"ok": alive, "clock": None if age is None else round(age, 1)}, status=200 if alive else 503)
