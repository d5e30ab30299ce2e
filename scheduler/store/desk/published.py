"""The log's page: what went out, newest first, searched by words, a page at a time however long the log is."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from scheduler.store.models import Post
from scheduler.store.search import matching

PAGE = 50


@dataclass(frozen=True)
class Place:
    """Where in the log a page ends: the instant and id of its last post. The next page begins after it."""

    at: datetime
    pk: int


@dataclass(frozen=True)
class Page:
    """Posts of the log, and where the next page begins; None at the end."""

    posts: list[Post]
    next: Place | None


def page(posts: QuerySet[Post], *, query: str = "", after: Place | None = None, size: int = PAGE) -> Page:
    """One page of what went out. Two questions more than the page itself, however many posts there are."""
    rows = matching(posts.filter(published_at__isnull=False), query)
    if after is not None:
        # In this form both databases read the index from the place on, and no row before it.
        rows = rows.filter(Q(published_at__lt=after.at) | Q(pk__lt=after.pk), published_at__lte=after.at)
    found = list(rows.select_related("payload", "uses").order_by("-published_at", "-pk")[: size + 1])
    shown = found[:size]
    more = len(found) > size
    return Page(shown, Place(_at(shown[-1]), shown[-1].pk) if more else None)


def _at(post: Post) -> datetime:
    if post.published_at is None:
        raise ValueError(f"{post.key} is not out")
    return post.published_at
