"""One sandbox for all tests of tokens; each test has a machine and Pages of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections

from scheduler.store import database
from tests.pages import House, World, house, world

NewHouse = Callable[..., House]


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("sandbox")) as running:
        yield running


@pytest.fixture
def new_house(sandbox: World, tmp_path: Path, sqlite_url: str) -> Iterator[NewHouse]:
    """Make a machine with so many Pages, its database open."""

    def make(count: int = 1, **settings: object) -> House:
        made = house(sandbox, tmp_path / "house", count, **{"database": sqlite_url, **settings})
        database.use(made.config.database)
        return made

    (tmp_path / "house").mkdir()
    yield make
    connections.close_all()
