"""The sandbox's own data file: SQLite in WAL mode, one connection, one writer.

Every accepted write is committed before its answer leaves, so killing the process loses nothing that a
client was told. (`synchronous=NORMAL`: a power cut may lose the last answers, which a practice server
can afford.)
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scheduler.sandbox.schema import SCHEMA

APPLICATION_ID = 0x42485853  # "BHXS": nothing else may be opened as a sandbox's data
SCHEMA_VERSION = 1


class WrongFileError(Exception):
    """The file is a database, but not one of this sandbox's."""


class Database:
    """A connection that may be shared: a lock keeps transactions apart."""

    def __init__(self, path: Path) -> None:
        """Open or create the data file. Raises WrongFileError for somebody else's database."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
        self._connection.row_factory = sqlite3.Row
        try:
            self._prepare(path)
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self, path: Path) -> None:
        try:
            application, version = self._stamps()
        except sqlite3.DatabaseError as error:
            raise WrongFileError(f"{path}: không phải tệp dữ liệu SQLite; hãy chọn một tệp khác") from error
        tables = self.one("SELECT count(*) FROM sqlite_master")
        empty = tables is not None and tables[0] == 0
        if not empty and (application, version) != (APPLICATION_ID, SCHEMA_VERSION):
            raise WrongFileError(f"{path}: không phải dữ liệu của trang tập dượt này; hãy chọn một tệp khác")
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        if empty:
            stamps = f"PRAGMA application_id={APPLICATION_ID};PRAGMA user_version={SCHEMA_VERSION};"
            self._connection.executescript(f"BEGIN IMMEDIATE;{SCHEMA}{stamps}COMMIT;")

    def _stamps(self) -> tuple[int, int]:
        application = self._connection.execute("PRAGMA application_id").fetchone()[0]
        return application, self._connection.execute("PRAGMA user_version").fetchone()[0]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; commits before it returns."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part of a transaction that is undone if it raises, while the rest stays."""
        self._connection.execute("SAVEPOINT attempt")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK TO attempt")
            self._connection.execute("RELEASE attempt")
            raise
        self._connection.execute("RELEASE attempt")

    def run(self, sql: str, *values: object) -> int:
        """Execute; the number of rows changed."""
        with self._lock:
            return self._connection.execute(sql, values).rowcount

    def one(self, sql: str, *values: object) -> sqlite3.Row | None:
        """The first row, or None."""
        with self._lock:
            row: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
            return row

    def all(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """Every row."""
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def close(self) -> None:
        """Close the file; what was answered is in it already."""
        with self._lock:
            self._connection.close()
