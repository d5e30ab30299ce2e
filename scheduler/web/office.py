"""What pages share: configuration, content, renderer and zone. The counterpart of the command line's office."""

import threading
import time
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from scheduler.config import Config
from scheduler.core.content import Content
from scheduler.core.reach import Reach, reach_of
from scheduler.core.render import Renderer
from scheduler.core.speech import Style
from scheduler.library import Problem, Unclean, fingerprint, load, require_real
from scheduler.publish.kinds import KINDS

LOOK_EVERY = 5.0
"""Seconds between two looks at whether a content file changed."""


class Office:
    """The place the desk works in. Content that changed is taken up once it is clean; until then the old holds."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.zone = ZoneInfo(config.zone)
        self.problems: list[Problem] = []
        """What is wrong with the content as it lies on disk now; empty where it is in use."""
        self._lock = threading.Lock()
        self._seen, self._looked = "", float("-inf")
        self._held: tuple[Content, Renderer] | None = None

    @property
    def content(self) -> Content:
        """The content in use. Raises Unclean where there never was a clean one since the start."""
        return self._current()[0]

    @property
    def renderer(self) -> Renderer:
        """The renderer over that content; it keeps what it compiled."""
        return self._current()[1]

    def real_content(self) -> Content:
        """The content to make posts from. Raises Unclean where live mode would speak with invented data."""
        content = self.content
        require_real(content, self.config.mode)
        return content

    def reach(self, unit: str, day: date) -> Reach:
        """What a person of the unit reaches on the day."""
        content = self.content
        return _reach(content.digest, unit, day, self)

    def local(self, instant: datetime) -> datetime:
        """An instant as wall time here."""
        return instant.astimezone(self.zone)

    def _current(self) -> tuple[Content, Renderer]:
        with self._lock:
            if time.monotonic() - self._looked >= LOOK_EVERY or self._held is None:
                self._look()
            if self._held is None:
                raise Unclean(self.problems)
            return self._held

    def _look(self) -> None:
        found = fingerprint(self.config.content)
        if found != self._seen:
            try:
                rules = {name: kind.rules for name, kind in KINDS.items()}
                content = load(self.config.content, kinds=rules, zone=self.zone, cache=self.config.var / "cache")
                self._held, self.problems = (content, Renderer(content, self._style)), []
            except Unclean as error:
                self.problems = error.problems
            self._seen = found
        self._looked = time.monotonic()

    @property
    def _style(self) -> Style:
        speech = self.config.speech
        return Style(four=speech.four, odd=speech.odd, thousand=speech.thousand, document=speech.document)


@lru_cache(maxsize=256)
def _reach(digest: str, unit: str, day: date, office: Office) -> Reach:
    """Kept by the digest of the content: working it out walks every unit on every day on which one changed."""
    return reach_of(unit, office.content.units, day, office.zone)


_open: Office | None = None


def set_up(config: Config) -> Office:
    """Make the office of this process."""
    global _open  # one process serves one office
    _open = Office(config)
    return _open


def office() -> Office:
    """The office of this process."""
    if _open is None:
        return set_up(Config.load())
    return _open
