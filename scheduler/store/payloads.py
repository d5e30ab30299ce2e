"""Texts and what they were made from, stored once by hash."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields
from itertools import islice
from typing import Any

from scheduler.core.post import Payload, Picture, Rendered, UsedFact, Uses
from scheduler.store import models
from scheduler.store.bulk import insert, reserve_ids

_TEXTS = 100
"""Texts to a statement: a statement of all the texts of a day would take a hundred megabytes for a moment."""


class Shelf:
    """Ids of stored payloads and uses. Keeps the latest in memory; ask only inside a transaction."""

    def __init__(self, kept: int = 100_000) -> None:
        self._payloads: dict[str, int] = {}
        self._uses: dict[str, int] = {}
        self._kept = kept

    def store(self, many: Iterable[Rendered]) -> dict[int, tuple[int, int, str]]:
        """Store the texts of many posts together: a statement for all new ones, not four for each.

        Gives for each, by its `id()`, the ids of payload and uses, and the payload's SHA-256.
        """
        distinct = {id(rendered): rendered for rendered in many}
        rest = (rendered for rendered in distinct.values() if not self._holds(rendered))
        while some := list(islice(rest, _TEXTS)):
            self._store_payloads(some)
            self._store_uses({rendered.uses.sha256: rendered.uses for rendered in some})
            for rendered in some:
                # The stored form is longer than all the rest, and a renderer keeps tens of thousands of these.
                vars(rendered.payload).pop("canonical", None)
                vars(rendered.uses).pop("canonical", None)
        return {name: self._place(rendered) for name, rendered in distinct.items()}

    def _holds(self, rendered: Rendered) -> bool:
        return rendered.payload.sha256 in self._payloads and rendered.uses.sha256 in self._uses

    def _store_payloads(self, many: Iterable[Rendered]) -> None:
        new = {r.payload.sha256: r for r in many if r.payload.sha256 not in self._payloads}
        rows = {sha: (r.payload.kind, r.payload.lang, r.payload.canonical, _unread(r)) for sha, r in new.items()}
        for sha, pk, _ in _stored(models.Payload, ("kind", "lang", "body", "unread"), rows):
            self._remember(self._payloads, sha, pk)

    def _store_uses(self, many: Mapping[str, Uses]) -> None:
        rows = {sha: (uses.canonical,) for sha, uses in many.items() if sha not in self._uses}
        index: list[tuple[int, str, str]] = []
        for sha, pk, new in _stored(models.Uses, ("body",), rows):
            self._remember(self._uses, sha, pk)
            if new:
                index += [(pk, what, name) for what, name in sorted(set(_index(many[sha])))]
        insert(models.UsesIndex, ("uses_id", "what", "name"), index)

    def _place(self, rendered: Rendered) -> tuple[int, int, str]:
        return self.payload(rendered), self.uses(rendered.uses), rendered.payload.sha256

    def payload(self, rendered: Rendered) -> int:
        """The id of the payload, stored now if it was not."""
        payload = rendered.payload
        if payload.sha256 not in self._payloads:
            row, _ = models.Payload.objects.get_or_create(
                sha256=payload.sha256,
                defaults={
                    "kind": payload.kind,
                    "lang": payload.lang,
                    "body": payload.canonical,
                    "unread": _unread(rendered),
                },
            )
            self._remember(self._payloads, payload.sha256, row.pk)
        return self._payloads[payload.sha256]

    def uses(self, uses: Uses) -> int:
        """The id of the uses, stored now with their index if they were not."""
        if uses.sha256 not in self._uses:
            row, new = models.Uses.objects.get_or_create(sha256=uses.sha256, defaults={"body": uses.canonical})
            if new:
                entries = sorted(set(_index(uses)))
                models.UsesIndex.objects.bulk_create(
                    models.UsesIndex(uses=row, what=what, name=name) for what, name in entries
                )
            self._remember(self._uses, uses.sha256, row.pk)
        return self._uses[uses.sha256]

    def forget(self) -> None:
        """Forget ids that a rolled back transaction may have taken with it."""
        self._payloads.clear()
        self._uses.clear()

    def _remember(self, ids: dict[str, int], sha: str, pk: int) -> None:
        if len(ids) >= self._kept:
            ids.clear()
        ids[sha] = pk


def _stored(
    model: type[models.Payload | models.Uses], columns: tuple[str, ...], rows: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, int, bool]]:
    """The id of each row by its SHA-256, and whether it is new; those not yet in the table are inserted.

    Another machine may store the same text at the same moment: the ids are read back, not assumed.
    """
    known = _ids(model, rows)
    missing = [sha for sha in rows if sha not in known]
    if missing:
        reserved = dict(zip(missing, reserve_ids(model, len(missing)), strict=True))
        insert(model, ("id", "sha256", *columns), [(reserved[sha], sha, *rows[sha]) for sha in missing], keep_old=True)
        known |= _ids(model, missing)
        yield from ((sha, known[sha], known[sha] == reserved[sha]) for sha in missing)
    yield from ((sha, known[sha], False) for sha in rows.keys() - set(missing))


def _ids(model: type[models.Payload | models.Uses], hashes: Collection[str]) -> dict[str, int]:
    return dict(model.objects.filter(sha256__in=hashes).values_list("sha256", "id")) if hashes else {}


def _unread(rendered: Rendered) -> str:
    return json.dumps(rendered.unread, ensure_ascii=False)


def _index(uses: Uses) -> Iterator[tuple[str, str]]:
    yield "unit", uses.unit
    for fact in uses.facts:
        yield "fact", fact.key.split(".")[0]
        for period in fact.periods:
            yield "period", period
    for template in uses.templates:
        yield "template", template


def load_payload(row: models.Payload) -> Payload:
    """The payload as it was stored."""
    body = json.loads(row.body)
    body["photos"] = tuple(Picture(**photo) for photo in body["photos"])
    known = {field.name for field in fields(Payload)}
    return Payload(**{name: value for name, value in body.items() if name in known})


def load_uses(row: models.Uses) -> Uses:
    """The uses as they were stored."""
    body = json.loads(row.body)
    facts = tuple(_used_fact(fact) for fact in body["facts"])
    return Uses(body["unit"], body["unit_name"], facts, tuple(body["templates"]))


def _used_fact(body: dict[str, Any]) -> UsedFact:
    unconfirmed = tuple((period, value) for period, value in body["unconfirmed"])
    return UsedFact(body["key"], body["text"], tuple(body["periods"]), body["source"], unconfirmed)


def bodies_with(words: str) -> Iterator[str]:
    """The stored texts, as JSON, in which these words stand, one after the other."""
    rows = models.Payload.objects.filter(body__contains=words).order_by("pk").values_list("body", flat=True)
    yield from rows.iterator(chunk_size=500)
