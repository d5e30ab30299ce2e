"""What is measured is what it is called: as many posts, as many different texts, all of them readable aloud."""

from pathlib import Path

import pytest

from bench.country.content import DAYS, ZONE, build
from scheduler.core.plan import plan
from scheduler.core.render import Place, Renderer
from scheduler.core.slot import Slot

CONTENT = Path(__file__).resolve().parents[2] / "content"


@pytest.mark.parametrize("posts", [2_000, 10_000])
def test_a_part_of_the_country_has_the_posts_it_is_asked_for_and_no_gap(posts: int) -> None:
    country = build(posts, CONTENT)
    items = list(plan(country.content, country.campaign, zone=ZONE))
    slots = [item for item in items if isinstance(item, Slot)]
    assert len(slots) == len(items), "a gap is a post that would not be measured"
    assert len(slots) == pytest.approx(posts, rel=0.2)
    assert len({slot.due.date() for slot in slots}) == DAYS


def texts_per_post(posts: int) -> float:
    country = build(posts, CONTENT)
    renderer, content = Renderer(country.content), country.content
    slots = [item for item in plan(content, country.campaign, zone=ZONE, renderer=renderer) if isinstance(item, Slot)]
    texts = set()
    for slot in slots:
        place = Place(content.channels[slot.channel], slot.unit, slot.lang, slot.due, country.campaign)
        rendered = renderer.render(content.messages[slot.message], place)
        assert not rendered.unread
        texts.add(rendered.payload.sha256)
    return len(texts) / len(slots)


def test_a_small_part_has_as_many_different_texts_per_post_as_a_larger_one() -> None:
    assert texts_per_post(10_000) == pytest.approx(texts_per_post(20_000), rel=0.05)
