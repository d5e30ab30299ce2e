"""What is known of stations' pulls: when a script was first fetched, when a link was last used.

A fetch says that a machine asked for the bytes. It never counts as received, and never as aired.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max

from scheduler.store.models import Fetch, StationLink


def first_fetches(posts: Collection[int]) -> dict[int, datetime]:
    """When each of the scripts was first pulled; those that were not are left out."""
    return dict(Fetch.objects.filter(post__in=posts).values_list("post_id", "at"))


def last_pull(station: str) -> datetime | None:
    """When the station last pulled anything by any of its links."""
    return last_pulls([station]).get(station)


def last_pulls(stations: Collection[str] | None = None) -> dict[str, datetime]:
    """When each station last pulled anything; those that never did are left out; of all, or of those given."""
    rows = StationLink.objects.filter(used_at__isnull=False)
    rows = rows if stations is None else rows.filter(station__in=stations)
    return dict(rows.values_list("station").annotate(last=Max("used_at")))


def last_used(links: Collection[int]) -> dict[int, datetime]:
    """When each link was last used; those never used are left out."""
    rows = StationLink.objects.filter(pk__in=links, used_at__isnull=False).values_list("pk", "used_at")
    return {pk: at for pk, at in rows if at is not None}
