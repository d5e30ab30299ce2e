"""Drafts that an approver sent back, and why: a draft that its author just keeps was sent back by nobody."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from scheduler.core.states import State
from scheduler.store.models import Post, Transition
from scheduler.store.queue.edit import EDITED

_BACK = {"old": State.PENDING, "new": State.DRAFT}


def returned_first(drafts: QuerySet[Post]) -> QuerySet[Post]:
    """The drafts by time, those that ever were sent back before the others."""
    back = Transition.objects.filter(post=OuterRef("pk"), **_BACK).exclude(why__in=("", EDITED))
    return drafts.annotate(back=Exists(back)).order_by("-back", "due", "pk")


def returned(drafts: Iterable[Post]) -> dict[int, Transition]:
    """By draft, how it was sent back last; left out are those that their author took back to go on writing."""
    rows = Transition.objects.filter(post__in=list(drafts), **_BACK).order_by("pk")
    last = {row.post_id: row for row in rows}
    return {post: row for post, row in last.items() if row.why not in ("", EDITED)}
