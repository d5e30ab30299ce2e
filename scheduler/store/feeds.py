"""Which issue of a unit's calendar link holds: a new issue makes the old link worthless."""

import hashlib

from django.db import IntegrityError, transaction

from scheduler.store.models import Setting


def issue(unit: str) -> str:
    """The present issue of the unit's link; "1" where it was never renewed."""
    row = Setting.objects.filter(name=_name(unit)).first()
    return row.value if row else "1"


def renew(unit: str) -> str:
    """A new issue, and what it is."""
    while True:
        try:
            with transaction.atomic():
                row, _new = Setting.objects.select_for_update().get_or_create(name=_name(unit), defaults={"value": "1"})
                row.value = str(int(row.value) + 1)
                row.save(update_fields=["value"])
                return row.value
        except IntegrityError:
            continue  # another machine made the row just now


def _name(unit: str) -> str:
    return f"feed:{hashlib.sha256(unit.encode()).hexdigest()[:32]}"
