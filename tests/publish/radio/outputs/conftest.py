"""Sheets of every status, to be made into every form."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.core.radio.day import Day
from scheduler.core.radio.sheet import Sheet
from tests.sheets import DUE, WHOLE, day, whole


@pytest.fixture
def usable() -> Sheet:
    return whole()


@pytest.fixture
def recalled() -> Sheet:
    key, due = "c/dai-a/vi/2026-11-23T17:00/1", DUE.replace(hour=17)
    return whole(key=key, number=15, due=due, status="canceled", reason="Sai số điện thoại", changed_at=DUE)


@pytest.fixture
def revised() -> Sheet:
    before = replace(WHOLE, reading=WHOLE.reading.replace("là tám mươi bảy", "là chín mươi bảy"))
    return whole(rev=1, issue=2, supersedes=0, before=before, released_at=DUE - timedelta(hours=1))


@pytest.fixture
def replaced() -> Sheet:
    return whole(status="canceled")


@pytest.fixture
def today(replaced: Sheet, revised: Sheet, recalled: Sheet) -> Day:
    """A script that was replaced, the one that replaces it, and one that was recalled."""
    return day(replaced, revised, recalled)
