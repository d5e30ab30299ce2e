"""Echoes: posts on a channel that say nearly the same within a month of each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from scheduler.core.similar import ALIKE, Sketch, likeness, sketch
from scheduler.core.states import State
from scheduler.store.models import Post
from scheduler.store.payloads import load_payload

SPAN = timedelta(days=30)
_MOST = 100
"""Posts of a channel that are compared: at three a day a month has no more."""

_GONE = (State.CANCELLED, State.RECALLED, State.MISSED, State.FAILED)


@dataclass(frozen=True)
class Echo:
    """A post that says nearly the same, and how nearly, in percent."""

    post: Post
    percent: int


def echoes(texts: Mapping[str, tuple[str, datetime]], *, but: Sequence[int] = ()) -> dict[str, Echo]:
    """By channel, the post most like the text that is to be said there: texts and times by channel.

    Only within a month before and after. One question for all channels; `but` are ids of posts left out.
    """
    if not texts:
        return {}
    first, last = min(due for _, due in texts.values()), max(due for _, due in texts.values())
    rows = Post.objects.filter(channel__in=texts, due__gte=first - SPAN, due__lte=last + SPAN)
    rows = rows.exclude(state__in=_GONE).exclude(pk__in=but).select_related("payload")
    found: dict[str, Echo] = {}
    for post in rows.order_by("-due", "pk")[: _MOST * len(texts)]:
        text, due = texts[post.channel]
        if abs(post.due - due) > SPAN:
            continue
        near = likeness(_sketch(text), _sketch(load_payload(post.payload).text))
        if near >= ALIKE and round(near * 100) > found.get(post.channel, Echo(post, 0)).percent:
            found[post.channel] = Echo(post, round(near * 100))
    return found


@lru_cache(maxsize=5000)
def _sketch(text: str) -> Sketch:
    return sketch(text)
