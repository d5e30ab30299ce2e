"""Letters as files: all that a rehearsal does, and what live mode falls back to while no way is configured."""

from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from scheduler.publish.files import make_folder, sync_folder, write_whole
from scheduler.publish.notices.letter import Letter
from scheduler.publish.notices.way import NotDelivered


@dataclass(frozen=True)
class Folder:
    """A folder of text files, named by their instant in UTC."""

    path: Path
    name: str = "folder"

    def send(self, letter: Letter) -> str:
        """Write the letter. Raises NotDelivered where the disk refuses."""
        try:
            make_folder(self.path, durable=False)
            text = f"{letter.subject}\n{letter.at.astimezone(UTC).isoformat()}\n\n{letter.body}"
            write_whole(self._free(letter), text.encode())
            sync_folder(self.path)
        except OSError as error:
            raise NotDelivered(f"không ghi được vào thư mục {self.path} ({error.strerror})") from None
        return ""

    def _free(self, letter: Letter) -> Path:
        stamp, number = f"{letter.at.astimezone(UTC):%Y%m%dT%H%M%SZ}", 1
        while (path := self.path / f"{stamp}-{number}.txt").exists():
            number += 1
        return path
