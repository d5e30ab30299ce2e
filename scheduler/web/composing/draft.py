"""What a person has written so far: the fields of the form, and the message that they make."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any, get_args

from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import ValidationError

from scheduler.core.content import Content
from scheduler.core.message import Body, Message, Topic
from scheduler.core.text import nfc
from scheduler.web import when

FIRST_TIMES = {"facebook": "19:30", "radio": "05:00"}
"""Kinds that the desk writes for, with the time that the form begins with."""

TOPICS: tuple[str, ...] = get_args(Topic)
SPACINGS = (0, 1, 2, 5, 10, 15, 30)
"""Minutes between one fanpage and the next, so that not all speak at once."""

_LONGEST = 60


@dataclass(frozen=True)
class Draft:
    """The form. `message` is the one of content that was picked; `day` and `times` are as typed."""

    message: str = ""
    title: str = ""
    topic: str = "bhxh"
    basis: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    photos: tuple[tuple[str, str], ...] = ()
    units: tuple[str, ...] = ()
    kinds: tuple[str, ...] = tuple(FIRST_TIMES)
    day: str = ""
    times: Mapping[str, str] = field(default_factory=lambda: dict(FIRST_TIMES))
    spacing: int = 1
    anyway: bool = False

    @property
    def spoken_kinds(self) -> tuple[str, ...]:
        """The kinds that are ticked and have words."""
        return tuple(kind for kind in self.kinds if self.texts.get(kind, "").strip())

    def due(self, kind: str, step: int, zone: Any) -> datetime | None:
        """When the `step`-th channel of a kind speaks; None where day or time cannot be read."""
        if (day := when.day(self.day)) is None:
            return None
        try:
            at = datetime.combine(day, time.fromisoformat(self.times.get(kind, "")), zone)
        except ValueError:
            return None
        return at + timedelta(minutes=step * self.spacing)


def blank(today: date) -> Draft:
    """An empty form, for tomorrow."""
    return Draft(day=(today + timedelta(days=1)).isoformat())


def picked(draft: Draft, message: Message) -> Draft:
    """The form with the words of a message of content in it."""
    bodies = {kind: body for kind in FIRST_TIMES if (body := message.body(kind, "vi"))}
    page = bodies.get("facebook")
    return replace(
        draft, message=message.id, title=message.title, topic=message.topic,
        texts={kind: body.text for kind, body in bodies.items()}, link=(page.link if page else None) or "",
        photos=tuple((photo.file, photo.alt) for photo in page.photos) if page else (),
    )  # fmt: skip


def read(form: QueryDict, today: date) -> Draft:
    """What the form holds. What no form of ours sends is left out."""
    spacing = form.get("spacing", "1")
    return Draft(
        message=form.get("message", ""),
        title=_line(form.get("title", "")),
        topic=topic if (topic := form.get("topic", "")) in TOPICS else TOPICS[0],
        basis=_line(form.get("basis", "")),
        texts={kind: _text(form.get(f"text-{kind}", "")) for kind in FIRST_TIMES},
        link=_line(form.get("link", "")),
        photos=_photos(form),
        units=tuple(dict.fromkeys(form.getlist("unit"))),
        kinds=tuple(kind for kind in FIRST_TIMES if kind in form.getlist("kind")),
        day=form.get("day", ""),
        times={kind: form.get(f"time-{kind}", "") for kind in FIRST_TIMES},
        spacing=min(int(spacing), _LONGEST) if spacing.isascii() and spacing.isdigit() and len(spacing) < 4 else 1,
        anyway=form.get("anyway") == "1",
    )  # fmt: skip


def _photos(form: QueryDict) -> tuple[tuple[str, str], ...]:
    kept = zip(form.getlist("photo"), form.getlist("alt"), strict=False)
    removed = set(form.getlist("remove"))
    return tuple((file, _line(alt)) for file, alt in kept if file not in removed)


def _line(text: str) -> str:
    return nfc(" ".join(text.split()))


def _text(text: str) -> str:
    return nfc(text.replace("\r\n", "\n")).rstrip() + "\n" if text.strip() else ""


def message_of(draft: Draft, content: Content) -> tuple[Message, bool]:
    """The message that the form makes, and whether its words are the person's own rather than those of content.

    Photos are left out of own words: they are pictures of the folder as it is now. Raises ValidationError.
    """
    said = content.messages.get(draft.message)
    if said is not None and _same(draft, picked(draft, said)):
        return said, False
    made = Message.model_validate(_data(draft, said))
    # The renderer keeps texts by the message's id: two drafts with different words are two messages to it.
    words = json.dumps([made.title, {k: b["vi"].text for k, b in made.texts.items()}], ensure_ascii=False)
    return made.model_copy(update={"id": f"{OWN}{hashlib.sha256(words.encode()).hexdigest()[:16]}"}), True


OWN = "tay-"

NO_BASIS = "(chưa nêu căn cứ)"
"""What stands in a text that asks for its legal basis where the writer named none."""


def _same(draft: Draft, other: Draft) -> bool:
    mine = {kind: text.strip() for kind, text in draft.texts.items() if text.strip()}
    theirs = {kind: text.strip() for kind, text in other.texts.items()}
    return (mine, draft.title, draft.link, draft.photos) == (theirs, other.title, other.link, other.photos)


def _data(draft: Draft, said: Message | None) -> dict[str, Any]:
    texts = {kind: {"vi": _body(draft, kind, said)} for kind, text in draft.texts.items() if text.strip()}
    base: dict[str, Any] = said.model_dump() if said else {
        "audience": ["Mọi người"], "legal_basis": [draft.basis or NO_BASIS], "valid_from": "1995-01-01",
    }  # fmt: skip
    return base | {"id": "tay", "topic": draft.topic, "title": draft.title or _first_line(draft), "texts": texts}


def _body(draft: Draft, kind: str, said: Message | None) -> dict[str, Any]:
    old = said.body(kind, "vi") if said else None
    kept: Body | None = old.model_copy(update={"photos": ()}) if old else None
    body: dict[str, Any] = kept.model_dump() if kept else {}
    return body | {"text": draft.texts[kind], "link": (draft.link or None) if kind == "facebook" else None}


def _first_line(draft: Draft) -> str:
    words = next((text.strip().partition("\n")[0] for text in draft.texts.values() if text.strip()), "")
    return words[:80] or _("Untitled")


def faults(error: ValidationError) -> list[str]:
    """What is wrong with the fields, in sentences."""
    from scheduler.library.translate import sentence

    return [sentence(detail) for detail in error.errors(include_url=False)]
