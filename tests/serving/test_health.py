"""The health answer, over the database."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from scheduler.store import clock, database
from scheduler.web.health import LATE_AFTER, LATE_VARIABLE


def answer() -> tuple[int, dict[str, object]]:
    found = Client(HTTP_HOST="127.0.0.1").get("/health")
    return found.status_code, found.json()


def test_a_clock_that_ticked_just_now_is_well(db: str) -> None:
    clock.beat(datetime.now(UTC) - timedelta(seconds=5))
    status, said = answer()
    assert (status, said["ok"]) == (200, True)
    assert 5 <= float(str(said["clock"])) < LATE_AFTER


def test_a_clock_that_never_ticked_or_stands_still_is_not(db: str) -> None:
    assert answer() == (503, {"ok": False, "clock": None})
    clock.beat(datetime.now(UTC) - timedelta(seconds=LATE_AFTER + 1))
    assert answer()[0] == 503


def test_a_clock_that_ticks_seldom_is_late_later(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LATE_VARIABLE, "900")
    clock.beat(datetime.now(UTC) - timedelta(seconds=600))
    assert answer()[0] == 200


def test_a_database_that_does_not_answer_is_told_as_that(tmp_path: object) -> None:
    database.use(f"sqlite:///{tmp_path}/empty.sqlite3")
    assert answer() == (503, {"ok": False, "clock": None, "why": "database"})
