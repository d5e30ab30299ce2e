"""What was released or taken back lately: what a mirror must show at once, and where to begin."""

from datetime import datetime, timedelta

from django.db.models import Max, Q

from scheduler.core.render import SPOKEN_KINDS
from scheduler.core.states import State
from scheduler.store.models import Post, Transition

_BACK = timedelta(days=2)


def newest_row() -> int:
    """The newest row of the log of states."""
    return Transition.objects.aggregate(last=Max("pk"))["last"] or 0


def changed_since(row: int) -> bool:
    """Whether a script was released, recalled or withheld after that row of the log."""
    rows = Transition.objects.filter(pk__gt=row, new__in=(State.PUBLISHED, State.RECALLED))
    return rows.filter(post__kind__in=SPOKEN_KINDS).exists()


def stations_with_taken(now: datetime) -> frozenset[str]:
    """The stations that may still hold a script that must not be read any more."""
    rows = Post.objects.filter(kind__in=SPOKEN_KINDS, due__gt=now - _BACK)
    taken = Q(state=State.RECALLED) | Q(state=State.PUBLISHED, withheld_at__isnull=False)
    return frozenset(rows.filter(taken).values_list("channel", flat=True).distinct())
