"""The access log: who logged in, failed to, took something out, did something at the desk."""

from datetime import datetime

from django.db.models import QuerySet

from scheduler.store.models import Account, Visit


def note(kind: str, account: Account | None, *, now: datetime, address: str, what: str = "", name: str = "") -> Visit:
    """Write a line. `name` is what was typed where no account stands behind it."""
    return Visit.objects.create(
        at=now,
        name=(account.username if account else name)[:150],
        unit=account.unit if account else "",
        kind=kind,
        what=what[:500],
        address=address,
    )


def latest(units: frozenset[str] | None, *, kind: str = "", name: str = "") -> QuerySet[Visit]:
    """Lines of people of these units (None for all), the newest first."""
    rows = Visit.objects.order_by("-at", "-id")
    rows = rows if units is None else rows.filter(unit__in=sorted(units))
    rows = rows.filter(kind=kind) if kind else rows
    return rows.filter(name=name) if name else rows
