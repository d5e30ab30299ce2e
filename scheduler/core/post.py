"""A post: a slot rendered for its channel. What is approved is its payload, to the letter."""

import hashlib
import json
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

HAND_WRITTEN = "tay"
"""The campaign of posts written by hand."""


@dataclass(frozen=True)
class Picture:
    """A photo of a post: file under `content/media/`, hash of its bytes, alternative text."""

    file: str
    sha256: str
    alt: str


@dataclass(frozen=True)
class Payload:
    """Exactly what a channel gets. Approval holds for its SHA-256: change a letter and it is pending again."""

    kind: str
    lang: str
    text: str
    reading: str = ""
    link: str = ""
    photos: tuple[Picture, ...] = ()
    notes: str = ""
    music: str = ""
    title: str = ""

    @cached_property
    def sha256(self) -> str:
        """The hash of every field, in a form that does not depend on their order."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()

    @cached_property
    def canonical(self) -> str:
        """The payload as JSON with sorted keys: the form that is stored and hashed."""
        return _ENCODE(_shallow(self, _PAYLOAD) | {"photos": [vars(photo) for photo in self.photos]})


@dataclass(frozen=True)
class UsedFact:
    """A figure that a post quotes: its key, how it reads, the base periods and sources behind it.

    `unconfirmed` are those base periods, with their values, that content does not call verified.
    """

    key: str
    text: str
    periods: tuple[str, ...]
    source: str
    unconfirmed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Uses:
    """What a text was made from: the index by which drift finds the posts that a change touches."""

    unit: str
    unit_name: str
    facts: tuple[UsedFact, ...] = ()
    templates: tuple[str, ...] = ()

    @cached_property
    def canonical(self) -> str:
        """As JSON with sorted keys, for storing once by hash."""
        return _ENCODE(_shallow(self, _USES) | {"facts": [vars(fact) for fact in self.facts]})

    @cached_property
    def sha256(self) -> str:
        """The hash of the canonical form."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()


@dataclass(frozen=True)
class Rendered:
    """A payload with what it was made from, how long it takes to read, and what cannot be read aloud."""

    payload: Payload
    uses: Uses
    seconds: int = 0
    unread: tuple[str, ...] = ()


_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_PAYLOAD, _USES = (tuple(field.name for field in fields(form)) for form in (Payload, Uses))


def _shallow(of: Payload | Uses, names: tuple[str, ...]) -> dict[str, Any]:
    # Not `asdict`, which copies to the last tuple: a third of what storing a new text took.
    return {name: getattr(of, name) for name in names}
