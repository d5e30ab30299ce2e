"""Secret links: what opens a station's page, and for how long."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.errors import BhxhError
from scheduler.store.models import StationLink
from scheduler.store.radio import links

NOW = datetime(2021, 5, 1, 1, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


def test_a_secret_finds_its_link_and_lies_nowhere_in_the_database(db: str) -> None:
    row, secret = links.make("dai-a", by="lan", now=NOW, label="máy ở xã")
    assert links.find(secret, NOW) == row
    stored = StationLink.objects.values().get()
    assert secret not in str(stored)
    assert len(secret) == 32


def test_a_wrong_secret_finds_nothing(db: str) -> None:
    _, secret = links.make("dai-a", by="lan", now=NOW)
    assert links.find(secret[:-1] + ("A" if secret[-1] != "A" else "B"), NOW) is None
    assert links.find("", NOW) is None


def test_while_a_link_is_rotated_the_old_one_and_the_new_one_both_work_then_only_the_new_one(db: str) -> None:
    _, old = links.make("dai-a", by="lan", now=NOW)
    _, other = links.make("dai-b", by="lan", now=NOW)
    _, new = links.rotate("dai-a", by="lan", now=NOW)
    just_before, after = NOW + WEEK - timedelta(seconds=1), NOW + WEEK
    assert [links.find(secret, just_before) is not None for secret in (old, new, other)] == [True, True, True]
    assert [links.find(secret, after) is not None for secret in (old, new, other)] == [False, True, True]


def test_rotating_again_never_lengthens_the_life_of_an_older_link(db: str) -> None:
    _, old = links.make("dai-a", by="lan", now=NOW)
    links.rotate("dai-a", by="lan", now=NOW, overlap=timedelta(hours=1))
    links.rotate("dai-a", by="lan", now=NOW)
    assert links.find(old, NOW + timedelta(hours=2)) is None


def test_a_revoked_link_stops_at_once_and_says_who_stopped_it(db: str) -> None:
    row, secret = links.make("dai-a", by="lan", now=NOW)
    stopped = links.revoke(row.pk, by="minh", now=NOW)
    assert links.find(secret, NOW) is None
    assert (stopped.revoked_by, stopped.revoked_at) == ("minh", NOW)


def test_a_link_is_revoked_once(db: str) -> None:
    row, _ = links.make("dai-a", by="lan", now=NOW)
    links.revoke(row.pk, by="minh", now=NOW)
    with pytest.raises(BhxhError, match="không có đường dẫn"):
        links.revoke(row.pk, by="lan", now=NOW)


def test_links_are_listed_with_those_that_stopped(db: str) -> None:
    row, _ = links.make("dai-a", by="lan", now=NOW)
    links.make("dai-b", by="lan", now=NOW)
    links.revoke(row.pk, by="minh", now=NOW)
    assert [(link.station, links.is_valid(link, NOW)) for link in links.every()] == [("dai-a", False), ("dai-b", True)]
    assert [link.station for link in links.every("dai-b")] == ["dai-b"]
