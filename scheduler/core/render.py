"""Message × unit × day → the exact text that a channel gets, and the record of what it was made from."""

from collections.abc import Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from scheduler.core import speech
from scheduler.core.campaign import Campaign
from scheduler.core.channel import Channel, Station
from scheduler.core.content import Content
from scheduler.core.figures import FactSet, NoFigure
from scheduler.core.message import Body, Message
from scheduler.core.phrase import listed, phrase
from scheduler.core.post import Payload, Picture, Rendered, UsedFact, Uses
from scheduler.core.template import TemplateFault, Templates
from scheduler.core.text import nfc
from scheduler.core.translation import VIETNAMESE

SPOKEN_KINDS = frozenset({"radio"})
"""Channel kinds whose texts are read aloud: their payload carries the reading."""

_PLACED = frozenset({"channel", "page", "station"})
_YEAR = ("slot", "year")
_STANDINGS = 10_000
"""Units and days remembered."""


class CannotRender(ValueError):
    """A post that cannot be made; the text says which message, unit and day, and what is missing."""


class _Quoted:
    """`fact` in a template: gives figures of the day and remembers which were asked for."""

    def __init__(self, figures: FactSet) -> None:
        self._figures = figures
        self._seen: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        if key in self._figures.grouped:
            return _Group(self, key)
        value = self._figures[key]
        self._seen.add(key)
        return value

    def seen(self) -> tuple[UsedFact, ...]:
        """The figures asked for, by key."""
        return tuple(_used(self._figures, key) for key in sorted(self._seen))


class _Group:
    def __init__(self, quoted: _Quoted, key: str) -> None:
        self._quoted, self._key = quoted, key

    def __getitem__(self, group: str) -> Any:
        return self._quoted[f"{self._key}.{group}"]

    def __str__(self) -> str:
        raise NoFigure(phrase('số liệu "{key}" có nhiều nhóm; hãy viết fact.{key}.<nhóm>', key=self._key))


@lru_cache(maxsize=2000)
def _used(figures: FactSet, key: str) -> UsedFact:
    value = figures[key]
    periods = tuple(basis.name for basis in value.basis)
    doubtful = tuple((basis.name, basis.value) for basis in value.basis if basis.status != "verified")
    return UsedFact(value.key, str(value), periods, value.source, doubtful)


class Place(NamedTuple):
    """Where and when a text will be said. `due` is an aware wall time."""

    channel: Channel
    unit: str
    lang: str
    due: datetime
    campaign: Campaign | None = None

    @property
    def day(self) -> date:
        """The day whose figures and names hold."""
        return self.due.date()


@dataclass(frozen=True, slots=True)
class _Needs:
    """What a text depends on, besides its unit and the figures of the day. `moment`: more of its time than the year."""

    moment: bool
    year: bool
    channel: bool
    campaign: bool

    @classmethod
    def of(cls, names: Set[tuple[str, ...]]) -> "_Needs":
        first = {name[0] for name in names}
        moment = any(name[0] == "slot" and name != _YEAR for name in names)
        return cls(moment, _YEAR in names, not first.isdisjoint(_PLACED), "campaign" in first)


