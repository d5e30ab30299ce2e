"""The pull as stations meet it: over HTTP, on SQLite and on PostgreSQL; a server for a module, stations for a test."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from scheduler.store import database
from tests.web.pull.house import MORNING, House, Served, serving


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A house and its server, for all tests of a module."""
    folder = tmp_path_factory.mktemp("house")
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copy(template, folder / "db.sqlite3")
        url = f"sqlite:///{folder / 'db.sqlite3'}"
    else:
        server: str = request.getfixturevalue("postgres_template")
        name = f"pull_{os.urandom(6).hex()}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "template_bhxh"'.encode())
        url = server.replace("/postgres?", f"/{name}?")
    with serving(House(folder, url)) as served:
        yield served
    connections.close_all()


@pytest.fixture
def served(shared: Served) -> Iterator[Served]:
    """The same, at five to five in the morning."""
    database.use(shared.house.config.database)
    shared.house.at(MORNING)
    yield shared
    connections.close_all()


@pytest.fixture
def house(served: Served) -> House:
    return served.house


@pytest.fixture
def small(db: str, tmp_path: Path) -> House:
    """An office of its own, that nobody serves."""
    return House(tmp_path, db, 4)
