"""Where the time enters the desk: once a request, and handed down from there."""

from datetime import UTC, datetime

from django.http import HttpRequest

SIMULATED = "bhxh.now"
"""Key of the WSGI environment by which a test says what time it is. Nothing that comes over HTTP can set it."""


def now(request: HttpRequest) -> datetime:
    """The time of this request: the same however often it is asked for."""
    at = request.META.get(SIMULATED)
    if at is None:
        at = request.META[SIMULATED] = datetime.now(UTC)
    if not isinstance(at, datetime):
        raise TypeError(f"{SIMULATED} is a datetime")
    return at
