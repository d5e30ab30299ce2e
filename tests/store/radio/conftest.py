"""The office of `tests/store` with the scripts of its campaign released."""

from collections.abc import Callable

import pytest

from scheduler.core.states import State
from scheduler.store.models import Post
from tests.store.campaigns import Desk, posts, set_state
from tests.store.radio.office import release

Script = Callable[[], Post]


@pytest.fixture
def script(desk: Desk) -> Script:
    """Queue, approve and release the campaign's scripts; gives the first that quotes a figure, as it stands now."""
    desk.queue()
    desk.approve()
    for post in posts(kind="radio"):
        release(post)
    for post in posts(kind="facebook"):
        set_state(post, State.CANCELLED)

    def first() -> Post:
        return posts(kind="radio", message="muc", issue=1)[0]

    return first
