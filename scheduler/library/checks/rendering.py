"""Rendering ahead of time: every message of a campaign for every unit, on its first and last day.

What is missing then is missing on the day itself, when nobody is there to mend it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from scheduler.core.campaign import Campaign
from scheduler.core.channel import Channel, OtherChannel, Ownership, Page, Station, StationSlot
from scheduler.core.content import Content
from scheduler.core.message import Message
from scheduler.core.post import Payload, Rendered, Uses
from scheduler.core.render import CannotRender, Place, Renderer
from scheduler.core.template import TemplateFault
from scheduler.library.book import Book
from scheduler.library.checks.days import shown
from scheduler.library.checks.spot import Spot
from scheduler.library.problem import Level, Problem

_HOUR = time(19, 30)


class Silent(Renderer):
    """Renders without reading aloud: what is missing shows in the text, and reading every unit's text takes long."""

    def _read(self, payload: Payload, text: str, uses: Uses, channel: Channel) -> Rendered:
        return Rendered(payload, uses)


@dataclass(frozen=True)
class Occasion:
    """A day and the units for which a text is rendered. `real` are those with a channel of the kind."""

    day: date
    units: tuple[str, ...]
    channels: Mapping[str, Channel]
    campaign: Campaign | None = None


@dataclass
class Trial:
    """Renders a text on its occasions, and gathers what went wrong: one problem per line, not one per unit."""

    book: Book
    renderer: Renderer
    zone: ZoneInfo
    _failures: dict[tuple[str, int, str, str, Level], list[tuple[str, date]]] = field(default_factory=dict)

    def problems(self, spot: Spot, occasions: list[Occasion]) -> Iterator[Problem]:
        """What is missing on the occasions."""
        self._failures.clear()
        for occasion in occasions:
            for unit in occasion.units:
                self._render(spot, occasion, unit)
        for (part, line, name, what, level), places in self._failures.items():
            yield self._problem(spot, part, line, name, f"{what} ({_where(places)})", level)

    def longest(self, spot: Spot, occasions: list[Occasion]) -> tuple[Rendered, Place] | None:
        """The longest of the texts that the occasions give, and where."""
        found = (self.attempt(spot, occasion, unit) for occasion in occasions for unit in occasion.units)
        return max((pair for pair in found if pair), key=lambda pair: len(pair[0].payload.text), default=None)

    def attempt(self, spot: Spot, occasion: Occasion, unit: str) -> tuple[Rendered, Place] | None:
        """The text for a unit, or None where it cannot be made."""
        place = self._place(spot, occasion, unit)
        try:
            return self.renderer.render(spot.item.value, place), place
        except CannotRender:
            return None

    def _place(self, spot: Spot, occasion: Occasion, unit: str) -> Place:
        channel = occasion.channels.get(unit) or sample_channel(spot.kind, unit)
        due = datetime.combine(occasion.day, _HOUR, self.zone)
        return Place(channel, unit, spot.lang, due, occasion.campaign)

    def _render(self, spot: Spot, occasion: Occasion, unit: str) -> None:
        try:
            self.renderer.render(spot.item.value, self._place(spot, occasion, unit))
        except CannotRender as error:
            # The renderer says which unit and day; the fault behind it knows the line.
            fault = error.__context__
            key = (
                (fault.part, fault.line, fault.name, fault.what)
                if isinstance(fault, TemplateFault)
                else ("", 1, "", str(error))
            )
            level: Level = "error" if unit in occasion.channels or not occasion.channels else "warning"
            self._failures.setdefault((*key, level), []).append((unit, occasion.day))

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
        found.append(Occasion(day, whole.units[:1], whole.channels, campaign))
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
                found.append(Occasion(day, (unit.id,), {}))
                break
    return found


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
    units = tuple(
        unit for unit in content.units_of(campaign, day) if unit in content.units and content.units[unit].on(day)
    )
    owned = {owner: c for c in content.channels.values() if c.kind == kind and (owner := c.owner_on(day))}
    return Occasion(day, units, {unit: owned[unit] for unit in units if unit in owned}, campaign)


def _where(places: list[tuple[str, date]]) -> str:
    unit, day = places[0]
    more = len({name for name, _ in places}) - 1
    return f'đơn vị "{unit}", ngày {shown(day)}' + (f", và {more} đơn vị khác" if more else "")
