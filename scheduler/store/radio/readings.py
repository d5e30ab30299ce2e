"""The readings of one text: each is a script of its own, with its own slot and number; together they are n of N."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduler.core.post import HAND_WRITTEN
from scheduler.core.states import State
from scheduler.store.models import Post

_GONE = (State.CANCELLED, State.DRAFT)
MOST_ORDINALS = 10
"""Five readings at most, twice where the clock repeats an hour. Asked for by name, each is one step in an index."""
_FIELDS = ("key", "rev", "state", "campaign", "channel", "lang", "planned", "message", "payload_id", "due", "issue")


@dataclass(frozen=True, slots=True)
class Place:
    """Which reading a script is for (from 1), of how many; `posts` are the rows of all of them, every issue."""

    nth: int
    of: int
    posts: tuple[Post, ...]


_Same = tuple[object, ...]
_Group = dict[str, list[Post]]
"""The rows of each key, first revision first."""


def places(posts: Sequence[Post]) -> dict[int, Place]:
    """By post: its place among the readings of its text. Scripts that were cancelled, or only drafted, do not count.

    One query however many posts; the rows it gives have no texts.
    """
    stems = {post.key.rpartition("/")[0] for post in posts}
    wanted = {post.key for post in posts} | {f"{stem}/{n}" for stem in stems for n in range(1, MOST_ORDINALS + 1)}
    rows = Post.objects.filter(key__in=wanted).only(*_FIELDS)
    groups: dict[_Same, _Group] = {}
    same_of: dict[str, _Same] = {}
    for row in rows.order_by("key", "rev"):
        # What a script is about is what its first revision said: a later one may be typed by hand.
        same = same_of.setdefault(row.key, _same(row))
        groups.setdefault(same, {}).setdefault(row.key, []).append(row)
    keys = {post.key for post in posts if post.key in same_of}
    return {pk: place for key in keys for pk, place in _of(key, groups[same_of[key]])}


def _same(row: Post) -> _Same:
    text = row.payload_id if row.campaign == HAND_WRITTEN else row.message
    return (row.campaign, row.channel, row.lang, row.planned, text)


def _of(key: str, group: _Group) -> Iterator[tuple[int, Place]]:
    counted = [name for name, rows in group.items() if name == key or any(row.state not in _GONE for row in rows)]
    counted.sort(key=lambda name: (group[name][0].due, name))
    every = tuple(row for name in counted for row in group[name])
    place = Place(counted.index(key) + 1, len(counted), every)
    for row in group[key]:
        yield row.pk, place
