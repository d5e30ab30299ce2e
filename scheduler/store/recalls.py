"""What is to be taken back: asked for by a person, done by the clock, told truly in between."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from scheduler.core.approval import Person, forbidden
from scheduler.core.phrase import phrase
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.store.models import Post, Recall
from scheduler.store.queue.act import Done, in_state, within

_LONG = timedelta(minutes=10)
"""Until when a try is left alone that never came to an end, as of a machine that died in it."""


def want_recall(posts: Iterable[Post], person: Person, *, now: datetime, why: str) -> Done:
    """Ask for posts to be taken back; asked again, they are tried again at once. Raises BhxhError where the person
    may not, or gives no reason."""
    if reason := forbidden(person, "recall"):
        raise BhxhError(reason, where="recall", fix=phrase("hãy nhờ người có quyền"))
    if not why.strip():
        raise BhxhError(phrase("việc này cần lý do"), where="recall", fix=phrase("hãy ghi lý do thu hồi"))
    done = Done()
    for post in within(posts, person, done):
        if post.state != State.PUBLISHED:
            done.left.append((post.key, in_state(post)))
            continue
        _wish(post, person, now, why.strip())
        done.moved += 1
    return done


def _wish(post: Post, person: Person, now: datetime, why: str) -> None:
    """Store it. What somebody asked for before stays his, with the other's reason beside his own."""
    anew = {"next_try": None, "tries": 0, "trouble": ""}
    first = {"why": why, "by": person.name, "at": now}
    row, made = Recall.objects.update_or_create(post=post, done_at=None, defaults=anew, create_defaults=anew | first)
    if not made and why not in row.why:
        Recall.objects.filter(pk=row.pk).update(why=f"{row.why}; {person.name}: {why}")


def recall_of(post: Post) -> Recall | None:
    """The word to take the post back that is not carried out yet."""
    return Recall.objects.filter(post=post, done_at=None).first()


def open_recalls() -> QuerySet[Recall]:
    """Those not done yet, the first asked for first."""
    return Recall.objects.filter(done_at=None).select_related("post").order_by("id")


def recalls_done(since: datetime) -> QuerySet[Recall]:
    """Those that were done from then on."""
    return Recall.objects.filter(done_at__gte=since)


def recalls_due(now: datetime, limit: int = 500) -> list[Recall]:
    """Those to be tried now."""
    rows = Recall.objects.filter(Q(next_try__isnull=True) | Q(next_try__lte=now), done_at=None)
    return list(rows.select_related("post__payload", "post__uses").order_by("id")[:limit])


def claim_recall(recall: Recall, now: datetime) -> bool:
    """Take one for a try; False where another worker was first."""
    rows = Recall.objects.filter(pk=recall.pk, tries=recall.tries, done_at=None)
    return rows.update(tries=recall.tries + 1, next_try=now + _LONG) == 1


def recall_done(recall: Recall, *, now: datetime) -> None:
    """The post is gone there, or was before."""
    Recall.objects.filter(pk=recall.pk).update(done_at=now, next_try=None, trouble="")


def recall_later(recall: Recall, trouble: str, at: datetime) -> None:
    """The channel did not take it back; it is tried again then."""
    Recall.objects.filter(pk=recall.pk, done_at=None).update(trouble=trouble, next_try=at)
