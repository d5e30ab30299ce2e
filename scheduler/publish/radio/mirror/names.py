"""Secret names of the stations' folders on a mirror, made from one key that lies beside the database.

The name must be known again for every upload, so it cannot be kept as a hash alone, as links are. It is an HMAC of the
station under a key in a file that only this account reads: whoever sees one name learns nothing of another, and a
stolen database holds none. A name is turned over by counting up; the old folder stays for a while, so that no station
stands before a closed door.
"""

import base64
import hmac
import json
import os
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from scheduler.errors import BhxhError
from scheduler.publish.files import make_folder

OVERLAP = timedelta(days=7)
"""How long an old name still leads to the scripts."""

_KEY_BYTES, _NAME_BYTES = 32, 20


class Names:
    """The names of all stations. Reads and writes one file, which it makes with a new key where there is none."""

    def __init__(self, file: Path) -> None:
        """Raises BhxhError where the file cannot be read or made."""
        self._file = file
        try:
            self._kept = self._read() if file.exists() else self._make()
            self._key = bytes.fromhex(self._kept["key"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            what = f"không đọc được khóa của trang gương ({error})"
            raise BhxhError(
                what, where=str(file), fix="khôi phục tệp từ bản sao lưu, hoặc xóa để lập khóa mới"
            ) from None

    def current(self, station: str) -> str:
        """The name to hand out."""
        return self._name(station, self._turns(station)[-1]["turn"])

    def valid(self, station: str, now: datetime) -> Iterator[str]:
        """Every name that leads to the scripts now, the current one last."""
        for turn in self._turns(station):
            if turn["until"] is None or datetime.fromisoformat(turn["until"]) > now:
                yield self._name(station, turn["turn"])

    def rotate(self, station: str, now: datetime, overlap: timedelta = OVERLAP) -> str:
        """A new name; the old ones end after the overlap."""
        until, turns = now + overlap, self._turns(station)
        kept = [turn for turn in turns if turn["until"] is None or datetime.fromisoformat(turn["until"]) > now]
        old = [{"turn": turn["turn"], "until": _earlier(turn["until"], until)} for turn in kept]
        self._kept["turns"][station] = [*old, {"turn": turns[-1]["turn"] + 1, "until": None}]
        self._write(self._kept)
        return self.current(station)

    def _turns(self, station: str) -> list[dict[str, Any]]:
        turns: list[dict[str, Any]] = self._kept["turns"].get(station) or [{"turn": 1, "until": None}]
        return turns

    def _name(self, station: str, turn: int) -> str:
        digest = hmac.digest(self._key, f"{station}:{turn}".encode(), "sha256")
        return base64.b32encode(digest[:_NAME_BYTES]).decode().lower()

    def _make(self) -> dict[str, Any]:
        make_folder(self._file.parent)
        kept = {"key": secrets.token_hex(_KEY_BYTES), "turns": {}}
        self._write(kept)
        return kept

    def _read(self) -> dict[str, Any]:
        kept = json.loads(self._file.read_text(encoding="utf-8"))
        if not isinstance(kept, dict) or not isinstance(kept.get("turns"), dict):
            raise ValueError("tệp hỏng")
        return kept

    def _write(self, kept: dict[str, Any]) -> None:
        """Never for a moment readable by others, and whole or not there."""
        part = self._file.with_name(f"{self._file.name}.{secrets.token_hex(4)}.part")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(kept, file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._file)


def _earlier(known: str | None, until: datetime) -> str:
    return until.isoformat() if known is None or datetime.fromisoformat(known) > until else known
