"""A station's scripts as a static folder: what lies on a stick and on an ordinary web host, with nobody behind it.

Each page says how old it is and how to answer. What may not be read has lost its words; what is past its day, or not
released, is not there: a folder is made anew for its moment, and what is no longer in it must be taken away.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from scheduler.core.channel import Station
from scheduler.core.radio import wording
from scheduler.core.radio.day import Day
from scheduler.core.radio.sheet import Contact, Sheet
from scheduler.publish.radio.listen import MARK
from scheduler.publish.radio.outputs import DAY_FORMS, SHEET_FORMS, day_bytes, manifest, page, sheet_bytes
from scheduler.publish.radio.outputs.data import as_data
from scheduler.publish.radio.outputs.page import Around, Link
from scheduler.store.radio.bulletin import Bulletin

INDEX, MANIFEST = "index.html", "manifest.json"
_MAKING = 3
"""Raise this when a form is made otherwise: what lies on a mirror is then sent anew."""


@dataclass(frozen=True)
class Shelf:
    """What a folder is made from. `made_at` is wall time; `forms` are the endings that are wanted besides HTML."""

    days: tuple[Day, ...]
    made_at: datetime
    contact: Contact
    forms: tuple[str, ...]
    recalls: tuple[Sheet, ...] = ()
    """Scripts taken back that nobody at the station has acknowledged, of whatever day."""
    sounds: Mapping[str, bytes] = field(default_factory=dict)
    """Sounds of scripts by the path of their file, named by `listen.sound_name`."""

    @property
    def told(self) -> str:
        """How old it is, and how to answer."""
        phone = f", điện thoại {self.contact.phone}" if self.contact.phone else ""
        return (
            f"Cập nhật lúc {wording.moment(self.made_at)}. Trang này không tự đổi: trước khi đọc, hãy xem có bản mới"
            f" hơn không. Báo đã nhận, đã phát: {self.contact.name}{phone}."
        )


def shelf_of(
    bulletin: Bulletin, station: Station, now: datetime, *, days: int, forms: tuple[str, ...]
) -> Shelf:  # fmt: skip
    """The folder of a station from today on, as it may be seen now."""
    wall = now.astimezone(bulletin.zone)
    found = bulletin.days(station, wall.date(), days, now)
    return Shelf(found, wall, bulletin.contact(station, wall.date()), forms, bulletin.recalls(station, now))


@dataclass(frozen=True)
class Piece:
    """One file of the folder. `mark` changes whenever its bytes do, and is known without making them.

    The smaller `turn`, the sooner it must be there: what takes words away comes before what brings them.
    """

    path: str
    mark: str
    turn: int
    make: Callable[[], bytes]


def pieces(shelf: Shelf, more: Sequence[Link] = ()) -> list[Piece]:
    """Every file, in the order in which they should be put in place. `more` are files that lie beside the index."""
    found = [_index(shelf, more)]
    for day in shelf.days:
        if day.sheets:
            found += [*_day(shelf, day), *(piece for sheet in day.current for piece in _script(shelf, day, sheet))]
    found += [Piece(path, _mark(path), 2, partial(bytes, sound)) for path, sound in shelf.sounds.items()]
    return sorted(found, key=lambda piece: piece.turn)


def _index(shelf: Shelf, more: Sequence[Link]) -> Piece:
    return Piece(INDEX, _mark("index", shelf.made_at.isoformat()), 1, lambda: index_page(shelf, more).encode())


def index_page(shelf: Shelf, more: Sequence[Link]) -> str:
    """The one list of all days."""
    station = shelf.days[0].station
    return page.rendered(
        "shelf.html.j2", station_name=station.name, told=shelf.told, links=more,
        recalls=page.warned(shelf.recalls),
        days=[
            {"words": wording.day_words(day.day), "links": _day_links(day),
             "scripts": page.listed(day, _around(shelf, day, folder=f"{day.day.isoformat()}/"))}
            for day in shelf.days if day.sheets or day is shelf.days[0]
        ],
    )  # fmt: skip


def _around(shelf: Shelf, day: Day, **more: Any) -> Around:
    sounds = []
    for sheet in day.current:
        for path in shelf.sounds:
            folder, _, name = path.partition("/")
            if folder == day.day.isoformat() and name.startswith(f"{sheet.name}."):
                sounds.append((sheet.name, Link(MARK, name)))
    return Around(forms=_forms(shelf), more=tuple(sounds), **more)


def _forms(shelf: Shelf) -> tuple[str, ...]:
    return tuple(form for form in SHEET_FORMS if form == "html" or (form in shelf.forms and form != "json"))


def _day_links(day: Day) -> list[Link]:
    return [Link(link.label, f"{day.day.isoformat()}/{link.href}") for link in page.day_links()]


def _day(shelf: Shelf, day: Day) -> Iterator[Piece]:
    folder, around = day.day.isoformat(), _around(shelf, day, told=shelf.told, links=page.day_links())
    words, forms = [_words(sheet) for sheet in (*day.recalls, *day.sheets)], ("html", *shelf.forms)
    makes = {name: partial(day_bytes, day, name) for name in DAY_FORMS}
    makes |= {INDEX: partial(page.day_bytes, day, around), MANIFEST: partial(manifest.day_bytes, day, forms)}
    marks = {INDEX: _mark(INDEX, shelf.made_at.isoformat()), MANIFEST: _mark(MANIFEST, *forms, *words)}
    for name, make in makes.items():
        yield Piece(f"{folder}/{name}", marks.get(name) or _mark(name, *words), 1, make)


def _script(shelf: Shelf, day: Day, sheet: Sheet) -> Iterator[Piece]:
    folder, turn = sheet.due.date().isoformat(), 2 if sheet.usable else 0
    around = _around(shelf, day, told=shelf.told, back=f"../{INDEX}", answers=True)
    html = partial(page.sheet_bytes, sheet, around)
    yield Piece(f"{folder}/{sheet.name}.html", _mark("html", shelf.made_at.isoformat(), _words(sheet)), turn, html)
    for form in shelf.forms:
        make = partial(sheet_bytes, sheet, form)
        yield Piece(f"{folder}/{sheet.name}.{form}", _mark(form, _words(sheet)), turn, make)


def _words(sheet: Sheet) -> str:
    return json.dumps(as_data(sheet), ensure_ascii=False, sort_keys=True)


def _mark(*parts: str) -> str:
    return hashlib.sha256("\0".join((str(_MAKING), *parts)).encode()).hexdigest()
