"""The product's database, read from outside while workers write to it."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

import psycopg

_SQLITE = "sqlite:///"
_OPEN = (
    "SELECT count(*) FROM store_post WHERE state IN ('draft', 'pending', 'approved', 'sending', 'held') "
    "OR (state = 'unknown' AND next_try IS NOT NULL)"
)
_TABLES = {
    True: "SELECT name FROM sqlite_master WHERE type = 'table'",
    False: "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'",
}


class Ledger:
    """A read-only view. Each question is a connection of its own, so that nothing is locked in between."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._sqlite = url.startswith(_SQLITE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Nothing is held open."""

    @contextmanager
    def _open(self) -> Iterator[Any]:
        connection: Any
        if self._sqlite:
            connection = sqlite3.connect(f"file:{self._url.removeprefix(_SQLITE)}?mode=ro", uri=True, timeout=30)
        else:
            connection = psycopg.connect(self._url)
        try:
            yield connection
        finally:
            connection.close()

    def ask(self, question: str) -> list[Sequence[Any]]:
        """The rows that answer a question in SQL."""
        with self._open() as connection:
            return list(connection.execute(question).fetchall())

    def settled(self) -> bool:
        """Whether no post is on its way any more; one in doubt that the product looks at no more waits for a person."""
        return self.ask(_OPEN) == [(0,)]

    def attempts(self) -> list[dict[str, Any]]:
        """Every attempt with the key of its post, in the order in which they were begun."""
        rows = self.ask(
            "SELECT post.key, attempt.step, attempt.started_at, attempt.finished_at, attempt.outcome, attempt.why "
            "FROM store_attempt AS attempt JOIN store_post AS post ON post.id = attempt.post_id ORDER BY attempt.id"
        )
        return [
            dict(zip(("key", "step", "started_at", "finished_at", "outcome", "why"), row, strict=True)) for row in rows
        ]

    def everything(self) -> Iterator[str]:
        """All that is stored, row by row as text: where a secret would show."""
        for (table,) in self.ask(_TABLES[self._sqlite]):
            for row in self.ask(f'SELECT * FROM "{table}"'):
                yield f"{table}: {row!r}"
