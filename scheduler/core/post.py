"""A post: a slot rendered for its channel. What is approved is its payload, to the letter."""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property

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
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


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
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

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
