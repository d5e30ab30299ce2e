"""A released script that must not be read for now: still out, but its words are kept back at the station."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from scheduler.core.phrase import phrase
from scheduler.core.states import SCREEN, State
from scheduler.errors import BhxhError
from scheduler.store.corrections import proof
from scheduler.store.models import Post
from scheduler.store.queue.move import Overtaken, note


def withhold(post: Post, *, by: str, now: datetime, why: str) -> bool:
    """Keep a released script from being read; False where it is kept back already. Noted in its log.

    Raises BhxhError where it is not out or nobody says why, Overtaken where it was moved meanwhile.
    """
    _require_out(post)
    if not why.strip():
        raise BhxhError(
            phrase("việc này cần lý do"),
            where=post.key,
            fix=phrase('hãy thêm --why "lý do"'),
            at_desk=phrase("hãy ghi lý do"),
        )
    return _set(post, now, by=by, now=now, why=why)


def lift(post: Post, *, by: str, now: datetime, why: str = "") -> bool:
    """Let the script be read again; False where nothing kept it back."""
    _require_out(post)
    return _set(post, None, by=by, now=now, why=why or "cho đọc lại")


WITHHELD = "withheld"
"""The phase of a released script whose channel has been told that it is withheld."""

_SHOWN_FOR = timedelta(days=1)
"""So long after its time a script still lies where somebody could read it."""


def shown_wrongly(now: datetime) -> list[Post]:
    """Released scripts whose channel has not been told yet that they are withheld, or may be read again."""
    rows = Post.objects.filter(state=State.PUBLISHED, due__gt=now - _SHOWN_FOR).select_related("payload", "uses")
    to_hide = rows.filter(withheld_at__isnull=False, phase="")
    to_show = rows.filter(~Q(phase=""), withheld_at__isnull=True, phase=WITHHELD)
    return [*to_hide.order_by("pk"), *to_show.order_by("pk")]


def mark_shown(post: Post) -> None:
    """Remember that the channel has been told, unless the script was withheld or let go meanwhile."""
    rows = Post.objects.filter(pk=post.pk, state=State.PUBLISHED, withheld_at=post.withheld_at)
    rows.update(phase=WITHHELD if post.withheld_at else "")


def _set(post: Post, at: datetime | None, *, by: str, now: datetime, why: str) -> bool:
    if (post.withheld_at is None) == (at is None):
        return False
    state = State(post.state)
    with transaction.atomic():
        rows = Post.objects.filter(pk=post.pk, state=state, withheld_at=post.withheld_at)
        if rows.update(withheld_at=at, why=why) != 1:
            raise Overtaken(post.key)
        detail = {"withheld": at is not None} | proof(post)
        note([(post, post.payload.sha256)], state, state, by=by, now=now, why=why, detail=detail)
    post.withheld_at, post.why = at, why
    return True


def _require_out(post: Post) -> None:
    if post.state != State.PUBLISHED:
        what = phrase(
            'kịch bản đang "{state}"; chỉ tạm ngừng đọc được kịch bản đã phát hành', state=SCREEN[State(post.state)]
        )
        raise BhxhError(
            what,
            where=post.key,
            fix=phrase("bài chưa phát hành thì tạm giữ: bhxh hold"),
            at_desk=phrase("bài chưa phát hành thì bấm Tạm giữ"),
        )
