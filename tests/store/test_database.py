import pytest
from django.db import connection

from scheduler.errors import BhxhError
from scheduler.store import database


def test_a_rehearsal_database_refuses_to_go_live(database_url: str) -> None:
    database.prepare(database_url, "rehearsal")
    with pytest.raises(BhxhError, match='thuộc chế độ "rehearsal"'):
        database.prepare(database_url, "live")


def test_a_password_in_the_address_is_never_shown() -> None:
    assert database.shown("postgresql://lan:bi-mat@may:5432/bhxh") == "postgresql://lan:***@may:5432/bhxh"


def test_an_address_of_another_kind_is_refused_with_the_forms_to_write() -> None:
    with pytest.raises(BhxhError, match="sqlite:///"):
        database.use("mysql://x")


def test_sqlite_commits_survive_a_power_cut(sqlite_url: str) -> None:
    database.use(sqlite_url)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (2,)
