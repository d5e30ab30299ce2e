"""Probes that somebody asked for at the desk: the clock runs each once, and keeps what it found."""

from typing import Any

from scheduler.publish.tokens.asked import answer_probes
from scheduler.store import health, probes
from tests.pages import NOW

LINK = "https://desk.example.vn"


def answered(house: Any) -> int:
    return answer_probes(house.reach(), NOW, LINK)


def test_the_clock_runs_what_was_asked_for_once(new_house: Any) -> None:
    house = new_house(2)
    probes.want(house.channels[0])
    assert [answered(house), answered(house)] == [1, 0]
    kept = health.of(house.channels[0])
    assert kept and kept.probe["recommended"] == "two-phase" and kept.probed_at == NOW
    assert health.of(house.channels[1]) is None
    assert house.seen(house.channels[0]) == []


def test_a_page_without_a_token_says_what_is_missing_instead(new_house: Any) -> None:
    house = new_house()
    channel = house.channels[0]
    house.token_file(channel).unlink()
    probes.want(channel)
    assert answered(house) == 1
    kept = health.of(channel)
    assert kept and kept.probe["why"] and kept.probe["clean"] and not kept.probe["recommended"]


def test_a_page_that_content_no_longer_has_is_let_go(new_house: Any) -> None:
    house = new_house()
    probes.want("fb-da-bo")
    assert answered(house) == 0
    assert probes.wanted() == []
