"""A unit's calendar link gives that unit's posts and no text of them, to whoever has it, until it is renewed."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar

from scheduler.core.approval import Role
from scheduler.core.states import State
from scheduler.store.models import Post
from scheduler.web.pages import feed
from tests.store.campaigns import set_state
from tests.web.conftest import House


def path_of(unit: str) -> str:
    return urlsplit(feed.address(unit)).path


def events(body: bytes) -> list[dict[str, str]]:
    return [{name: str(event[name]) for name in event} for event in Calendar.from_ical(body).walk("VEVENT")]


def test_the_link_needs_no_log_in_and_gives_the_posts_of_the_unit_and_those_below(queued: House) -> None:
    visitor = queued.client()
    mine = events(visitor.get(path_of("u-a")).content)
    assert len(mine) == Post.objects.filter(unit="u-a").count()
    all_of_them = events(visitor.get(path_of("u-tinh")).content)
    assert len(all_of_them) == Post.objects.exclude(unit="u-khac").count()
    text = str(mine)
    assert "Thông điệp muc" in text
    assert "Mức đóng thấp nhất là" not in text


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (State.PENDING, "TENTATIVE"), (State.APPROVED, "CONFIRMED"), (State.HELD, "TENTATIVE"),
        (State.PUBLISHED, "CONFIRMED"), (State.RECALLED, "CANCELLED"),
    ],
)  # fmt: skip
def test_a_post_that_may_still_not_go_out_is_drawn_as_one_that_may(queued: House, state: State, told: str) -> None:
    post = Post.objects.filter(unit="u-a")[0]
    proof = {"remote_id": "1_1", "published_at": post.due} if state in (State.PUBLISHED, State.RECALLED) else {}
    set_state(post, state, **proof)
    assert _status(queued, post) == told
    Post.objects.filter(pk=post.pk).update(withheld_at=post.due)
    assert _status(queued, post) != "CONFIRMED"


def _status(queued: House, post: Post) -> str:
    mine = events(queued.client().get(path_of("u-a")).content)
    (found,) = (event["STATUS"] for event in mine if event["UID"].startswith(f"{post.key}/"))
    return found


def test_what_did_not_change_is_not_sent_again(queued: House) -> None:
    visitor = queued.client()
    mark = visitor.get(path_of("u-a")).headers["ETag"]
    assert visitor.get(path_of("u-a"), headers={"If-None-Match": mark}).status_code == 304


def test_a_wrong_an_old_and_a_foreign_link_get_the_same_answer(queued: House) -> None:
    visitor, old = queued.client(), path_of("u-a")
    queued.client(Role.ADMIN, "u-a").post("/calendar/u-a/renew")
    wrong = [old, path_of("u-b").replace("/u-b/", "/u-a/"), "/calendar/u-a/xyz.ics", "/calendar/nowhere/xyz.ics"]
    answers = [visitor.get(address) for address in wrong]
    assert {answer.status_code for answer in answers} == {404}
    assert visitor.get(path_of("u-a")).status_code == 200


def test_only_an_administrator_of_the_unit_renews_it(queued: House) -> None:
    old = path_of("u-a")
    assert queued.client(Role.AUTHOR, "u-a").post("/calendar/u-a/renew").status_code == 403
    assert queued.client(Role.ADMIN, "u-b").post("/calendar/u-a/renew").status_code == 404
    assert path_of("u-a") == old
    assert feed.address("u-a") in queued.client(Role.AUTHOR, "u-a").get("/calendar").text


def test_of_many_posts_those_to_come_are_not_crowded_out_by_those_that_were(
    queued: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "MOST", 4)
    monkeypatch.setattr(feed, "MOST_PAST", 1)
    dues = [post.due for post in Post.objects.order_by("due", "pk")]
    queued.at(dues[5] + timedelta(seconds=1))
    found: list[Any] = Calendar.from_ical(queued.client().get(path_of("u-tinh")).content).walk("VEVENT")
    times = [event["DTSTART"].dt for event in found]
    assert sum(time > queued.now for time in times) == 3
    assert [time for time in times if time <= queued.now] == [dues[5]]
