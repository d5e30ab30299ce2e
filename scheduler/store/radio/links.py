"""Secret links of stations. A secret is shown once, when it is made; here lies only its SHA-256."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from scheduler.core.phrase import phrase
from scheduler.errors import BhxhError
from scheduler.store.models import StationLink

BYTES = 24
"""Random bytes of a secret: 192 bits, 32 letters in a URL. Nobody guesses it, so a plain hash protects it."""

OVERLAP = timedelta(days=7)
"""How long a replaced link goes on working, so that a station has time to take up the new one."""


def digest(secret: str) -> str:
    """What is stored of a secret, in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def make(station: str, *, by: str, now: datetime, label: str = "") -> tuple[StationLink, str]:
    """A new link of a station and its secret, which cannot be asked for again. Older links stay as they are."""
    secret = secrets.token_urlsafe(BYTES)
    row = StationLink.objects.create(station=station, secret_sha=digest(secret), label=label, made_at=now, made_by=by)
    return row, secret


def rotate(
    station: str, *, by: str, now: datetime, label: str = "", overlap: timedelta = OVERLAP
) -> tuple[StationLink, str]:
    """A new link in the place of the others, which stop after the overlap: there is no moment without a link."""
    with transaction.atomic():
        older = [row.pk for row in valid(station, now)]
        made = make(station, by=by, now=now, label=label)
        ends = now + overlap
        rows = StationLink.objects.filter(Q(ends_at=None) | Q(ends_at__gt=ends), pk__in=older)
        rows.update(ends_at=ends)
    return made


def revoke(pk: int, *, by: str, now: datetime) -> StationLink:
    """Stop a link at once. Raises BhxhError where there is none or it was stopped before."""
    rows = StationLink.objects.filter(pk=pk, revoked_at=None)
    if rows.update(revoked_at=now, revoked_by=by) != 1:
        what = phrase("không có đường dẫn nào đang dùng mang số này")
        raise BhxhError(
            what,
            where=str(pk),
            fix=phrase("xem số của từng đường dẫn: bhxh station link list"),
            at_desk=phrase("mở lại trang của đài"),
        )
    return StationLink.objects.get(pk=pk)


def find(secret: str, now: datetime) -> StationLink | None:
    """The valid link of a secret, or None: nothing tells a wrong one from an old one.

    Looked up by the hash, so how long it takes tells nothing of a secret that is nearly right.
    """
    return working(now).filter(secret_sha=digest(secret)).first()


def valid(station: str, now: datetime) -> QuerySet[StationLink]:
    """The links by which a station may come now, oldest first."""
    return working(now).filter(station=station).order_by("pk")


def every(station: str = "") -> QuerySet[StationLink]:
    """All links, of one station or of all, by station and age; those that were stopped too."""
    rows = StationLink.objects.order_by("station", "pk")
    return rows.filter(station=station) if station else rows


def is_valid(row: StationLink, now: datetime) -> bool:
    """Whether the link still opens the station's page."""
    return row.revoked_at is None and (row.ends_at is None or row.ends_at > now)


def working(now: datetime) -> QuerySet[StationLink]:
    """The links of all stations by which they may come now."""
    return StationLink.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), revoked_at=None)


def stations_with_one(now: datetime) -> set[str]:
    """The stations that have a link by which they may come."""
    return set(working(now).values_list("station", flat=True).distinct())
