"""What time it is during a pass that began at a given `now`: leases and due times must not rest on an old one."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

Watch = Callable[[], datetime]


def stopwatch(now: datetime, *, running: bool) -> Watch:
    """A clock that begins at `now`; one that is not running (a simulated one) stays there."""
    if not running:
        return lambda: now
    began = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - began)
