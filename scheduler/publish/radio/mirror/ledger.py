"""What lies on a mirror, as far as we put it there: a file for each of its folders.

It is written before the host is touched, so that a file whose upload was cut off is known, and taken away in its time.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from scheduler.publish.files import make_folder, write_whole

UNSURE = ""
"""The mark of a file that may or may not lie there as it should."""

_ENDING = ".json"


class Ledger:
    """By folder of the mirror: the marks of its files by path."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def folders(self) -> Iterator[str]:
        """The folders that are known to lie on the mirror."""
        if self._folder.is_dir():
            yield from sorted(file.stem for file in self._folder.glob(f"*{_ENDING}"))

    def read(self, folder: str) -> dict[str, str] | None:
        """The marks; None where nothing is known, as after the ledger was lost."""
        try:
            marks = json.loads((self._folder / f"{folder}{_ENDING}").read_bytes())
        except (OSError, ValueError):
            return None
        return {str(path): str(mark) for path, mark in marks.items()} if isinstance(marks, dict) else None

    def write(self, folder: str, marks: Mapping[str, str]) -> None:
        """Remember the marks; forget the folder where there are none. Raises OSError."""
        file = self._folder / f"{folder}{_ENDING}"
        if not marks:
            file.unlink(missing_ok=True)
            return
        make_folder(self._folder, durable=False)
        write_whole(file, json.dumps(marks, sort_keys=True).encode(), durable=False)
