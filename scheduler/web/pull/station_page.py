"""The page of a station: the day's scripts to read, what is recalled on top, and what the station may answer."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from importlib.resources import files

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from scheduler.core.channel import Station
from scheduler.core.radio import wording
from scheduler.core.radio.chain import Chain, Stage, words
from scheduler.core.radio.sheet import Contact, Sheet
from scheduler.core.radio.told import METHOD_SCREEN, SAID_SCREEN, WAY_SCREEN, Said
from scheduler.publish.radio.outputs import DAY_FORMS, SHEET_FORMS
from scheduler.publish.radio.outputs.page import style
from scheduler.web.pull.address import AHEAD, BACK

_UNTOLD = "đài chưa báo đã nhận"


@dataclass(frozen=True)
class Told:
    """A script about which the station may say something. `sheet` is None where its words are not to be read now."""

    post: int
    number: int
    year: int
    rev: int
    code: str
    title: str
    due: datetime
    chain: Chain
    sheet: Sheet | None = None

    @property
    def words(self) -> str:
        """How far it has come, as the station sees it: that its machine fetched a script it need not be told."""
        return _UNTOLD if self.chain.stage in (Stage.RELEASED, Stage.FETCHED) else words(self.chain)

    @property
    def next_reading(self) -> int:
        """The reading that a station tells of next: this script's own, then one more."""
        told = {heard.occurrence for heard in self.chain.airings}
        return self.chain.nth if self.chain.nth not in told else max(told) + 1


@dataclass(frozen=True)
class Recall:
    """A script that was taken back, and that nobody at the station has answered yet."""

    told: Told
    at: datetime
    why: str
    replaced: bool


@dataclass(frozen=True)
class Entered:
    """What somebody filled in that could not be taken: shown again, with the reason."""

    number: int
    rev: int
    problem: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """All that the page shows."""

    station: Station
    day: date
    today: date
    scripts: tuple[Told, ...]
    recalls: tuple[Recall, ...]
    contact: Contact
    entered: Entered | None = None

    @property
    def problem(self) -> str:
        """What could not be taken about a recall, or about a script that is not on this page: said on top."""
        if self.entered is None:
            return ""
        here = any((told.number, told.rev) == (self.entered.number, self.entered.rev) for told in self.scripts)
        below = here and self.entered.values.get("what") != Said.RECALL_SEEN
        return "" if below else self.entered.problem


@lru_cache(maxsize=1)
def _environment() -> Environment:
    folders = ("scheduler.web.pull", "scheduler.publish.radio.outputs")
    loader = ChoiceLoader([PackageLoader(folder, "templates") for folder in folders])
    made = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )  # fmt: skip
    made.filters.update(moment=wording.moment, day_words=wording.day_words, duration=wording.duration)
    return made


@lru_cache(maxsize=1)
def whole_style() -> str:
    """The one style sheet of the page, inside it: another request over a weak link would cost more."""
    more = files("scheduler.web.pull").joinpath("templates", "station.css").read_text(encoding="utf-8")
    return f"{style()}\n{more.strip()}"


@lru_cache(maxsize=1)
def page_style_hash() -> str:
    """Its hash, for the policy that lets it through and nothing else."""
    return f"sha256-{base64.b64encode(hashlib.sha256(whole_style().encode()).digest()).decode()}"


def station_page(shown: Shown) -> bytes:
    """The page."""
    template = _environment().get_template("station.html.j2")
    page = template.render(
        shown=shown,
        wording=wording,
        SHEET_FORMS=SHEET_FORMS,
        DAY_FORMS={name: form for name, form in DAY_FORMS.items() if name != "index.html"},
        SAID=SAID_SCREEN,
        METHOD=METHOD_SCREEN,
        WAY=WAY_SCREEN,
        received=Said.RECEIVED,
        accepted=Said.ACCEPTED,
        before=shown.day - timedelta(days=1) if shown.day > shown.today - timedelta(days=BACK) else None,
        after=shown.day + timedelta(days=1) if shown.day < shown.today + timedelta(days=AHEAD) else None,
    )
    return page.encode()
