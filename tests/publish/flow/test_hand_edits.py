"""Somebody changes on Facebook what lies there before its time: the machine as a whole asks for approval again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from scheduler.core.states import State
from scheduler.store.models import Notice, Transition
from scheduler.store.notices import ALTERED
from scheduler.store.queue.approve import approve
from tests.publish.flow.conftest import DUE, MINH, MINUTE, get

OTHER = "Chữ do ai đó sửa trên trang."


def edited(house: Any, key: str, at: Any) -> None:
    house.graph(get(key).remote_id, at, message=OTHER)


def kinds() -> set[str]:
    return set(Notice.objects.filter(resolved_at=None).values_list("kind", flat=True))


@pytest.mark.parametrize("protocol", ["two-phase", "handover"])
def test_a_draft_changed_by_hand_waits_for_approval_and_then_the_approved_words_go_out_once(
    protocol: str, house_of: Callable[..., Any]
) -> None:
    house = house_of(protocol)
    key = house.post("Chữ đã duyệt.")
    house.tick(DUE - 14 * MINUTE)
    edited(house, key, DUE - 13 * MINUTE)
    house.play(DUE - 12 * MINUTE, DUE + 5 * MINUTE)
    post = get(key)
    assert post.state == State.PENDING and OTHER in post.why
    assert house.seen() == [] and house.drafts() == 0
    house.tick(DUE + 6 * MINUTE)
    assert "unapproved" in kinds()
    approve([get(key)], MINH, now=DUE + 7 * MINUTE, author_may_approve=False)
    house.play(DUE + 7 * MINUTE)
    assert [words for words, _ in house.shown()] == ["Chữ đã duyệt."]
    assert get(key).state == State.PUBLISHED


def test_a_draft_changed_by_hand_was_never_shown_says_the_log(house: Any) -> None:
    key = house.post()
    house.tick(DUE - 14 * MINUTE)
    edited(house, key, DUE - 13 * MINUTE)
    house.tick(DUE)
    steps = list(Transition.objects.filter(post__key=key).order_by("id").values_list("old", "new"))
    assert steps[-3:] == [("approved", "sending"), ("sending", "approved"), ("approved", "pending")]


@pytest.mark.parametrize("protocol", ["two-phase", "handover"])
def test_words_changed_too_late_are_told_to_a_person_and_stand_in_the_log(
    protocol: str, house_of: Callable[..., Any]
) -> None:
    """Changed and released by hand, or changed after the last look: the public reads it, and the log says so."""
    house = house_of(protocol, handover_locked=timedelta(minutes=9))
    key = house.post("Chữ đã duyệt.")
    house.play(DUE - 15 * MINUTE, DUE - 5 * MINUTE)
    edited(house, key, DUE - 4 * MINUTE)
    if protocol == "two-phase":
        house.graph(get(key).remote_id, DUE - MINUTE, is_published="true")
    house.play(DUE - MINUTE)
    post = get(key)
    assert post.state == State.PUBLISHED and OTHER in post.why
    assert [words for words, _ in house.shown()] == [OTHER]
    told = Notice.objects.get(kind=ALTERED, resolved_at=None)
    assert OTHER in told.reason and key in told.remedy
    assert told.subject == f"{post.channel}#{post.pk}"  # so that its unit sees it
