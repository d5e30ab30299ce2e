"""One look says who comes and whether anything changed; nothing that a station sees changes unseen."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from scheduler.store.models import Airing, Post, Receipt, StationLink
from scheduler.store.radio import links
from scheduler.store.radio.glance import _ON_SQLITE, Ask, Glance, glances, marks
from tests.web.pull.house import DUE, EVE, MORNING, House, recall


def glance(house: House, link: str, since: datetime = MORNING - timedelta(hours=5)) -> Glance | None:
    _, _, station, secret, _ = link.split("/")

    async def look() -> Glance | None:
        eyes = glances(house.config.database)
        try:
            return await eyes.look(Ask(station, links.digest(secret), since, since + timedelta(days=1), MORNING))
        finally:
            await eyes.close()

    return asyncio.run(look())


def said(post: Post, what: str) -> None:
    Receipt.objects.create(post=post, what=what, person="a", at=EVE, way="link", entered_by="a", entered_at=EVE)


def test_the_mark_changes_with_everything_that_a_station_may_see(small: House) -> None:
    station = small.station()
    link = small.link(station)
    seen: list[str] = []

    def changed() -> bool:
        found = glance(small, link)
        assert found is not None
        assert marks([station, "dai-3"], MORNING - timedelta(hours=5), MORNING + timedelta(hours=19)) == {
            station: found.mark, "dai-3": "",
        }  # fmt: skip
        seen.append(found.mark)
        return len(set(seen)) == len(seen)

    assert changed()
    post = small.script(station)
    assert changed(), "released"
    said(post, "received")
    assert changed(), "received"
    told = {"post": post, "way": "link", "entered_by": "a", "entered_at": EVE}
    Airing.objects.create(occurrence=1, aired=True, aired_at=DUE, **told)
    assert changed(), "aired"
    type(post).objects.filter(pk=post.pk).update(withheld_at=MORNING)
    assert changed(), "withheld"
    type(post).objects.filter(pk=post.pk).update(due=DUE + timedelta(minutes=1))
    assert changed(), "moved"
    small.script(station, DUE + timedelta(hours=2))
    assert changed(), "another one"
    recall(post, MORNING)
    assert changed(), "recalled"
    small.script("dai-2")
    assert not changed(), "another station's script"


def test_a_recall_of_any_day_is_in_the_mark_until_it_was_seen(small: House) -> None:
    station = small.station()
    post, link = small.script(station), small.link(station)
    later = MORNING + timedelta(days=20)
    assert glance(small, link, later) == Glance(StationLink.objects.get().pk, "")
    recall(post, MORNING)
    assert "recalled" in (glance(small, link, later) or Glance(0, "")).mark
    Receipt.objects.create(
        post=post, what="recall_seen", person="a", at=EVE, way="link", entered_by="a", entered_at=EVE
    )
    assert (glance(small, link, later) or Glance(0, "?")).mark == ""


def test_a_look_reads_no_recall_of_another_station(sqlite_template: Path) -> None:
    with closing(sqlite3.connect(sqlite_template)) as store:
        plan = store.execute(f"EXPLAIN QUERY PLAN {_ON_SQLITE}", ["sha", "dai-1", "since", "until", "now"])
        steps = [step for _, _, _, step in plan if step.startswith("SEARCH p ")]
    assert len(steps) == 2 and all("(channel=?" in step for step in steps), steps


def test_many_looks_at_once_each_get_their_own_answer(small: House) -> None:
    station = small.station()
    good, bad = small.link(station).split("/")[3], "x"

    async def all_at_once() -> list[Glance | None]:
        eyes = glances(small.config.database)
        asks = [Ask(station, links.digest(good if n % 2 else bad), EVE, DUE, MORNING) for n in range(500)]
        found = await asyncio.gather(*(eyes.look(ask) for ask in asks))
        await eyes.close()
        return found

    assert [found is not None for found in asyncio.run(all_at_once())] == [bool(n % 2) for n in range(500)]


def test_a_database_that_is_gone_is_told_and_found_again(tmp_path: Path) -> None:
    async def look() -> None:
        eyes = glances(f"sqlite:///{tmp_path / 'none' / 'db.sqlite3'}")
        with pytest.raises(OSError):
            await eyes.look(Ask("a", "b", EVE, DUE, MORNING))
        await eyes.close()

    asyncio.run(look())
