"""Who is told, by which way, of which notices: the general list, the routes of config.yaml, and people who asked.

One address is one listener, whoever names it: what several routes send there is one letter.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from scheduler.config import Config
from scheduler.core.content import Content
from scheduler.core.notice import EVERYTHING, KINDS, Ear, ears_for
from scheduler.publish.notices.folder import Folder
from scheduler.publish.notices.orders import GENERAL, Source, Within, ordered
from scheduler.publish.notices.smtp import Line, Mail
from scheduler.publish.notices.way import Way
from scheduler.publish.notices.webhook import Webhook
from scheduler.store import people, ways
from scheduler.store.models import Account, Notice
from scheduler.store.notices import channel_of


@dataclass(frozen=True)
class Listener:
    """Somebody who is told. `label` says where, `why` who named him: for people."""

    ear: Ear
    way: Way
    label: str
    why: tuple[str, ...]


@dataclass
class Listeners:
    """Everybody who is told, as configuration, content and accounts say at a moment."""

    config: Config
    content: Callable[[], Content]
    _within: Within | None = None

    def at(self, now: datetime, line: Line | None = None) -> list[Listener]:
        """Everybody who is told at this moment; mail goes over `line`."""
        sources = self.sources(now)
        return self._live(sources, line) if self.config.mode == "live" else self._rehearsed(sources)

    def sources(self, now: datetime) -> list[Source]:
        """The lines of who is told: first the general list, then the routes, then people by name."""
        within = self._channels(now)
        return [*ordered(self.config, within), *_people(within)]

    def _channels(self, now: datetime) -> Within:
        content, day = self.content(), now.astimezone(ZoneInfo(self.config.zone)).date()
        if self._within is None or not self._within.holds(content, day):
            self._within = Within(content, day, ZoneInfo(self.config.zone))
        return self._within

    def _live(self, sources: Iterable[Source], line: Line | None) -> list[Listener]:
        found: dict[str, Listener] = {}
        for source in sources:
            for way, label in self._ways(source, line):
                _add(found, Listener(source.ear(way.name), way, label, (source.name,)))
        folder = Folder(self._folder)
        if self.config.notices.folder:
            _add(found, Listener(Ear(folder.name, own=(EVERYTHING,)), folder, f"thư mục {folder.path}", ("mọi tin",)))
        if not any(listener.ear.rest for listener in found.values()):
            _add(found, Listener(Ear(folder.name, rest=True), folder, f"thư mục {folder.path}", (GENERAL,)))
        return list(found.values())

    def _ways(self, source: Source, line: Line | None) -> Iterator[tuple[Way, str]]:
        settings = self.config.notices
        timeout = settings.timeout.total_seconds()
        if settings.smtp:
            line = line or Line(settings.smtp, timeout)
            yield from ((Mail(line, address), f"thư {address}") for address in source.to)
        if source.webhook:
            yield Webhook(source.webhook, timeout), f"webhook {source.webhook.where}"

    def _rehearsed(self, sources: Iterable[Source]) -> list[Listener]:
        """A file for each line of who is told: nothing leaves the machine, and it shows who would have been told."""
        found = []
        for source in sources:
            name = f"folder:{source.key}" if source.key else "folder"
            to = f"{source.name} ({source.places})" if source.places else source.name
            way = Folder(self._folder, to, name)
            found.append(Listener(source.ear(name), way, f"thư mục {way.path}: {to}", (source.name,)))
        return found

    @property
    def _folder(self) -> Path:
        return self.config.notices.folder or self.config.var / self.config.mode / "notices"


def _people(within: Within) -> Iterator[Source]:
    """People who asked for it on their own page: told of their unit and what lies below it, and nothing once closed."""
    for account in people.told_by_mail():
        kinds = [kind for kind in account.notices if kind in KINDS]
        if kinds:
            units, key = (account.unit,) if account.unit else (), f"person-{account.username}"
            wish = within.wish(units, kinds)
            yield Source(_person(account), key, (account.email,), None, wish, units, personal=True)


def _person(account: Account) -> str:
    return f"{account.first_name} ({account.username})" if account.first_name else account.username


def _add(found: dict[str, Listener], new: Listener) -> None:
    """Put a listener in; one that stands there hears both."""
    old = found.get(new.ear.name)
    if old is None:
        found[new.ear.name] = new
        return
    ear = Ear(old.ear.name, old.ear.orders + new.ear.orders, old.ear.own + new.ear.own, old.ear.rest or new.ear.rest)
    found[ear.name] = replace(old, ear=ear, why=(*old.why, *(why for why in new.why if why not in old.why)))


def shares(notices: Iterable[Notice], listeners: Sequence[Listener]) -> dict[str, list[Notice]]:
    """By listener's name, what he is told of. What is ordered for those alone whom nothing reaches just now, the
    general list hears too."""
    ears = [listener.ear for listener in listeners]
    deaf = _deaf(listeners)
    found: dict[str, list[Notice]] = {ear.name: [] for ear in ears}
    known: dict[tuple[str, str], list[str]] = {}
    for notice in notices:
        about = (notice.kind, channel_of(notice.subject))
        if about not in known:
            known[about] = ears_for(ears, *about, deaf)
        for name in known[about]:
            found[name].append(notice)
    return found


def _deaf(listeners: Sequence[Listener]) -> set[str]:
    names = {listener.way.name for listener in listeners} | {listener.way.server for listener in listeners} - {""}
    bad = {name for name, state in ways.states(names).items() if state.fails >= ways.FAILING}
    return {listener.ear.name for listener in listeners if {listener.way.name, listener.way.server} & bad}
