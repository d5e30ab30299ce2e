"""Carrying notices: each listener gets what is due to him, and one that cannot be reached waits without holding up
anybody else."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.config import Config
from scheduler.core.content import Content
from scheduler.publish.notices.letter import Sender, trial, write
from scheduler.publish.notices.smtp import Line
from scheduler.publish.notices.way import NotDelivered, Way
from scheduler.publish.notices.who import Listener, Listeners, shares
from scheduler.store import notices, ways
from scheduler.store.models import Notice

_LEASE = timedelta(minutes=5)
"""How long a machine has its turn to tell one listener: far above the bound of any way."""


@dataclass(frozen=True)
class Courier:
    """Carries what is due to everybody who is told."""

    config: Config
    content: Callable[[], Content]
    listeners: Listeners

    def carry(self, now: datetime) -> int:
        """Send what is due; how many letters went out. Never raises for what the other side does."""
        waiting = notices.waiting()
        if not waiting:
            return 0
        with self._line() as line:
            found = self.listeners.at(now, line)
            mine, fares = shares(waiting, found), ways.states(listener.way.name for listener in found)
            # Those who could be reached come first: a slow dead end must not let them wait.
            found.sort(key=lambda listener: fares[listener.way.name].fails)
            return sum(self._tell(listener, mine[listener.ear.name], now) for listener in found)

    def try_out(self, now: datetime) -> list[tuple[Listener, str]]:
        """Send everybody a letter that is marked as a trial; what each answered, empty where it was taken."""
        with self._line() as line:
            return [(listener, self._tried(listener, now)) for listener in self.listeners.at(now, line)]

    def _tell(self, listener: Listener, share: list[Notice], now: datetime) -> bool:
        way, every = listener.way, self.config.notices.repeat_every
        due = notices.due(share, way.name, now, every)
        if not due or (way.server and ways.rests(ways.state(way.server), now)) or not ways.take(way.name, now, _LEASE):
            return False
        # Read again: another machine may have sent them while this one waited for its turn.
        found = notices.due(notices.waiting([notice.pk for notice in due]), way.name, now, every)
        if not found:
            ways.give_back(way.name)
            return False
        try:
            way.send(write(found, self._sender, now, listener.why))
        except NotDelivered as error:
            _failed(way, error, now)
            return False
        notices.mark_sent(found, way.name, now)
        _succeeded(way, now)
        return True

    def _tried(self, listener: Listener, now: datetime) -> str:
        try:
            listener.way.send(trial(self._sender, now, listener.why))
        except NotDelivered as error:
            return str(error)
        _succeeded(listener.way, now)
        return ""

    @property
    def _sender(self) -> Sender:
        return Sender(self.config.mode, self.config.public_url, self.content().channels)

    @contextmanager
    def _line(self) -> Iterator[Line | None]:
        """One conversation with the mail server for the whole round."""
        settings = self.config.notices
        if self.config.mode != "live" or settings.smtp is None:
            yield None
            return
        with closing(Line(settings.smtp, settings.timeout.total_seconds())) as line:
            yield line


def _failed(way: Way, error: NotDelivered, now: datetime) -> None:
    """Where the server failed it is the server that rests, and with it everybody who is told through it."""
    if error.wide and way.server:
        ways.give_back(way.name)
        ways.failed(way.server, str(error), now)
    else:
        ways.failed(way.name, str(error), now)


def _succeeded(way: Way, now: datetime) -> None:
    ways.succeeded(way.name, now)
    if way.server and ways.state(way.server).fails:
        ways.succeeded(way.server, now)


def courier_of(config: Config, content: Callable[[], Content]) -> Courier:
    """The courier of a machine; `content` gives what was last taken up."""
    return Courier(config, content, Listeners(config, content))
