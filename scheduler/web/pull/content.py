"""The content as the pull sees it: a reference that is there at once, while somebody else looks for changed files."""

import logging
import threading
from collections.abc import Callable
from zoneinfo import ZoneInfo

from scheduler.config import Config
from scheduler.core.content import Content
from scheduler.library import Unclean, load
from scheduler.publish.kinds import KINDS

log = logging.getLogger("bhxh.pull")

LOOK_EVERY = 5.0
"""Seconds between two looks."""


def read_content(config: Config) -> Content:
    """The content as it lies on disk. Raises Unclean; quick where nothing changed since the last reading."""
    rules = {name: kind.rules for name, kind in KINDS.items()}
    return load(config.content, kinds=rules, zone=ZoneInfo(config.zone), cache=config.var / "cache")


class Watched:
    """Reads the content in a thread, again and again. `read` is quick where nothing changed."""

    def __init__(self, read: Callable[[], Content], every: float = LOOK_EVERY) -> None:
        self._read = read
        self._every = every
        self._stop = threading.Event()
        self._content = read()
        self._thread = threading.Thread(target=self._run, name="content", daemon=True)
        self._thread.start()

    def __call__(self) -> Content:
        """The newest content that was clean."""
        return self._content

    def close(self) -> None:
        """Stop looking."""
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.wait(self._every):
            try:
                self._content = self._read()
            except (Unclean, OSError) as error:
                log.warning("content is not taken up: %s", error)
