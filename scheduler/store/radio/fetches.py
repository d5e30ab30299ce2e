"""What stations pulled, and when. Written in batches; asked per script and per station.

A fetch says that a machine asked for the bytes. It never counts as received, and never as aired.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Min

from scheduler.store.bulk import insert, instant
from scheduler.store.models import Fetch

_COLUMNS = ("station", "link_id", "post_id", "form", "at")


@dataclass(frozen=True, slots=True)
class Fetched:
    """One thing that a station pulled. `post` is None for a list, or an answer that nothing is new; `form` is the
    format (`html`, `txt`, `docx`, `bundle`…); `link` is None for what came by no link (a mirror, a stick)."""

    station: str
    form: str
    at: datetime
    link: int | None = None
    post: int | None = None


def record(rows: Iterable[Fetched]) -> None:
    """Store what was pulled, in one statement and one commit: on disk when this returns."""
    packed = [(row.station, row.link, row.post, row.form, instant(row.at)) for row in rows]
    with transaction.atomic():
        insert(Fetch, _COLUMNS, packed)


def first_fetches(posts: Collection[int]) -> dict[int, datetime]:
    """When each of the scripts was first pulled; those that were not are left out."""
    rows = Fetch.objects.filter(post__in=posts).values_list("post").annotate(first=Min("at"))
    return {post: first for post, first in rows if post is not None}


def last_pull(station: str) -> datetime | None:
    """When the station last pulled anything."""
    return Fetch.objects.filter(station=station).order_by("-at").values_list("at", flat=True).first()


def last_pulls() -> dict[str, datetime]:
    """When each station last pulled anything; reads the index, so ask for all at once only on a page that needs it."""
    return dict(Fetch.objects.values_list("station").annotate(last=Max("at")))


def last_used(links: Collection[int]) -> dict[int, datetime]:
    """When each link was last used; those never used are left out. Reads the fetches of the links' stations."""
    rows = Fetch.objects.filter(link__in=links).values_list("link").annotate(last=Max("at"))
    return {link: last for link, last in rows if link is not None}
