"""What config.yaml orders of notices: the general list and the routes, each with the notices that it sends.

Needs no database, so that `bhxh check` can look at it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from scheduler.config import Config
from scheduler.core.content import Content
from scheduler.core.notice import KINDS, Ear, Wish
from scheduler.core.reach import reach_of
from scheduler.secret import Secret

GENERAL = "danh sách chung"
_OF_MANY = ("paused",)
"""Kinds that are told of channels of every unit at once: Facebook as a whole."""


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


class Within:
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
            reach, found = reach_of(unit, self._content.units, self._day, self._zone), self._content.channels.values()
            self._known[unit] = frozenset(one.id for one in found if reach.has_channel(one, self._day))
        return self._known[unit]


def ordered(config: Config, within: Within) -> list[Source]:
    """The general list, then the routes."""
    return [_general(config), *_routes(config, within)]


def _general(config: Config) -> Source:
    settings = config.notices
    return Source(GENERAL, "", settings.smtp.to if settings.smtp else (), settings.webhook, None)


def _routes(config: Config, within: Within) -> Iterator[Source]:
    for number, route in enumerate(config.notices.routes):
        wish = within.wish(route.units, route.kinds)
        yield Source(
            config.notices.route_name(number), f"route-{number + 1}", route.to, route.webhook, wish, route.units
        )


def unheard(sources: Iterable[Source], channels: Iterable[str]) -> dict[str, list[str]]:
    """What would be told to nobody but a folder: kinds → the places of which they are untold.

    Nothing where there is a general list, for it hears whatever no route takes.
    """
    sources, channels = list(sources), list(channels)
    if any(source.wish is None and source.places for source in sources):
        return {}
    wishes = [source.wish for source in sources if source.wish is not None and not source.personal]
    found: dict[str, list[str]] = {}
    for name in KINDS:
        untold = [place for place in places_of(name, channels) if not any(wish.takes(name, place) for wish in wishes)]
        if untold:
            found[name] = untold
    return found


def places_of(kind: str, channels: Iterable[str]) -> list[str]:
    """Where notices of a kind may arise: the channels, `*` for many of them at once, or "" for the machine."""
    if KINDS[kind].of_machine:
        return [""]
    return [*channels, *(["*"] if kind in _OF_MANY else [])]
