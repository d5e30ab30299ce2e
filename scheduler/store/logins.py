"""Logging in, slowed down for whoever guesses. Whether a name exists makes no difference to any answer."""

from datetime import datetime, timedelta

from scheduler.store import visits
from scheduler.store.models import Account, Visit

WITHIN = timedelta(minutes=15)
PER_NAME_HERE, PER_NAME, PER_ADDRESS = 5, 20, 50
"""Failures within that time after which no further try is looked at: of a name from one address, of a name from
anywhere, of one address with any names. The second spares an address from which the name once got in, so that nobody
can lock a person out of his own office."""

TRY, FAILED, IN, OUT = "login-try", "login-failed", "login", "logout"


def begin_try(name: str, *, now: datetime, address: str) -> Visit | None:
    """Write a try down before the password is looked at, so that a thousand at once count as a thousand.

    None where there were too many; that line stays as a failure.
    """
    row = visits.note(TRY, None, now=now, address=address, name=name)
    if not _too_many(row, now):
        return row
    _close(row, FAILED, "quá nhiều lần thử")
    return None


def _too_many(row: Visit, now: datetime) -> bool:
    bad = Visit.objects.filter(kind__in=(TRY, FAILED), at__gt=now - WITHIN, pk__lte=row.pk)
    mine = bad.filter(name=row.name)
    last = Visit.objects.filter(kind=IN, name=row.name, address=row.address).order_by("-pk").first()
    since_last = mine.filter(pk__gt=last.pk) if last else mine
    return (
        since_last.filter(address=row.address).count() > PER_NAME_HERE
        or (last is None and mine.count() > PER_NAME)
        or bad.filter(address=row.address).count() > PER_ADDRESS
    )


def failed(row: Visit) -> None:
    """The try was wrong."""
    _close(row, FAILED, "")


def succeeded(row: Visit, account: Account) -> None:
    """The try was right."""
    Visit.objects.filter(pk=row.pk).update(kind=IN, unit=account.unit, name=account.username)


def _close(row: Visit, kind: str, what: str) -> None:
    known = Account.objects.filter(username=row.name).values_list("unit", flat=True).first()
    Visit.objects.filter(pk=row.pk).update(kind=kind, what=what, unit=known or "")
