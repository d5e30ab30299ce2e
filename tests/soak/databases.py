"""A fresh database for each trial."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import psycopg
from psycopg import sql

Name = TypeVar("Name", bound=str)


def sqlite(folder: Path) -> str:
    """The address of a file in an empty folder that is made here."""
    folder.mkdir(parents=True)
    return f"sqlite:///{folder / 'live.sqlite3'}"


@contextmanager
def postgres(server: str, names: Sequence[Name]) -> Iterator[dict[Name, str]]:
    """The addresses of new databases on a server, given with its own database `postgres`; dropped in the end."""
    made = {name: f"soak_{os.urandom(6).hex()}" for name in names}
    try:
        for database in made.values():
            _do(server, "CREATE DATABASE {}", database)
        yield {name: server.replace("/postgres?", f"/{database}?") for name, database in made.items()}
    finally:
        for database in made.values():
            _do(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", database)


def _do(server: str, statement: str, database: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(database)))
