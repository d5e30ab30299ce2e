"""Rendering ahead of time: every message of a campaign for every unit, on its first and last day.

What is missing then is missing on the day itself, when nobody is there to mend it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from scheduler.core.campaign import Campaign
from scheduler.core.channel import Channel, OtherChannel, Ownership, Page, Station, StationSlot
from scheduler.core.content import Content
from scheduler.core.figures import FactSet, NoFigure
from scheduler.core.message import Message
from scheduler.core.phrase import phrase
from scheduler.core.post import Payload, Rendered, Uses
from scheduler.core.render import CannotRender, Place, Renderer
from scheduler.core.template import Reference, TemplateFault
from scheduler.core.unit import UnitPeriod
from scheduler.library.book import Book
from scheduler.library.checks.days import shown
from scheduler.library.checks.spot import Spot
from scheduler.library.problem import Level, Problem

_HOUR = time(19, 30)


class Silent(Renderer):
    """Renders without reading aloud: what is missing shows in the text, and reading every unit's text takes long."""

    def __init__(self, reader: Renderer) -> None:
        super().__init__(reader.content)
        self.templates = reader.templates  # compiled once for both

    def _read(self, payload: Payload, text: str, uses: Uses, channel: Channel) -> Rendered:
        return Rendered(payload, uses)


@dataclass(frozen=True)
class Occasion:
    """A day, the units for which a text is rendered, and the channel of the kind of those that have one."""

    day: date
    units: Mapping[str, UnitPeriod]
    channels: Mapping[str, Channel]
    campaign: Campaign | None = None


@dataclass
class Trial:
    """Renders a text on its occasions, and gathers what went wrong: one problem per line, not one per unit."""

    book: Book
    renderer: Renderer
    zone: ZoneInfo
    longest: tuple[str, Place] | None = None
    _failures: dict[tuple[str, int, str, str, Level], list[tuple[str, date]]] = field(default_factory=dict)

    def problems(self, spot: Spot, occasions: list[Occasion]) -> Iterator[Problem]:
        """What is missing on the occasions. Afterwards `longest` is the longest text they gave, and its place."""
        self._failures.clear()
        self.longest = None
        for occasion in occasions:
            for units in self._alike(spot, occasion):
                self._render(spot, occasion, units)
        for (part, line, name, what, level), places in self._failures.items():
            yield self._problem(
                spot, part, line, name, phrase("{what} ({where})", what=what, where=_where(places)), level
            )

    def _alike(self, spot: Spot, occasion: Occasion) -> Collection[list[str]]:
        """Units in groups of which one stands for all, the one with the longest name and address first.

        A text that only prints values fails for all units that lack the same ones. Rendering a text for each of
        700 offices would prove no more.
        """
        try:
            branches = self.renderer.templates.branches(spot.body.text)
        except TemplateFault:
            return [list(occasion.units)]  # rendering it tells what is wrong, once
        if branches:
            return [[unit] for unit in occasion.units]
        groups: dict[tuple[bool, ...], list[str]] = {}
        for unit, period in sorted(occasion.units.items(), key=lambda pair: -_length(pair[1])):
            shape = (period.address is None, period.phone is None, unit in occasion.channels)
            groups.setdefault(shape, []).append(unit)
        return groups.values()

    def _place(self, spot: Spot, occasion: Occasion, unit: str) -> Place:
        channel = occasion.channels.get(unit) or sample_channel(spot.kind, unit)
        due = datetime.combine(occasion.day, _HOUR, self.zone)
        return Place(channel, unit, spot.lang, due, occasion.campaign)

    def _render(self, spot: Spot, occasion: Occasion, units: list[str]) -> None:
        unit = units[0]
        place = self._place(spot, occasion, unit)
        try:
            text = self.renderer.render(spot.item.value, place).payload.text
            if self.longest is None or len(text) > len(self.longest[0]):
                self.longest = text, place
        except CannotRender as error:
            level: Level = "error" if unit in occasion.channels or not occasion.channels else "warning"
            for fault in self._faults(spot, occasion, unit, error):
                key = (fault.part, fault.line, fault.name, fault.what, level)
                self._failures.setdefault(key, []).extend((name, occasion.day) for name in units)

    def _faults(self, spot: Spot, occasion: Occasion, unit: str, error: CannotRender) -> list[TemplateFault]:
        """The fault at which rendering stopped, then every other figure that is missing too."""
        # The renderer says which unit and day; the fault behind it knows the line.
        first = error.__context__ if isinstance(error.__context__, TemplateFault) else TemplateFault(str(error))
        text = spot.body.text
        if "is defined" in text or "default" in text:
            return [first]  # what is missing may be meant to be
        figures = self.renderer.content.facts.on(occasion.day)
        missing = _missing(self.renderer.templates.references(text), figures, occasion.units[unit])
        return [first, *(f for f in missing if (f.part, f.line, f.name) != (first.part, first.line, first.name))]

    def _problem(self, spot: Spot, part: str, line: int, name: str, what: str, level: Level) -> Problem:
        if part in self.book.template_paths:
            return Problem(self.book.template_paths[part], line, 1, what, level)
        return spot.problem(line, name, what, level)


