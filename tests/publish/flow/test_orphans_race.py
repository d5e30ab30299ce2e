"""The sweep for lost drafts and a retry of the same draft may meet: the good draft must live."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from scheduler.core.states import State
from scheduler.publish.orphans import sweep_orphans
from scheduler.store.models import Attempt, Post

DUE = datetime.fromisoformat("2026-11-23T12:30:00+00:00")
MINUTE = timedelta(minutes=1)


def lost_draft(house: Any) -> Post:
    """A post whose first draft was made, and the answer lost."""
    house.fails("executed-then-cut", edge="feed", method="POST")
    key = house.post("Một lần.")
    house.tick(DUE - 15 * MINUTE)
    assert (house.drafts(), Attempt.objects.filter(doubt=True).count()) == (1, 1)
    return Post.objects.get(key=key)


def sweep(house: Any, now: datetime) -> None:
    sweep_orphans(house.ticker.worker, lambda: now, timedelta(0))


def test_a_lost_draft_is_swept_when_nobody_is_at_its_post(house_of: Callable[..., Any]) -> None:
    house = house_of("two-phase")
    lost_draft(house)
    sweep(house, DUE - 14 * MINUTE)
    assert (house.drafts(), Attempt.objects.filter(doubt=True).count()) == (0, 0)


@pytest.mark.parametrize("fault", ["cut", "html", "rate-limit"])
def test_a_list_that_fails_is_read_again_before_the_draft_is_forgotten(
    fault: str, house_of: Callable[..., Any]
) -> None:
    house = house_of("two-phase")
    lost_draft(house)
    house.fails(fault, edge="promotable_posts", seconds=0)
    sweep(house, DUE - 14 * MINUTE)
    assert (house.drafts(), Attempt.objects.filter(doubt=True).count()) == (1, 1)
    sweep(house, DUE - 13 * MINUTE)
    assert (house.drafts(), Attempt.objects.filter(doubt=True).count()) == (0, 0)


def test_the_sweep_spares_drafts_of_a_post_that_a_worker_is_at(house_of: Callable[..., Any]) -> None:
    house = house_of("two-phase")
    post = lost_draft(house)
    Post.objects.filter(pk=post.pk).update(lease_by="other", lease_until=DUE)
    sweep(house, DUE - 14 * MINUTE)
    assert (house.drafts(), Attempt.objects.filter(doubt=True).count()) == (1, 1)
    Post.objects.filter(pk=post.pk).update(lease_by="", lease_until=None)
    house.play(DUE - 13 * MINUTE)
    assert (house.drafts(), Post.objects.get(pk=post.pk).state) == (0, State.PUBLISHED)
    assert len(house.shown()) == 1
