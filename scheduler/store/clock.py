"""The clock's last tick, kept in the database so that a stopped clock can be seen from outside."""

from datetime import datetime

from scheduler.store.models import Setting


def beat(now: datetime) -> None:
    """Remember that the clock ticked."""
    Setting.objects.update_or_create(name="tick", defaults={"value": now.isoformat()})


def last_beat() -> datetime | None:
    """When the clock last ticked, or None where it never did."""
    row = Setting.objects.filter(name="tick").first()
    return datetime.fromisoformat(row.value) if row else None
