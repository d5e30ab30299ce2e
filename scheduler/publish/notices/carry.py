"""Carrying notices: each way takes what is due to it, and a way that fails waits without holding up anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.config import Config
from scheduler.publish.notices.folder import Folder
from scheduler.publish.notices.letter import write
from scheduler.publish.notices.smtp import Mail
from scheduler.publish.notices.way import NotDelivered, Way
from scheduler.publish.notices.webhook import Webhook
from scheduler.store import notices, ways

_LEASE = timedelta(minutes=5)
"""How long a machine has its turn: far above the bound of any way."""


@dataclass(frozen=True)
class Courier:
    """Carries what is due by every way there is."""

    ways: Sequence[Way]
    mode: str
    public_url: str
    repeat_every: timedelta

    def carry(self, now: datetime) -> int:
        """Send what is due; how many letters went out. Never raises for what the other side does."""
        return sum(self._by(way, now) for way in self.ways)

    def _by(self, way: Way, now: datetime) -> bool:
        if not notices.due(way.name, now, self.repeat_every, limit=1) or not ways.take(way.name, now, _LEASE):
            return False
        # Read again: another machine may have sent them while this one waited for its turn.
        found = notices.due(way.name, now, self.repeat_every)
        if not found:
            ways.give_back(way.name)
            return False
        try:
            remark = way.send(write(found, self.mode, self.public_url, now))
        except NotDelivered as error:
            ways.failed(way.name, str(error), now)
            return False
        notices.mark_sent(found, way.name, now)
        ways.succeeded(way.name, now, remark)
        return True


def courier_of(config: Config) -> Courier:
    """The ways that the configuration names; in a rehearsal, and while it names none, the folder alone."""
    settings = config.notices
    return Courier(ways_of(config), config.mode, config.public_url, settings.repeat_every)


def ways_of(config: Config) -> tuple[Way, ...]:
    """Every way by which notices go out in this mode."""
    settings, found = config.notices, list[Way]()
    if config.mode == "live":
        timeout = settings.timeout.total_seconds()
        found += [Mail(settings.smtp, timeout)] if settings.smtp else []
        found += [Webhook(settings.webhook, timeout)] if settings.webhook else []
    if settings.folder or not found:
        found.append(Folder(settings.folder or config.var / config.mode / "notices"))
    return tuple(found)
