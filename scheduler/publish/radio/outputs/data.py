"""Scripts as JSON, for programs; field names are those of IPTC ninjs where it has one."""

import json
from collections.abc import Mapping
from typing import Any

from scheduler.core.radio.day import Day
from scheduler.core.radio.sheet import Sheet, Signer


def as_json(data: Mapping[str, Any]) -> bytes:
    """JSON as people can read it; the same data always gives the same bytes."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def sheet_bytes(sheet: Sheet) -> bytes:
    """One script."""
    return as_json(as_data(sheet))


def day_bytes(day: Day) -> bytes:
    """A day with its scripts in full; on top what was taken back of other days until somebody acknowledges it."""
    head = {"station": day.station.id, "station_name": day.station.name, "day": day.day.isoformat()}
    recalls = [as_data(sheet) for sheet in day.recalls]
    return as_json(head | {"recalls": recalls, "scripts": [as_data(sheet) for sheet in day.current]})


def as_data(sheet: Sheet) -> dict[str, Any]:
    """Everything that the sheet says; a script that may not be read has no words."""
    lines = [line for part in sheet.parts for line in part.lines]
    return {
        "id": sheet.key,
        "rev": sheet.rev,
        "issue": sheet.issue,
        "number": sheet.number,
        "station": sheet.station,
        "station_name": sheet.station_name,
        "area": sheet.area,
        "unit": sheet.unit_name,
        "campaign": sheet.campaign,
        "title": sheet.title,
        "lang": sheet.lang,
        "priority": sheet.priority,
        "due": sheet.due.isoformat(),
        "first_day": sheet.first_day.isoformat(),
        "last_day": sheet.last_day.isoformat(),
        "valid_until": sheet.valid_until.isoformat(),
        "occurrence": sheet.reading,
        "occurrences": sheet.readings,
        "seconds": sheet.seconds,
        "seconds_least": sheet.least,
        "seconds_most": sheet.most,
        "syllables": sheet.syllables,
        "rate": sheet.rate,
        "basis": list(sheet.basis),
        "quoted": [{"text": quoted.text, "source": quoted.source} for quoted in sheet.quoted],
        "text": "\n".join(line.written for line in lines),
        "reading": "\n".join(line.spoken for line in lines),
        "parts": [{"role": part.role, "lines": [_line(line) for line in part.lines]} for part in sheet.parts],
        "notes": sheet.notes,
        "long_sentences": list(sheet.long),
        "music": sheet.music,
        "author": _signer(sheet.author),
        "editor": _signer(sheet.editor),
        "translator": sheet.translator,
        "approver": _signer(sheet.approver),
        "approved_at": sheet.approved_at.isoformat() if sheet.approved_at else None,
        "contact": {"name": sheet.contact.name, "phone": sheet.contact.phone, "address": sheet.contact.address},
        "sha256": sheet.sha256,
        "status": sheet.status,
        "supersedes": sheet.supersedes,
        "reason": sheet.reason,
        "change": [{"op": piece.op, "words": piece.words} for piece in sheet.change],
        "released_at": sheet.released_at.isoformat(),
        "changed_at": sheet.changed_at.isoformat(),
    }


def _line(line: Any) -> dict[str, Any]:
    figures = [{"written": figure.written, "spoken": figure.spoken} for figure in line.figures]
    return {"spoken": line.spoken, "written": line.written, "figures": figures}


def _signer(person: Signer | None) -> dict[str, str] | None:
    return {"name": person.name, "title": person.title} if person else None
