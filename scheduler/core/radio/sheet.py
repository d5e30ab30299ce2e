"""A script sheet: everything that one script says to the people at a station, in every form it is handed out in.

There is no form by law; the fields are those that stations, editors and inspectors ask for (who issued it, on what
basis, who approved it, when and how often it is read). Status words are those of IPTC ninjs.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from scheduler.core.campaign import Campaign
from scheduler.core.channel import Station
from scheduler.core.message import Message, Priority
from scheduler.core.post import Payload, Uses
from scheduler.core.radio.change import Piece, spoken_change
from scheduler.core.radio.parts import Part, parts
from scheduler.core.speech import long_sentences, syllables
from scheduler.core.text import printable
from scheduler.core.unit import UnitPeriod

Status = Literal["usable", "withheld", "canceled"]
"""Whether a script may be read: yes; not for now; not any more."""

SPREAD = 15
"""Percent by which a reading may take longer or shorter than estimated."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A person on a sheet: full name, or the account's name where nobody gave one, and title."""

    name: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A figure that the text quotes, and where it comes from."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom a station calls: the issuing unit."""

    name: str
    phone: str = ""
    address: str = ""


@dataclass(frozen=True)
class Released:
    """A script as the store keeps it. `due` is wall time; `before` is the payload of the issue it replaces.

    `issue` counts from 1 how often it was put out under its number. `changed_at` is when its status last changed.
    `rate` is the station's reading rate in syllables a minute as learned from what was aired, None for the one written
    in its channel file. `reading` of `readings`: the same text is read so often, each time as a script of its own.
    """

    post: int
    key: str
    rev: int
    issue: int
    number: int
    unit: str
    due: datetime
    seconds: int
    status: Status
    released_at: datetime
    changed_at: datetime
    payload: Payload
    uses: Uses
    author: Signer
    approver: Signer | None = None
    approved_at: datetime | None = None
    editor: Signer | None = None
    reason: str = ""
    before: Payload | None = None
    supersedes: int | None = None
    rate: int | None = None
    reading: int = 1
    readings: int = 1
    corrects: bool = False


@dataclass(frozen=True)
class Sheet:
    """One script of a station. Without words (`parts` and all that quotes them) where it may not be read.

    `post` is the row it comes from. `due`, `released_at`, `changed_at`, `approved_at` and `valid_until` are wall times;
    `first_day` to `last_day` are the days on which it may be read. `long` are sentences too long for one breath.
    `seconds` is the estimate at `rate` syllables a minute; a text in another language has a figure that was measured,
    and no syllables.
    """

    post: int
    key: str
    rev: int
    issue: int
    number: int
    station: str
    station_name: str
    area: str
    unit: str
    unit_name: str
    campaign: str
    title: str
    lang: str
    priority: Priority
    due: datetime
    first_day: date
    last_day: date
    valid_until: datetime
    reading: int
    readings: int
    seconds: int
    syllables: int
    rate: int
    basis: tuple[str, ...]
    quoted: tuple[Quoted, ...]
    parts: tuple[Part, ...]
    notes: str
    long: tuple[str, ...]
    music: str
    author: Signer
    editor: Signer | None
    translator: str
    approver: Signer | None
    approved_at: datetime | None
    contact: Contact
    status: Status
    supersedes: int | None
    reason: str
    change: tuple[Piece, ...]
    sha256: str
    released_at: datetime
    changed_at: datetime

    @property
    def name(self) -> str:
        """The name of its files without their ending, sorting by time."""
        return f"{self.due:%H%M}-{self.number}-{self.lang}"

    @property
    def code(self) -> str:
        """What it is called on the telephone: number and year."""
        return f"{self.number}/{self.due.year}"

    @property
    def usable(self) -> bool:
        """Whether it may be read."""
        return self.status == "usable"

    @property
    def least(self) -> int:
        """The shortest that the reading may take, in seconds."""
        return self.seconds * (100 - SPREAD) // 100

    @property
    def most(self) -> int:
        """The longest that the reading may take, in seconds, rounded up."""
        return -(-self.seconds * (100 + SPREAD) // 100)

    def shown(self, now: datetime) -> bool:
        """Whether any output may hold it: it is released, and its days are not over."""
        return self.released_at <= now < self.valid_until


def build(
    script: Released, station: Station, message: Message | None, campaign: Campaign | None, unit: UnitPeriod | None
) -> Sheet:
    """The sheet of a released script. What content no longer has (a message, a campaign) is left out."""
    payload, usable = _printable(script.payload), script.status == "usable"
    rate, day = script.rate or station.syllables_per_minute, script.due.date()
    count = syllables(payload.reading) if payload.lang == "vi" else 0
    return Sheet(
        post=script.post,
        key=script.key,
        rev=script.rev,
        issue=script.issue,
        number=script.number,
        station=station.id,
        station_name=station.name,
        area=station.area,
        unit=script.unit,
        unit_name=script.uses.unit_name,
        campaign=campaign.name if campaign else "",
        title=payload.title,
        lang=payload.lang,
        priority=_priority(script, message),
        due=script.due,
        first_day=day,
        last_day=day,
        valid_until=_valid_until(script.due, message),
        reading=script.reading,
        readings=script.readings,
        seconds=_estimate(script, count),
        syllables=count if usable else 0,
        rate=rate,
        basis=message.legal_basis if message else campaign.basis if campaign else (),
        quoted=tuple(Quoted(fact.text, fact.source) for fact in script.uses.facts) if usable else (),
        parts=parts(payload.text, payload.reading, payload.lang) if usable else (),
        notes=payload.notes if usable else "",
        long=tuple(long.text for long in long_sentences(payload.reading)) if usable and count else (),
        music=payload.music if usable else "",
        author=script.author,
        editor=script.editor,
        translator=_translator(message, payload),
        approver=script.approver,
        approved_at=script.approved_at,
        contact=contact(unit, script.uses.unit_name),
        status=script.status,
        supersedes=script.supersedes,
        reason=printable(script.reason),
        change=spoken_change(script.before.reading, payload.reading) if usable and script.before else (),
        sha256=script.payload.sha256,
        released_at=script.released_at,
        changed_at=script.changed_at,
    )


def _printable(payload: Payload) -> Payload:
    """The payload as it can be shown in every form; a text typed by hand may hold anything."""
    return replace(
        payload, text=printable(payload.text), reading=printable(payload.reading), notes=printable(payload.notes),
        music=printable(payload.music), title=printable(payload.title),
    )  # fmt: skip


def _priority(script: Released, message: Message | None) -> Priority:
    """A correction is urgent, as it is when its station's cut-off has passed; else what the message says."""
    if script.corrects:
        return "uu_tien"
    return message.priority if message else "thuong"


def _translator(message: Message | None, payload: Payload) -> str:
    body = message.body(payload.kind, payload.lang) if message else None
    return (body.translator if body else None) or ""


def _estimate(script: Released, count: int) -> int:
    """Seconds as planned; at the learned rate, once there is one."""
    return -(-count * 60 // script.rate) if script.rate and count else script.seconds


def _valid_until(due: datetime, message: Message | None) -> datetime:
    """The midnight after which nobody may read it: figures are those of its day, and hold on no other."""
    last = due.date()
    if message is not None and message.valid_to is not None:
        last = min(last, message.valid_to)
    return datetime.combine(last + timedelta(days=1), time(), due.tzinfo)


def contact(unit: UnitPeriod | None, name: str) -> Contact:
    """Whom to call: the unit, or where content no longer has it, its name alone."""
    return Contact(unit.name, unit.phone or "", unit.address or "") if unit else Contact(name)
