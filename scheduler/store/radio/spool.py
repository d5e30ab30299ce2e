"""The spool: where a pull is on disk before its answer goes out, until the database takes it a moment later.

A line at the end of a file, one flush for all that came meanwhile. The database is no place for that: it takes one
writer at a time, and while posts are being published stations would stand in line behind them. Lines that a crash
left behind are taken by the next start; how far a file was taken is written in the commit that took it, so no pull is
taken twice.
"""

import os
import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from django.db import transaction

from scheduler.store.models import Setting
from scheduler.store.radio import pulls
from scheduler.store.radio.pulls import Pulled, line

ENDING = ".spool"
_PIECE = 4 * 1024 * 1024
"""Bytes of lines that the database takes in one commit."""

_LARGEST = 32 * 1024 * 1024
"""Bytes after which a file that was taken is left for a new one."""

_flush = getattr(os, "fdatasync", os.fsync)


class Spool:
    """The file of this process, and those that others left. One thread may write while another one takes."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._file = _File.new(folder)
        self._lock = threading.Lock()

    def write(self, some: Sequence[Pulled]) -> None:
        """Put pulls on disk. Raises OSError, and then none of them is there."""
        lines = "".join(map(line, some)).encode()
        with self._lock:
            self._file.append(lines)

    def take(self) -> int:
        """Let the database take what was written; how many pulls. Raises DatabaseError, and nothing is taken twice."""
        taken = self._file.take()
        if self._file.size >= _LARGEST:
            with self._lock:
                old, self._file = self._file, _File.new(self._folder)
            taken += old.take()
            old.remove()
        return taken

    def adopt(self) -> int:
        """Take what processes that are gone left behind."""
        taken = 0
        for path in sorted(self._folder.glob(f"*{ENDING}")):
            if path != self._file.path and not _is_running(path):
                left = _File(path)
                taken += left.take()
                left.remove()
        return taken

    def close(self) -> None:
        """Let the database take the rest, and leave no file."""
        self._file.take()
        self._file.remove()


class _File:
    """A spool file and how far it was taken."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._name = f"pulls:{path.stem.rpartition('-')[2]}"
        self._handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        self.size = os.fstat(self._handle).st_size

    @classmethod
    def new(cls, folder: Path) -> "_File":
        return cls(folder / f"{os.getpid()}-{secrets.token_hex(8)}{ENDING}")

    def append(self, lines: bytes) -> None:
        try:
            written = os.write(self._handle, lines)
            if written != len(lines):
                raise OSError("the disk took a part only")
            _flush(self._handle)
        except OSError:
            with suppress(OSError):
                os.ftruncate(self._handle, self.size)
            raise
        self.size += len(lines)

    def take(self) -> int:
        return sum(self._take_piece(piece) for piece in self._pieces())

    def remove(self) -> None:
        os.close(self._handle)
        Setting.objects.filter(name=self._name).delete()
        self.path.unlink(missing_ok=True)

    def _pieces(self) -> Iterator[tuple[int, bytes]]:
        """Whole lines from where it was taken to, with their place. A last line without its end was never answered."""
        at = self._taken()
        with self.path.open("rb") as file:
            while at < self.size:
                file.seek(at)
                piece = file.read(min(_PIECE, self.size - at))
                piece = piece[: piece.rfind(b"\n") + 1]
                if not piece:
                    return
                yield at, piece
                at += len(piece)

    def _take_piece(self, piece: tuple[int, bytes]) -> int:
        at, lines = piece
        texts = lines.decode().splitlines()
        with transaction.atomic():
            if not self._advance(at, at + len(lines)):
                return 0  # another process adopted the file, and took this
            pulls.store(texts)
        return len(texts)

    def _taken(self) -> int:
        row, _ = Setting.objects.get_or_create(name=self._name, defaults={"value": "0"})
        return int(row.value)

    def _advance(self, old: int, new: int) -> bool:
        return Setting.objects.filter(name=self._name, value=str(old)).update(value=str(new)) == 1


def _is_running(path: Path) -> bool:
    """Whether the process that writes the file lives; our own left none behind under its number."""
    number = int(path.name.partition("-")[0]) if path.name.partition("-")[0].isdecimal() else 0
    if number in (0, os.getpid()) or os.name == "nt":  # there, to ask would be to kill
        return False
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
