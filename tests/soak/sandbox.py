"""The product's sandbox with Facebook's long windows made short: `python -m tests.soak.sandbox DATA SEED SCENARIO`.

Facebook refuses some repeated posts (506) and lets others through. Here it lets all through, so that nothing but the
product itself stands between a repeated call and a second copy.
"""

import sys
from pathlib import Path
from unittest.mock import patch

from scheduler.sandbox import posts
from scheduler.sandbox.server import serve
from scheduler.sandbox.settings import Limits, Settings

SCHEDULE_MIN, SCHEDULE_LOCK = 4, 1
"""Seconds: Facebook's ten minutes before a post may be scheduled, and the three in which it may not be changed."""


def main(data: str, seed: str, scenario: str) -> None:
    """Serve until told to stop; the address is the only line on stdout."""
    limits = Limits(schedule_min=SCHEDULE_MIN, schedule_lock=SCHEDULE_LOCK)
    files = {"seed": Path(seed), "scenario": Path(scenario)}
    with patch.object(posts, "_refuse_duplicate"):
        serve("127.0.0.1", 0, Path(data), **files, settings=Settings(limits=limits), ready=_announce)


def _announce(url: str) -> None:
    sys.stdout.write(f"{url}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
