"""Each pull is on disk before its answer is sent, and in the database once, whatever happens in between."""

import time
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

from django.db import connections

from scheduler.store.models import Fetch, Pull, Setting
from scheduler.store.radio import fetches
from scheduler.store.radio.spool import ENDING
from tests.web.pull.house import MORNING, House, Served, serving, start


def soon(what: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether it comes true in a while: the database takes pulls a moment after they are on disk."""
    until = time.monotonic() + seconds
    while not what():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def pulls(station: str) -> list[tuple[str, list[int]]]:
    return [(row.form, row.posts) for row in Pull.objects.filter(station=station).order_by("pk")]


def spooled(house: House) -> str:
    folder = house.config.var / house.config.mode / "pulls"
    return "".join(path.read_text(encoding="utf-8") for path in Path(folder).glob(f"*{ENDING}"))


def test_a_pull_names_the_scripts_whose_words_it_gave(served: Served, house: House) -> None:
    station = house.station()
    post, link = house.script(station), house.link(station)
    served.ask(link)
    served.ask(f"{link}2026-11-26/0530-1-vi.txt")
    served.ask(f"{link}2026-11-26/manifest.json")
    assert soon(lambda: len(pulls(station)) == 3)
    assert pulls(station) == [("html", [post.pk]), ("txt", [post.pk]), ("json", [])]
    assert fetches.first_fetches([post.pk]) == {post.pk: MORNING.astimezone(UTC)}
    assert fetches.last_pull(station) == MORNING.astimezone(UTC)


def test_a_repeated_pull_is_recorded_and_fetches_nothing(served: Served, house: House) -> None:
    station = house.station()
    post, link = house.script(station), house.link(station)
    tag = served.ask(link).headers["etag"]
    served.ask(link, if_none_match=tag)
    assert soon(lambda: len(pulls(station)) == 2)
    assert [posts for _, posts in pulls(station)] == [[post.pk], []]


def test_a_look_at_the_headers_fetches_nothing(served: Served, house: House) -> None:
    station = house.station()
    house.script(station)
    link = house.link(station)
    reply = served.ask(link, "HEAD")
    assert (reply.status, reply.body) == (200, b"")
    served.ask(link)
    assert soon(lambda: len(pulls(station)) == 1)


def test_a_recalled_script_is_not_fetched_by_being_shown_as_recalled(served: Served, house: House) -> None:
    from tests.web.pull.house import recall

    station = house.station()
    post, link = house.script(station), house.link(station)
    recall(post, MORNING)
    served.ask(link)
    assert soon(lambda: len(pulls(station)) == 1)
    assert not Fetch.objects.filter(pk=post.pk).exists()


def test_what_was_answered_is_recorded_once_though_the_machine_dies_at_once(served: Served, house: House) -> None:
    station = house.station()
    post, link = house.script(station), house.link(station)
    other = start(house)
    for _ in range(3):
        assert other.ask(link).status == 200
    other.kill()
    assert spooled(house).count(f'["{station}"') + len(pulls(station)) >= 3
    with serving(house):
        assert soon(lambda: len(pulls(station)) == 3)
    connections.close_all()
    assert pulls(station) == [("html", [post.pk])] * 3
    assert f'"{station}"' not in spooled(house)


def test_a_machine_that_stops_in_order_leaves_nothing_behind(served: Served, house: House) -> None:
    station = house.station()
    house.script(station)
    with serving(house) as other:
        other.ask(house.link(station))
        own = Setting.objects.filter(name__startswith="pulls:").count()
    assert len(pulls(station)) == 1
    assert own >= 1 and Setting.objects.filter(name__startswith="pulls:").count() < own + 1