def occasions(content: Content, campaign: Campaign, kind: str, days: tuple[date, date]) -> list[Occasion]:
    """The first and last day of a message in a campaign, for every unit; for one unit the days between them on
    which some figure changes too."""
    first, last = days
    between = [day for day in content.facts.changes() if first < day < last]
    found = [_occasion(content, campaign, kind, day) for day in dict.fromkeys((first, last))]
    for day in between[:12]:
        whole = _occasion(content, campaign, kind, day)
        found.append(Occasion(day, dict(islice(whole.units.items(), 1)), whole.channels, campaign))
    return found


def lonely_occasions(content: Content, message: Message) -> list[Occasion]:
    """For a message of no campaign: one well described unit, on the message's first and last day."""
    changes = content.facts.changes()
    last = message.valid_to or max([message.valid_from, *changes[-1:]])
    found = []
    for day in dict.fromkeys((message.valid_from, last)):
        for unit in content.units:
            period = unit.on(day)
            if period and period.phone and period.address:
                found.append(Occasion(day, {unit.id: period}, {}))
                break
    return found


@lru_cache(maxsize=1024)
def sample_channel(kind: str, unit: str) -> Channel:
    """A channel of a unit that has none of the kind, so that its texts can be tried."""
    owners = (Ownership(**{"from": date(1900, 1, 1)}, unit=unit),)
    if kind == "facebook":
        return Page(id="vi-du", name="Trang ví dụ", owners=owners, page_id="0")
    if kind == "radio":
        slots = (StationSlot(id="vi-du", time=time(17), seconds=300),)
        return Station(id="vi-du", name="Đài ví dụ", owners=owners, area="Xã ví dụ", phone="0", slots=slots)
    return OtherChannel(id="vi-du", kind=kind, name="Kênh ví dụ", owners=owners)


def _occasion(content: Content, campaign: Campaign, kind: str, day: date) -> Occasion:
    known = (unit for unit in content.units_of(campaign, day) if unit in content.units)
    units = {unit: period for unit in known if (period := content.units[unit].on(day))}
    owned = {owner: c for c in content.channels.values() if c.kind == kind and (owner := c.owner_on(day))}
    return Occasion(day, units, {unit: owned[unit] for unit in units if unit in owned}, campaign)


def _length(period: UnitPeriod) -> int:
    return sum(len(text or "") for text in (period.name, period.short_name, period.address, period.phone))


def _where(places: list[tuple[str, date]]) -> str:
    unit, day = min(places, key=lambda place: (place[1], place[0]))
    more = len({name for name, _ in places}) - 1
    others = phrase(", và {more} đơn vị khác", more=more) if more else ""
    return phrase('đơn vị "{unit}", ngày {day}{others}', unit=unit, day=shown(day), others=others)


def _missing(references: list[Reference], figures: FactSet, period: UnitPeriod) -> Iterator[TemplateFault]:
    for reference in dict.fromkeys(references):
        root, *rest = reference.path
        name = rest[-1] if rest else ""
        if root == "unit" and getattr(period, name, "") is None:
            yield TemplateFault(phrase('thiếu giá trị "{name}"', name=name), reference.line, reference.part, name)
        if root == "fact" and rest:
            key = ".".join(rest[:2]) if rest[0] in figures.grouped else rest[0]
            try:
                figures[key]
            except NoFigure as why:
                yield TemplateFault(str(why), reference.line, reference.part, key.rpartition(".")[2])
