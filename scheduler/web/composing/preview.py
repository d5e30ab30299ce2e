"""How a draft will look on every channel of the units chosen: text, time, what stands against it, what it resembles."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from pathlib import Path

from django.utils.translation import gettext as _

from scheduler.core.channel import WEEKDAYS, Channel, Station
from scheduler.core.content import Content
from scheduler.core.differences import Piece, apart
from scheduler.core.message import Message
from scheduler.core.plan.manners import objections
from scheduler.core.post import Picture, Rendered
from scheduler.core.render import CannotRender, Place
from scheduler.core.text import utf16_length
from scheduler.library.writing import Drafting
from scheduler.publish.files import OutsideFolderError, inside
from scheduler.publish.kinds import KINDS
from scheduler.store.desk.echoes import Echo, echoes
from scheduler.store.desk.times import times_of
from scheduler.store.queue.compose import Sheet
from scheduler.web.composing.draft import Draft
from scheduler.web.request import Desk


@dataclass
class Preview:
    """One post to be. `trouble` keeps it from being stored; `objections` do unless the person insists."""

    channel: Channel
    unit: str
    unit_name: str = ""
    due: datetime | None = None
    rendered: Rendered | None = None
    trouble: str = ""
    objections: list[str] = field(default_factory=list)
    pieces: tuple[Piece, ...] = ()
    echo: Echo | None = None

    @property
    def length(self) -> int:
        """Characters as Facebook counts them."""
        return utf16_length(self.rendered.payload.text) if self.rendered else 0

    @property
    def limit(self) -> int | None:
        """The most characters that the channel takes."""
        return KINDS[self.channel.kind].rules.limit


def previews(here: Desk, draft: Draft, message: Message, *, own: bool) -> list[Preview]:
    """A preview for each channel of the units chosen, of the kinds that have words; fanpages first, by unit."""
    content, made = here.office.real_content(), list[Preview]()
    pictures = pictures_of(draft, here.office.config.content / "media", content) if own else ()
    for kind in draft.spoken_kinds:
        steps = count()
        for channel in _channels(here, draft, kind):
            made.append(_preview(here, draft, message, channel, next(steps), pictures if own else None))
    _compare(here, [one for one in made if one.rendered])
    return made


def _channels(here: Desk, draft: Draft, kind: str) -> list[Channel]:
    """The channels of a kind that the units chosen own on the day, and that the person reaches."""
    content, first = here.office.content, draft.due(kind, 0, here.zone)
    day = first.date() if first else here.today
    places = {unit: n for n, unit in enumerate(draft.units)}
    mine = [c for c in here.scope.channels(content, day) if c.kind == kind and c.owner_on(day) in places]
    return sorted(mine, key=lambda channel: (places[channel.owner_on(day) or ""], channel.id))


def _preview(
    here: Desk, draft: Draft, message: Message, channel: Channel, step: int, pictures: Sequence[Picture] | None
) -> Preview:
    due = draft.due(channel.kind, step, here.zone)
    day = due.date() if due else here.today
    one = Preview(channel, channel.owner_on(day) or "", due=due)
    period = here.office.content.units[one.unit].on(day)
    one.unit_name = period.short_name if period else one.unit
    if due is None:
        one.trouble = _("Day or time cannot be read.")
        return one
    if isinstance(channel, Station):
        due = one.due = _on_air(channel, due)
    if due is None:
        one.trouble = _("The station broadcasts nothing of ours from this time on that day.")
    elif due <= here.now:
        one.trouble = _("This time has passed.")
    elif not message.holds(day):
        one.trouble = _("The message does not hold on this day.")
    else:
        _render(here, message, one, due, pictures)
    return one


def _render(
    here: Desk, message: Message, one: Preview, due: datetime, pictures: Sequence[Picture] | None
) -> None:  # fmt: skip
    body = message.body(one.channel.kind, "vi")
    if body and _too_long(one, body.text.strip()):  # before the machine begins to read a book aloud
        return
    try:
        rendered = here.office.renderer.render(message, Place(one.channel, one.unit, "vi", due))
    except CannotRender as error:
        one.trouble = str(error)
        return
    if pictures is not None and one.channel.kind == "facebook":
        rendered = replace(rendered, payload=replace(rendered.payload, photos=tuple(pictures)))
    one.rendered = rendered
    if rendered.unread:
        one.trouble = _("The machine cannot read aloud: %(tokens)s.") % {"tokens": ", ".join(rendered.unread)}
    else:
        _too_long(one, rendered.payload.text)


def _too_long(one: Preview, text: str) -> bool:
    if length := KINDS[one.channel.kind].rules.excess(text):
        one.trouble = _("%(length)s characters; at most %(limit)s.") % {"length": length, "limit": one.limit}
    return bool(length)


def _on_air(station: Station, due: datetime) -> datetime | None:
    """The station's first broadcast of the day from this time on."""
    if any(silent.holds(due.date()) for silent in station.silent_days):
        return None
    weekday = WEEKDAYS[due.weekday()]
    walls = sorted(slot.time for slot in station.slots if weekday in slot.days)
    found = next((wall for wall in walls if wall >= due.time()), None)
    return datetime.combine(due.date(), found, due.tzinfo) if found else None


def _compare(here: Desk, some: list[Preview]) -> None:
    """Mark what differs between units, and look at what else is said on each channel around that time."""
    for kind in dict.fromkeys(one.channel.kind for one in some):
        alike = [one for one in some if one.channel.kind == kind]
        marked = apart([said(one.rendered) for one in alike if one.rendered])
        for one, pieces in zip(alike, marked, strict=True):
            one.pieces = pieces
    texts = {one.channel.id: (one.rendered.payload.text, one.due) for one in some if one.rendered and one.due}
    resembling, taken = echoes(texts), times_of({name: due for name, (_, due) in texts.items()}, here.zone)
    for one in some:
        if one.due:
            one.echo = resembling.get(one.channel.id)
            one.objections = objections(here.office.content, one.channel, one.due, taken.get(one.channel.id, ()))


def said(rendered: Rendered) -> str:
    """What people get to know: the reading where it is read aloud, else the text."""
    return rendered.payload.reading or rendered.payload.text


def pictures_of(draft: Draft, media: Path, content: Content) -> tuple[Picture, ...]:
    """The photos of the form as they lie on disk now; one that is not there is left out."""
    return tuple(
        Picture(file, digest, alt) for file, alt in draft.photos if (digest := photo_digest(media, file, content))
    )


def photo_digest(media: Path, file: str, content: Content) -> str:
    """The SHA-256 of a photo under `media`; "" where there is none."""
    if file in content.media:
        return content.media[file].sha256
    try:
        return hashlib.sha256(inside(media, *file.split("/")).read_bytes()).hexdigest()
    except (OutsideFolderError, OSError):
        return ""


def sheets(some: Sequence[Preview], message: str, *, own: bool) -> list[Sheet]:
    """The posts to store; those in trouble are left out."""
    return [
        Sheet(one.channel, one.due, one.rendered, message, own)
        for one in some
        if one.rendered and one.due and not one.trouble
    ]


_DRAFTING: dict[str, Drafting] = {}


def drafting(here: Desk) -> Drafting:
    """The library's rules for the content in use."""
    digest = here.office.content.digest
    if digest not in _DRAFTING:
        _DRAFTING.clear()
        rules = {name: kind.rules for name, kind in KINDS.items()}
        _DRAFTING[digest] = Drafting(here.office.config.content, rules, here.office.config.var / "cache")
    return _DRAFTING[digest]
