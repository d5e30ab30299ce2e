"""Scripts as pages: for an old phone, a PC and A4 paper. One file each, no JavaScript, nothing from elsewhere."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from scheduler.core.radio import wording
from scheduler.core.radio.answer import codes
from scheduler.core.radio.day import Day
from scheduler.core.radio.sheet import Sheet
from scheduler.publish.radio.outputs import DAY_FORMS, SHEET_FORMS

_STYLE = "style.css"

FOR_PEOPLE = tuple(ending for ending in SHEET_FORMS if ending != "json")
"""Forms that a page offers: what programs take, they find by the manifest."""

_DAY_FOR_PEOPLE = ("day.txt", "day.ics", "day.atom")


@dataclass(frozen=True)
class Link:
    """Somewhere to go from a page; without an address, where one is."""

    label: str
    href: str = ""


@dataclass(frozen=True)
class Around:
    """What stands around a script or a list: how old it is and how to answer, ways back and to other days.

    `forms` are the endings of the files that lie beside it; `more` are further files of each script, by its name.
    `folder` is where the scripts lie, seen from the list. With `answers`, a script names the lines to answer with.
    """

    told: str = ""
    back: str = ""
    days: tuple[Link, ...] = ()
    links: tuple[Link, ...] = ()
    forms: tuple[str, ...] = FOR_PEOPLE
    more: tuple[tuple[str, Link], ...] = ()
    folder: str = ""
    answers: bool = False


@lru_cache(maxsize=1)
def _environment() -> Environment:
    loader = PackageLoader(__package__, "templates")
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )  # fmt: skip


@lru_cache(maxsize=1)
def style() -> str:
    """The style sheet that each page carries in itself."""
    loader = _environment().loader
    if loader is None:
        raise LookupError(_STYLE)
    return loader.get_source(_environment(), _STYLE)[0].strip()


def style_hash() -> str:
    """What a Content-Security-Policy names to let the pages' own style through and nothing else."""
    return f"sha256-{base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()}"


def sheet_bytes(sheet: Sheet, around: Around | None = None) -> bytes:
    """One script."""
    return sheet_page(sheet, around or Around(back="index.html")).encode()


def day_bytes(day: Day, around: Around | None = None) -> bytes:
    """A day's list, with links to each script and to the other forms of the day."""
    return day_page(day, around or Around(links=day_links())).encode()


def day_links() -> tuple[Link, ...]:
    """The other forms of a day that people may want."""
    return tuple(Link(DAY_FORMS[name].label, name) for name in _DAY_FOR_PEOPLE)


def sheet_page(sheet: Sheet, around: Around) -> str:
    """One script as HTML."""
    return rendered(
        "sheet.html.j2",
        sheet=sheet,
        station_name=sheet.station_name,
        heading=wording.heading(sheet),
        running=wording.running(sheet),
        facts=wording.facts(sheet),
        people=wording.people(sheet),
        unread=wording.unread(sheet),
        roles=wording.ROLE,
        told=around.told,
        back=around.back,
        links=[link for link in links_of(sheet, around) if not link.href.endswith(".html")] if sheet.usable else [],
        codes=codes(sheet) if around.answers else (),
    )


def day_page(day: Day, around: Around) -> str:
    """A day's list as HTML."""
    return rendered(
        "day.html.j2",
        station_name=day.station.name,
        day_words=wording.day_words(day.day),
        recalls=warned(day.recalls),
        scripts=listed(day, around),
        told=around.told,
        days=around.days,
        links=around.links,
    )


def warned(recalls: Sequence[Sheet]) -> list[dict[str, str]]:
    """What was taken back, as it stands on top of a list, with the lines that say that it was seen."""
    return [
        {
            "heading": wording.heading(sheet), "reason": sheet.reason, "about": wording.recalled(sheet),
            "answer": " / ".join(codes(sheet)),
        }
        for sheet in recalls
    ]  # fmt: skip


def listed(day: Day, around: Around) -> list[dict[str, object]]:
    """A day's scripts as a list shows them."""
    return [
        {
            "sheet": sheet,
            "heading": wording.heading(sheet),
            "about": wording.about(sheet),
            "links": links_of(sheet, around),
        }
        for sheet in day.current
    ]


def links_of(sheet: Sheet, around: Around) -> Sequence[Link]:
    """The files of one script, from where the page lies."""
    own = [Link(SHEET_FORMS[ending].label, f"{around.folder}{sheet.name}.{ending}") for ending in around.forms]
    more = (Link(link.label, f"{around.folder}{link.href}") for name, link in around.more if name == sheet.name)
    return [*own, *more]


def rendered(template: str, **values: object) -> str:
    """A page of ours, with the style in it."""
    return _environment().get_template(template).render(**values)
