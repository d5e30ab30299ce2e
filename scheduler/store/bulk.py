"""Inserting many rows at the speed of the database: ids reserved first, then one statement for all rows.

Django's `bulk_create` builds an object per row and is nine times slower (measured on SQLite); a country's month
is a million posts. On SQLite hundreds of rows go in by one statement: like that they are written without Python,
and a `Behind` writes on one core while the caller plans on another.
"""

import gc
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from itertools import chain
from types import MappingProxyType
from typing import Any, Self

from django.db import connection, connections, models

_ROOM = {"cache_size": -8_000, "wal_autocheckpoint": 8_000}
"""Kilobytes of pages kept (SQLite takes them as a negative number); pages of the log after which it is moved."""

_BLOCKS = (512, 64, 8, 1)
"""Rows to a statement. Few sizes: each makes a statement that SQLite compiles once and keeps."""

NOTHING: Mapping[str, Any] = MappingProxyType({})


def reserve_ids(model: type[models.Model], count: int) -> range | list[int]:
    """Ids for new rows. Call inside the transaction that inserts them: on SQLite it is the only writer then."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        first = (found[0] if found else 0) + 1
        return range(first, first + count)


def insert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    same: Mapping[str, Any] = NOTHING,
    keep_old: bool = False,
) -> None:
    """Insert rows of already adapted values (see `instant`): texts, whole numbers or None.

    `same` are columns with one value for all rows. With `keep_old`, a row that breaks a unique constraint is left
    out. No text may hold a NUL: PostgreSQL does not take it.
    """
    if not rows:
        return
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in (*same, *columns))
    head, end = f"INSERT INTO {quote(model._meta.db_table)} ({names})", " ON CONFLICT DO NOTHING" if keep_old else ""
    if connection.vendor == "sqlite":
        _insert_blocks(head, end, len(columns), rows, tuple(same.values()))
        return
    values = ", ".join(["%s"] * (len(columns) + len(same)))
    alike = tuple(same.values())
    with connection.cursor() as cursor:
        cursor.executemany(f"{head} VALUES ({values}){end}", [(*alike, *row) for row in rows])


def _insert_blocks(head: str, end: str, width: int, rows: Sequence[Sequence[Any]], same: tuple[Any, ...]) -> None:
    """On SQLite: so many rows to a statement as it has places for values, the rest in ever smaller blocks.

    Straight to the driver: Django would look for its own marks in each of these long statements.
    """
    connection.ensure_connection()
    driver = connection.connection
    most = driver.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) - len(same)
    start = 0
    with connection.wrap_database_errors:
        for block in _BLOCKS:
            while block * width <= most and start + block <= len(rows):
                values = chain.from_iterable(rows[start : start + block])
                driver.execute(_statement(head, end, width, block, len(same)), (*same, *values))
                start += block


@lru_cache(maxsize=64)
def _statement(head: str, end: str, width: int, rows: int, same: int) -> str:
    row = f"({','.join('?' * width)})"
    given = f"(VALUES {','.join([row] * rows)}) AS given"
    return f"{head} SELECT {'?,' * same} given.* FROM {given} WHERE true{end}"  # noqa: S608  # names of columns


def instant(value: datetime) -> Any:
    """An aware instant as this database's driver wants it."""
    return connection.ops.adapt_datetimefield_value(value)


class Behind:
    """A thread that writes while the caller goes on, one thing after the other, never more than one waiting.

    What fails there is raised by the next `do`, or at the end. Not for use inside a transaction: the thread has
    its own connection. Meanwhile Python's threads take turns ten times as often: else the one that writes would wait
    5 ms after every statement for the one that plans.
    """

    def __init__(self) -> None:
        self._turns = sys.getswitchinterval()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="write")
        self._last: Future[None] | None = None

    def do(self, work: Callable[[], None]) -> None:
        """Hand over work, after what was handed over before is done."""
        if self._last is not None:
            self._last.result()
        self._last = self._pool.submit(work)

    def __enter__(self) -> Self:
        self._pool.submit(_open).result()
        sys.setswitchinterval(self._turns / 10)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if self._last is not None and kind is None:
                self._last.result()
        finally:
            sys.setswitchinterval(self._turns)
            self._pool.submit(connections.close_all)
            self._pool.shutdown()


@contextmanager
def few_collections() -> Iterator[None]:
    """Look for circles of objects seldom: a plan makes none, and to look through a country's content takes long."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _open() -> None:
    """On SQLite, room to gather pages in memory, and to move the log into the file eight times less often.

    Every commit is as durable as before. With the usual 2 MB, a page of an index is written again and again.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name, value in _ROOM.items():
                cursor.execute(f"PRAGMA {name}={value}")
