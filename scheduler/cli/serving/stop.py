"""Being asked to stop, by SIGTERM or Ctrl-C."""

import signal
import time
from types import FrameType

STOP_WITHIN = 60
"""Seconds a child has to finish what is in hand; a call to Facebook ends within its own timeouts."""

ANSWERS_WITHIN = 10
"""Seconds the web server's own process has to finish its answers. One that is asked before it listens to signals, while
it is starting, never hears of it."""

WEB_WITHIN = 5
"""Seconds the web child has once its supervisor is dead: who starts the machine again needs the port."""


class Stop:
    """Remembers that somebody asked the process to stop.

    Not a threading.Event: a signal handler that interrupts `Event.wait` while it holds its lock would wait
    for itself for ever.
    """

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True

    def wait(self, seconds: float) -> bool:
        """Sleep so long, or until asked to stop; whether that was asked."""
        until = time.monotonic() + seconds
        while not self.asked and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.1))
        return self.asked
