"""Inserting many rows at the speed of the database: ids reserved first, then one statement for all rows.

Django's `bulk_create` builds an object per row and is nine times slower (measured on SQLite); a country's month
is a million posts. On SQLite the rows go in as one JSON text: like that the whole statement runs without Python,
and a `Behind` writes on one core while the caller plans on another.
"""

import gc
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from types import MappingProxyType
from typing import Any, Self

from django.db import connection, connections, models

_ROOM = {"cache_size": -8_000, "wal_autocheckpoint": 8_000}
"""Kilobytes of pages kept (SQLite takes them as a negative number); pages of the log after which it is moved."""

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
    out. On SQLite no text may hold a NUL, which PostgreSQL does not take either.
    """
    if not rows:
        return
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in (*columns, *same))
    head, end = f"INSERT INTO {quote(model._meta.db_table)} ({names})", " ON CONFLICT DO NOTHING" if keep_old else ""
    marks = ["%s"] * len(same)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            values = ", ".join([f"json_extract(value, '$[{n}]')" for n in range(len(columns))] + marks)
            body = json.dumps(rows, ensure_ascii=False, check_circular=False)
            statement = f"{head} SELECT {values} FROM json_each(%s) WHERE true{end}"  # noqa: S608  # names of columns
            cursor.execute(statement, [*same.values(), body])
        else:
            values = ", ".join(["%s"] * len(columns) + marks)
            alike = tuple(same.values())
            cursor.executemany(f"{head} VALUES ({values}){end}", [(*row, *alike) for row in rows])


def instant(value: datetime) -> Any:
    """An aware instant as this database's driver wants it."""
    return connection.ops.adapt_datetimefield_value(value)


class Behind:
    """A thread that writes while the caller goes on, one thing after the other, never more than one waiting.

    What fails there is raised by the next `do`, or at the end. Not for use inside a transaction: the thread has
    its own connection.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="write")
        self._last: Future[None] | None = None

    def do(self, work: Callable[[], None]) -> None:
        """Hand over work, after what was handed over before is done."""
        if self._last is not None:
            self._last.result()
        self._last = self._pool.submit(work)

    def __enter__(self) -> Self:
        self._pool.submit(_open).result()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if self._last is not None and kind is None:
                self._last.result()
        finally:
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
