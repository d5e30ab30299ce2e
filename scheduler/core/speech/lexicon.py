"""How abbreviations, names and document codes are said: entries written by editors, looked up by the reader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from pydantic import field_validator

from scheduler.core.fields import Content, Text
from scheduler.core.phrase import phrase

_WORD = re.compile(r"[^\W\d_]+")
_SIGNED = re.compile(r"[\d@#]|://|\w\.\w")
"""What other rules would take for a number or an address: an entry that has it is looked up before them."""
Kind = Literal["word", "issuer", "department", "document"]


class LexiconEntry(Content):
    """One thing that is written one way and said another.

    ``kind``: "word" stands in running text; "document" (NĐ), "issuer" (CP) and "department" (VX) are the parts
    of a document number. ``area``: id of the only area where this reading holds. ``before`` and ``after``: the
    reading holds only next to one of these words (lower case; "#" stands for a figure, "^" for a
    capital, "^^" for a name of two words or more; after only: "##" for one or two figures, "####" for a year,
    "#0" for a telephone number).
    """

    written: Text
    spoken: Text
    kind: Kind = "word"
    area: Text | None = None
    before: tuple[Text, ...] = ()
    after: tuple[Text, ...] = ()
    note: Text | None = None

    @field_validator("written", "spoken")
    @classmethod
    def _trimmed(cls, value: str) -> str:
        if value != value.strip() or not any(char.isalnum() for char in value):
            raise ValueError(phrase("cần có chữ, và không có dấu cách ở đầu hay cuối"))
        return value

    @field_validator("spoken")
    @classmethod
    def _sayable(cls, value: str) -> str:
        if any(char.isdigit() for char in value):
            raise ValueError(phrase("cách đọc không được có chữ số: hãy viết bằng chữ"))
        return value

    @field_validator("before", "after")
    @classmethod
    def _small(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(word.casefold() for word in value)

    @property
    def bound(self) -> bool:
        """Whether the reading depends on the words around it."""
        return bool(self.before or self.after)


class LexiconFile(Content):
    """The shape of a file in content/lexicon."""

    entries: tuple[LexiconEntry, ...]


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The entries that hold in one area; compared and cached by identity."""

    words: Mapping[str, tuple[LexiconEntry, ...]]
    """Entries of kind "word" by the first run of letters or digits in them, longest first."""
    signed: Mapping[str, tuple[LexiconEntry, ...]]
    """Those of them that hold figures or are addresses."""
    parts: Mapping[tuple[Kind, str], str]
    """Spoken form of the parts of document numbers, by kind and written form."""
    said: frozenset[str]
    """Words of the readings, small letters: a spoken text that is read again is left as it is."""

    @classmethod
    def from_entries(cls, entries: Iterable[LexiconEntry], area: str | None = None) -> Lexicon:
        """Take the entries for everywhere and those for ``area``, which win over the others.

        Raises ValueError where two entries give the same writing two readings in the same context.
        """
        words: dict[str, list[LexiconEntry]] = {}
        parts: dict[tuple[Kind, str], LexiconEntry] = {}
        held = [entry for entry in entries if entry.area in (None, area)]
        for entry, earlier in clashes(held):
            raise ValueError(
                phrase(
                    "“{written}” có hai cách đọc: “{spoken}” và “{other}”; "
                    "hãy bỏ một, hoặc thêm before/after để phân biệt",
                    written=entry.written,
                    spoken=earlier.spoken,
                    other=entry.spoken,
                )
            )
        for entry in held:
            if entry.kind == "word":
                words.setdefault(first_run(entry.written), []).append(entry)
            elif (entry.kind, entry.written) not in parts or entry.area is not None:
                parts[entry.kind, entry.written] = entry
        ordered = {key: tuple(sorted(found, key=_rank)) for key, found in words.items()}
        marked = {key: tuple(e for e in found if _SIGNED.search(e.written)) for key, found in ordered.items()}
        signed = {key: found for key, found in marked.items() if found}
        spoken = {key: entry.spoken for key, entry in parts.items()}
        said = {word for key in ordered.values() for entry in key for word in _WORD.findall(entry.spoken.casefold())}
        return cls(MappingProxyType(ordered), MappingProxyType(signed), MappingProxyType(spoken), frozenset(said))

    def part(self, kind: Kind, written: str) -> str | None:
        """Say one part of a document number, or None where no editor has said how."""
        return self.parts.get((kind, written))

    def plain(self, written: str) -> str | None:
        """Say an abbreviation that reads the same wherever it stands, or None."""
        found = [entry for entry in self.words.get(first_run(written), ()) if entry.written == written]
        return found[0].spoken if len(found) == 1 and not found[0].bound else None


def first_run(written: str) -> str:
    """Give the first run of letters and digits, by which an entry is looked up."""
    for index, char in enumerate(written):
        if not char.isalnum():
            return written[:index] or first_run(written[1:]) if len(written) > 1 else written
    return written


def _rank(entry: LexiconEntry) -> tuple[int, bool, bool]:
    return (-len(entry.written), entry.area is None, not entry.bound)


def clashes(entries: Iterable[LexiconEntry]) -> list[tuple[LexiconEntry, LexiconEntry]]:
    """Find entries that give a writing another reading than an earlier one does in the same area and context."""
    seen: dict[tuple[object, ...], LexiconEntry] = {}
    found = []
    for entry in entries:
        earlier = seen.setdefault((entry.kind, entry.written, entry.area, entry.before, entry.after), entry)
        if earlier.spoken != entry.spoken:
            found.append((entry, earlier))
    return found
