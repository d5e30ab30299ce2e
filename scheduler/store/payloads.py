"""Texts and what they were made from, stored once by hash."""

import json
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from scheduler.core.post import Payload, Picture, Rendered, UsedFact, Uses
from scheduler.store import models


class Shelf:
    """Ids of stored payloads and uses. Keeps the latest in memory; ask only inside a transaction."""

    def __init__(self, kept: int = 100_000) -> None:
        self._payloads: dict[str, int] = {}
        self._uses: dict[str, int] = {}
        self._kept = kept

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
                    "unread": json.dumps(rendered.unread, ensure_ascii=False),
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
