"""Letters as files: all that a rehearsal does, and what live mode falls back to while no way is configured."""

from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from scheduler.publish.files import make_folder, sync_folder, write_whole
from scheduler.publish.notices.letter import Letter
from scheduler.publish.notices.way import NotDelivered


@dataclass(frozen=True)
class Folder:
    """A folder of text files, named by their instant in UTC; `to` are those who would be told in live mode."""

    path: Path
    to: str = ""
    name: str = "folder"
    server: str = ""

    def send(self, letter: Letter) -> None:
        """Write the letter. Raises NotDelivered where the disk refuses."""
        try:
            make_folder(self.path, durable=False)
            to = f"Gửi tới: {self.to}\n" if self.to else ""
            text = f"{letter.subject}\n{letter.at.astimezone(UTC).isoformat()}\n{to}\n{letter.body}"
            write_whole(self._free(letter), text.encode())
            sync_folder(self.path)
        except OSError as error:
            raise NotDelivered(f"không ghi được vào thư mục {self.path} ({error.strerror})") from None

    def _free(self, letter: Letter) -> Path:
        stamp, number = f"{letter.at.astimezone(UTC):%Y%m%dT%H%M%SZ}", 1
        while (path := self.path / f"{stamp}-{number}.txt").exists():
            number += 1
        return path
