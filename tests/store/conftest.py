"""Posts for store tests, made the way the queue makes them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from scheduler.core.approval import Person, Role
from scheduler.core.post import Payload, Rendered, UsedFact, Uses
from scheduler.core.slot import Reason, Slot, Turn, slot_key
from scheduler.core.states import State
from scheduler.store.models import Post
from scheduler.store.payloads import Shelf
from scheduler.store.queue.approve import approve
from scheduler.store.queue.insert import Numbers, insert_posts

if TYPE_CHECKING:
    from tests.store.campaigns import Desk

NOW = datetime(2021, 5, 1, 1, 0, tzinfo=UTC)
DUE = NOW + timedelta(hours=6)

MakePost = Callable[..., Post]


def slot(channel: str = "fb-a", *, due: datetime = DUE, kind: str = "facebook", ordinal: int = 1) -> Slot:
    key = slot_key("thu", channel, "vi", due, ordinal)
    return Slot(key, "thu", "m", "u", channel, kind, "vi", due, 60, Reason("", due, Turn(1, 1, 1)))


def rendered(text: str = "Chào bà con", *, kind: str = "facebook", **more: object) -> Rendered:
    facts = (UsedFact("rate", "22%", ("rate@2014-01-01",), "Luật", (("rate@2014-01-01", "22"),)),)
    uses = Uses("u", "BHXH huyện Thử", facts if more.pop("doubtful", False) else ())
    return Rendered(Payload(kind, "vi", text, reading=text if kind == "radio" else ""), uses, 60, **more)  # type: ignore[arg-type]  # unread only


@pytest.fixture
def make_post(db: str) -> MakePost:
    """Make a post: pending, or approved by Minh where `state` says so."""

    def make(channel: str = "fb-a", *, text: str = "Chào bà con", state: State = State.PENDING, due: datetime = DUE,
             kind: str = "facebook", ordinal: int = 1, **more: object) -> Post:  # fmt: skip
        where = slot(channel, due=due, kind=kind, ordinal=ordinal)
        with transaction.atomic():
            insert_posts([(where, rendered(text, kind=kind, **more), 0)], Shelf(), Numbers(), by="lan", now=NOW)
        post = get(where.key)
        if state == State.APPROVED:
            approve([post], MINH, now=NOW, author_may_approve=False, word="đúng")
            post = get(where.key)
        return post

    return make


def get(key: str) -> Post:
    return Post.objects.select_related("payload", "uses").get(key=key)


LAN = Person("lan", Role.AUTHOR)
MINH = Person("minh", Role.APPROVER)


@pytest.fixture
def desk(db: str, tmp_path: Path) -> "Desk":
    """An office with a small content folder, on an open database."""
    from tests.store.campaigns import Desk

    return Desk(tmp_path / "content")