class Renderer:
    """Renders posts from content. Keeps what it rendered: a text that names no day is the same every day."""

    def __init__(self, content: Content, style: speech.Style | None = None, kept: int = 50_000) -> None:
        self.content = content
        self._style = style or speech.Style()
        self._kept: dict[tuple[Any, ...], Rendered] = {}
        self._dated: dict[tuple[Any, ...], Rendered] = {}
        self._most = kept
        self._needs: dict[str, _Needs] = {}
        self._standings: dict[tuple[str, date], tuple[int, int]] = {}

    @cached_property
    def templates(self) -> Templates:
        """The shared template environment."""
        return Templates(self.content.templates, {"say": speech.say})

    def render(self, message: Message, place: Place) -> Rendered:
        """The post for a place. Raises CannotRender where text, unit or a figure is missing on the day."""
        body = message.body(place.channel.kind, place.lang)
        if body is None:
            raise CannotRender(
                phrase(
                    'thông điệp "{message}" không có bài {kind} bằng tiếng "{lang}"',
                    message=message.id,
                    kind=place.channel.kind,
                    lang=place.lang,
                )
            )
        needs = self._needs_of(body.text)
        kept, most = (self._dated, self._most // 50) if needs.moment else (self._kept, self._most)
        key = self._key(message, body, place, needs)
        rendered = kept.get(key)
        if rendered is None:
            if len(kept) >= most:
                kept.clear()
            rendered = kept[key] = self._render(message, body, place)
        return rendered

    def forget(self) -> None:
        """Let go of what was rendered: of many thousands of texts it is all the memory that a plan takes."""
        self._kept.clear()
        self._dated.clear()

    def _key(self, message: Message, body: Body, place: Place, needs: "_Needs") -> tuple[Any, ...]:
        unit, due = place.unit, place.due
        moment = due if needs.moment else due.year if needs.year else None
        where = place.channel.id if needs.channel else self._heard(place.channel)
        campaign = place.campaign.id if place.campaign and needs.campaign else None
        return (message.id, id(body), unit, self._standing(unit, due.date()), moment, where, campaign)

    def _standing(self, name: str, day: date) -> tuple[int, int]:
        """The period of a unit and the figures that hold on a day, by identity."""
        known = self._standings.get((name, day))
        if known is None:
            if len(self._standings) >= _STANDINGS:
                self._standings.clear()
            unit = self.content.units.by_id.get(name)
            known = (id(unit.on(day) if unit else None), id(self.content.facts.on(day)))
            self._standings[name, day] = known
        return known

    def _heard(self, channel: Channel) -> tuple[int, int]:
        """What of a station its reading depends on: few areas have a lexicon of their own, so most stations share."""
        area, rate = self._rate(channel)
        return id(self.content.lexicon_of(area)), rate

    def _rate(self, channel: Channel) -> tuple[str, int]:
        return (channel.area, channel.syllables_per_minute) if isinstance(channel, Station) else ("", 0)

    def _needs_of(self, source: str) -> "_Needs":
        if source not in self._needs:
            try:
                self._needs[source] = _Needs.of({reference.path[:2] for reference in self.templates.references(source)})
            except TemplateFault as fault:
                raise CannotRender(fault.what) from None
        return self._needs[source]

    def _render(self, message: Message, body: Body, place: Place) -> Rendered:
        quoted = _Quoted(self.content.facts.on(place.day))
        names = self._scope(message, place, quoted)
        try:
            text = nfc(self.templates.render(body.text, names)).strip()
        except (TemplateFault, NoFigure) as fault:
            where = phrase(
                'thông điệp "{message}", {unit}, ngày {day:%d/%m/%Y}',
                message=message.id,
                unit=place.unit,
                day=place.day,
            )
            raise CannotRender(listed([where, str(fault)], ": ")) from None
        # A translation states its figures in words of its own: it rests on them as if it quoted them.
        for key in body.states:
            with suppress(NoFigure):
                quoted[key]
        parts = dict.fromkeys((*self.templates.parts_of(body.text), *self._parts_translated(message, place)))
        uses = Uses(place.unit, str(names["unit"]["name"]), quoted.seen(), tuple(parts))
        return self._finished(message, body, place, text, uses)

    def _parts_translated(self, message: Message, place: Place) -> tuple[str, ...]:
        """The shared parts of the Vietnamese text that a translation stands for: it rests on them too."""
        original = message.body(place.channel.kind, VIETNAMESE) if place.lang != VIETNAMESE else None
        try:
            return self.templates.parts_of(original.text) if original else ()
        except TemplateFault:
            return ()

    def _finished(self, message: Message, body: Body, place: Place, text: str, uses: Uses) -> Rendered:
        payload = Payload(
            place.channel.kind, place.lang, speech.written(text), link=body.link or "", photos=self._photos(body),
            notes=body.notes or "", music=body.music or "", title=message.title,
        )  # fmt: skip
        return self.plain(payload, uses, place.channel, body.seconds or 0, text)

    def plain(self, payload: Payload, uses: Uses, channel: Channel, seconds: int, marked: str = "") -> Rendered:
        """A payload with its reading where its kind is read aloud. `marked` is its text with the marks of `say`."""
        if channel.kind not in SPOKEN_KINDS:
            return Rendered(payload, uses)
        if payload.lang != "vi":
            return Rendered(replace(payload, reading=payload.text), uses, seconds)
        return self._read(payload, marked or payload.text, uses, channel)

    def _read(self, payload: Payload, text: str, uses: Uses, channel: Channel) -> Rendered:
        area, rate = self._rate(channel)
        reading = speech.read_aloud(text, self.content.lexicon_of(area), self._style)
        seconds = speech.seconds(reading.syllables, rate or 200)
        unread = tuple(dict.fromkeys(unread.token for unread in reading.unread))
        return Rendered(replace(payload, reading=reading.spoken), uses, seconds, unread)

    def _photos(self, body: Body) -> tuple[Picture, ...]:
        media = self.content.media
        return tuple(Picture(p.file, media[p.file].sha256 if p.file in media else "", p.alt) for p in body.photos)

    def _scope(self, message: Message, place: Place, quoted: _Quoted) -> Mapping[str, Any]:
        unit = self.content.units[place.unit].on(place.day) if place.unit in self.content.units else None
        if unit is None:
            raise CannotRender(
                phrase('đơn vị "{unit}" không tồn tại ngày {day:%d/%m/%Y}', unit=place.unit, day=place.day)
            )
        channel = _present(name=place.channel.name, area=getattr(place.channel, "area", None))
        return {
            "unit": _present(
                id=place.unit, name=unit.name, short_name=unit.short_name, address=unit.address, phone=unit.phone
            ),
            "slot": {"date": f"{place.due:%d/%m/%Y}", "time": f"{place.due:%H:%M}", "year": place.due.year},
            "fact": quoted,
            "channel": channel,
            "page": channel,
            "station": channel,
            "campaign": _present(name=place.campaign.name if place.campaign else None),
            "message": {"title": message.title, "basis": "; ".join(message.legal_basis)},
        }


def _present(**names: str | None) -> dict[str, str]:
    """Only the names that have a value: a missing telephone must stop a post, not leave a blank in it."""
    return {name: value for name, value in names.items() if value is not None}


NAMES: dict[str, frozenset[str]] = {
    "unit": frozenset({"id", "name", "short_name", "address", "phone"}),
    "slot": frozenset({"date", "time", "year"}),
    "channel": frozenset({"name", "area"}),
    "page": frozenset({"name"}),
    "station": frozenset({"name", "area"}),
    "campaign": frozenset({"name"}),
    "message": frozenset({"title", "basis"}),
}
"""What a template may write besides `fact`: the check holds every reference against this table."""


def render_by_hand(
    renderer: Renderer, channel: Channel, text: str, *, lang: str, title: str, seconds: int, due: datetime
) -> Rendered:
    """A text as a person typed it, for one channel: no template, but read aloud as any other."""
    unit = channel.owner_on(due.date()) or ""
    period = renderer.content.units[unit].on(due.date()) if unit in renderer.content.units else None
    uses = Uses(unit, period.name if period else "")
    return renderer.plain(Payload(channel.kind, lang, nfc(text), title=nfc(title)), uses, channel, seconds)
