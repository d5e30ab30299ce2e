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
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import connection, transaction
from django.db.models import F

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # asked for where it is used

from scheduler.store.models import Setting
from scheduler.store.radio import pulls
from scheduler.store.radio.pulls import Pulled, line

ENDING = ".spool"
_PIECE = 4 * 1024 * 1024
"""Bytes of lines that the database takes in one commit."""

_LARGEST = 32 * 1024 * 1024
"""Bytes after which a file that was taken is left for a new one."""

_LOG_PAGES = 8_000
"""Pages of SQLite's log after which taking moves it into the file, which holds up every flush on the disk."""

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
            if path != self._file.path and (left := _File.left(path)) is not None:
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
        self._mine = _take_over(self._handle)
        self.size = os.fstat(self._handle).st_size

    @classmethod
    def new(cls, folder: Path) -> "_File":
        return cls(folder / f"{os.getpid()}-{secrets.token_hex(8)}{ENDING}")

    @classmethod
    def left(cls, path: Path) -> "_File | None":
        """A file that no living process has; None for one that is somebody's, or was until a moment ago."""
        found = cls(path)
        if found._mine and path.exists():
            return found
        os.close(found._handle)
        return None

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
        """Delete the file, once what was taken from it is on disk in the database. Its place is forgotten last: a file
        without one would be taken again from its beginning."""
        mine = Setting.objects.filter(name=self._name)
        with _synced():
            mine.update(value=F("value"))
        os.close(self._handle)
        self.path.unlink(missing_ok=True)
        mine.delete()

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


def lazily() -> None:
    """Let SQLite not wait for the disk when it takes lines: until it has it there, they are in the spool. For the
    connection of the thread that takes."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")
            cursor.execute(f"PRAGMA wal_autocheckpoint={_LOG_PAGES}")


@contextmanager
def _synced() -> Iterator[None]:
    """What is committed within is on disk after it, and so is all that was committed before."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
        yield
        cursor.execute("PRAGMA synchronous=NORMAL")


def _take_over(handle: int) -> bool:
    """Make the file ours, unless a living process has it. A lock, not a number: a dead process may keep its number for
    long, where nobody asks how it ended. Where there are no such locks, one process has one folder."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
