"""The content as the pull sees it: a reference that is there at once, while somebody else looks for changed files."""

import gc
import logging
import threading
from zoneinfo import ZoneInfo

from scheduler.config import Config
from scheduler.core.content import Content
from scheduler.library import Unclean, fingerprint, load
from scheduler.publish.kinds import KINDS

log = logging.getLogger("bhxh.pull")

LOOK_EVERY = 5.0
"""Seconds between two looks."""


def read_content(config: Config) -> Content:
    """The content as it lies on disk. Raises Unclean."""
    rules = {name: kind.rules for name, kind in KINDS.items()}
    return load(config.content, kinds=rules, zone=ZoneInfo(config.zone), cache=config.var / "cache")


class Watched:
    """Reads the content in a thread whenever a file of it is another: a country's takes a second to read."""

    def __init__(self, config: Config, every: float = LOOK_EVERY) -> None:
        self._config = config
        self._every = every
        self._seen = ""
        self._stop = threading.Event()
        self._content: Content | None = None
        self._look()
        self._thread = threading.Thread(target=self._run, name="content", daemon=True)
        self._thread.start()

    def __call__(self) -> Content | None:
        """The newest content that was clean; None where there was none yet."""
        return self._content

    def close(self) -> None:
        """Stop looking."""
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.wait(self._every):
            self._look()

    def _look(self) -> None:
        try:
            found = fingerprint(self._config.content)
            if found != self._seen:
                self._seen = found
                self._content = read_content(self._config)
                # Else Python looks through all of it again and again for circles, and all else waits meanwhile.
                gc.collect()
                gc.freeze()
        except (Unclean, OSError) as error:
            log.warning("content is not taken up: %s", error)
