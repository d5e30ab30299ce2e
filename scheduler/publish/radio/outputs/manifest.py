"""What lies in a day's folder, for a station's program: which script is new, changed, withheld or canceled."""

from collections.abc import Iterable
from typing import Any

from scheduler.core.radio.day import Day
from scheduler.core.radio.sheet import Sheet
from scheduler.publish.radio.outputs import SHEET_FORMS
from scheduler.publish.radio.outputs.data import as_json


def day_bytes(day: Day, forms: Iterable[str] = SHEET_FORMS) -> bytes:
    """The manifest: every script and issue with its hash and status, and the files of those that are current."""
    current, endings = day.current, tuple(forms)
    scripts = [_entry(sheet, endings if sheet in current else ()) for sheet in day.sheets]
    return as_json(
        {"station": day.station.id, "day": day.day.isoformat(), "recalls": recalled(day), "scripts": scripts}
    )


def recalled(day: Day) -> list[dict[str, Any]]:
    """The scripts of other days that were taken back, until somebody at the station acknowledges it."""
    return [_entry(sheet, ()) for sheet in day.recalls]


def _entry(sheet: Sheet, endings: tuple[str, ...]) -> dict[str, Any]:
    return {
        "id": sheet.key,
        "rev": sheet.rev,
        "issue": sheet.issue,
        "number": sheet.number,
        "sha256": sheet.sha256,
        "status": sheet.status,
        "supersedes": sheet.supersedes,
        "lang": sheet.lang,
        "due": sheet.due.isoformat(),
        "valid_until": sheet.valid_until.isoformat(),
        "changed_at": sheet.changed_at.isoformat(),
        "files": {ending: f"{sheet.name}.{ending}" for ending in endings},
    }
