"""The product with one of its safeguards taken out: `python -m tests.soak.broken BUILD …` instead of `bhxh …`.

A proof that cannot fail proves nothing. Each build here must be caught by `judge`; test_kill.py holds it to
that, and so does `make soak`.
"""

import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

from scheduler.core.outcome import Again, Outcome
from scheduler.publish.carrier import Job


def without_attempt() -> None:
    """Nothing is written before a call: no attempt row, no claim, no state `sending`. All of it comes after.

    A worker that dies in a call leaves no trace of it, and the next one makes the call again.
    """
    from scheduler.store.models import Attempt
    from scheduler.store.queue import claim
    from scheduler.store.queue.move import Overtaken

    begin, finish, asked = claim.begin, claim.finish, dict[int, Callable[[], Attempt | None]]()

    def late_begin(post: Any, step: str, *rest: Any, **named: Any) -> Attempt:
        attempt = Attempt(post=post, step=step)
        asked[id(attempt)] = lambda: begin(post, step, *rest, **named)
        return attempt

    def late_finish(post: Any, attempt: Attempt, *rest: Any, **named: Any) -> None:
        begun = asked.pop(id(attempt))()
        if begun is None:
            raise Overtaken(post.key)
        finish(post, begun, *rest, **named)

    claim.begin, claim.finish = late_begin, late_finish


def without_looking() -> None:
    """A call whose answer was lost counts as one that did nothing: the post is sent again, unlooked at."""
    from scheduler.publish.facebook import FacebookCarrier

    def look(self: FacebookCarrier, job: Job, now: datetime) -> Outcome:
        return Again(now, "không ai đọc lại trang")

    FacebookCarrier.look = look  # type: ignore[method-assign]  # that is what breaks it


BUILDS = {"without-attempt": without_attempt, "without-looking": without_looking}


def main() -> None:
    """Break the product, then run it with the rest of the command line."""
    from scheduler.cli.main import main as bhxh

    BUILDS[sys.argv.pop(1)]()
    bhxh()


if __name__ == "__main__":
    main()
