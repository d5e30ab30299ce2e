"""Recall: by the dozen, each post named that stayed, and nothing called recalled that is still there."""

from collections.abc import Callable
from typing import Any

from scheduler.core.states import State
from scheduler.publish.recall import recall_posts
from scheduler.store.models import Attempt, Post
from tests.publish.flow.conftest import DUE, MINH, MINUTE, get


def recalled(house: Any, *keys: str) -> Any:
    posts = [get(key) for key in keys]
    return recall_posts(house.ticker.worker, posts, MINH, now=DUE + 9 * MINUTE, why="sai số liệu")


def test_posts_of_many_pages_are_taken_back_and_what_stays_is_named(house_of: Callable[..., Any]) -> None:
    house = house_of(pages=4)
    keys = [house.post(page=page) for page in range(4)]
    house.play()
    house.fails("html", page=2, method="DELETE")
    done = recalled(house, *keys)
    assert (done.moved, [key for key, _ in done.left]) == (3, [keys[2]])
    assert [get(key).state for key in keys] == ["recalled", "recalled", "published", "recalled"]
    assert [bool(house.seen(page)[0]["gone_at"]) for page in range(4)] == [True, True, False, True]
    assert recalled(house, keys[2]).moved == 1


def test_each_recall_leaves_an_attempt_that_was_there_before_its_call(house: Any) -> None:
    key = house.post()
    house.play()
    house.fails("executed-then-cut", method="DELETE")
    assert recalled(house, key).left
    attempt = Attempt.objects.get(step="recall")
    assert (attempt.outcome, get(key).state) == ("again", State.PUBLISHED)
    assert recalled(house, key).moved == 1


def test_a_bug_on_one_page_does_not_hide_that_its_posts_stayed(house_of: Callable[..., Any], monkeypatch: Any) -> None:
    house = house_of(pages=2)
    keys = [house.post(page=0), house.post("Bài hai.", page=0, late=1), house.post(page=1)]
    house.play()
    carrier = house.ticker.worker.carriers["facebook"]
    works = carrier.recall

    def fails(job: Any, now: Any) -> Any:
        if job.key == keys[0]:
            raise RuntimeError("a bug")
        return works(job, now)

    monkeypatch.setattr(carrier, "recall", fails)
    done = recalled(house, *keys)
    assert done.moved == 1 and {key for key, _ in done.left} == set(keys[:2])
    assert Post.objects.filter(state=State.RECALLED).count() == 1
