"""Who is told, by which way, of which notices: the general list, the routes of config.yaml, and people who asked.

One address is one listener, whoever names it: what several routes send there is one letter.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from scheduler.config import Config
from scheduler.core.content import Content
from scheduler.core.notice import EVERYTHING, KINDS, Ear, Wish, ears_for
from scheduler.core.reach import reach_of
from scheduler.publish.notices.folder import Folder
from scheduler.publish.notices.smtp import Line, Mail
from scheduler.publish.notices.way import Way
from scheduler.publish.notices.webhook import Webhook
from scheduler.secret import Secret
from scheduler.store import people, ways
from scheduler.store.models import Account, Notice
from scheduler.store.notices import channel_of
from scheduler.store.scope import Scope

GENERAL = "danh sách chung"


@dataclass(frozen=True)
class Listener:
    """Somebody who is told. `label` says where, `why` who named him: for people."""

    ear: Ear
    way: Way
    label: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """A line of who is told: the general list, a route, a person. `wish` is what it sends; None is the rest."""

    name: str
    key: str
    to: tuple[str, ...]
    webhook: Secret | None
    wish: Wish | None
    units: tuple[str, ...] = ()
    personal: bool = False

    @property
    def places(self) -> str:
        """Where it sends to, for people. The address of a webhook is a secret."""
        found = [*self.to, *([f"webhook {self.webhook.where}"] if self.webhook else [])]
        return ", ".join(found)

    def ear(self, name: str) -> Ear:
        """What this line lets an address hear."""
        if self.wish is None:
            return Ear(name, rest=True)
        return Ear(name, own=(self.wish,)) if self.personal else Ear(name, orders=(self.wish,))


@dataclass
class Listeners:
    """Everybody who is told, as configuration, content and accounts say at a moment."""

    config: Config
    content: Callable[[], Content]
    _within: "_Within | None" = None

    def at(self, now: datetime, line: Line | None = None) -> list[Listener]:
        """Everybody who is told at this moment; mail goes over `line`."""
        sources = self.sources(now)
        return self._live(sources, line) if self.config.mode == "live" else self._rehearsed(sources)

    def sources(self, now: datetime) -> list[Source]:
        """The lines of who is told: first the general list, then the routes, then people by name."""
        return [*self.ordered(now), *_people(self.config, self._channels(now))]

    def ordered(self, now: datetime) -> list[Source]:
        """Without the people who chose for themselves: what config.yaml alone says. Asks no database."""
        return [_general(self.config), *_routes(self.config, self._channels(now))]

    def _channels(self, now: datetime) -> "_Within":
        content, day = self.content(), now.astimezone(ZoneInfo(self.config.zone)).date()
        if self._within is None or not self._within.holds(content, day):
            self._within = _Within(content, day, ZoneInfo(self.config.zone))
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


class _Within:
    """The channels of a unit and all below it, as accounts reach them; worked out once a day and content."""

    def __init__(self, content: Content, day: date, zone: ZoneInfo) -> None:
        self._content, self._day, self._zone = content, day, zone
        self._known: dict[str, frozenset[str]] = {}

    def holds(self, content: Content, day: date) -> bool:
        """Whether it still speaks of this content and day."""
        return self._content is content and self._day == day

    def wish(self, units: Sequence[str], kinds: Iterable[str]) -> Wish:
        """These kinds of notices about the channels of the units; about all, and the machine, where none is named."""
        channels = frozenset[str]().union(*map(self._of, units)) if units else None
        return Wish(frozenset(kinds), channels)

    def _of(self, unit: str) -> frozenset[str]:
        if unit not in self._known:
            scope = Scope(reach_of(unit, self._content.units, self._day, self._zone))
            self._known[unit] = frozenset(channel.id for channel in scope.channels(self._content, self._day))
        return self._known[unit]


def _general(config: Config) -> Source:
    settings = config.notices
    return Source(GENERAL, "", settings.smtp.to if settings.smtp else (), settings.webhook, None)


def _routes(config: Config, within: _Within) -> Iterator[Source]:
    for number, route in enumerate(config.notices.routes):
        wish = within.wish(route.units, route.kinds)
        yield Source(
            config.notices.route_name(number), f"route-{number + 1}", route.to, route.webhook, wish, route.units
        )


def _people(config: Config, within: _Within) -> Iterator[Source]:
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


def unheard(sources: Iterable[Source], channels: Iterable[str]) -> dict[str, list[str]]:
    """What would be told to nobody but a folder: kinds → the channels of which they are untold; "" is the machine.

    Nothing where there is a general list, for it hears whatever no route takes.
    """
    sources = list(sources)
    if any(source.wish is None and source.places for source in sources):
        return {}
    wishes = [source.wish for source in sources if source.wish is not None and not source.personal]
    found: dict[str, list[str]] = {}
    for name, kind in KINDS.items():
        for channel in [""] if kind.of_machine else channels:
            if not any(wish.takes(name, channel) for wish in wishes):
                found.setdefault(name, []).append(channel)
    return found
