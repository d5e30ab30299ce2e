"""Which figures a named person has vouched for."""

from datetime import datetime

from scheduler.core.post import Uses
from scheduler.store.models import Confirmation
from scheduler.store.sealed import confirmation_hash


def confirm(period: str, value: str, *, by: str, now: datetime) -> bool:
    """Store that a person vouches for a period's value; False where it was already confirmed."""
    digest = confirmation_hash(period, value, by, now)
    _, new = Confirmation.objects.get_or_create(
        period=period, value=value, defaults={"by": by, "at": now, "hash": digest}
    )
    return new


def confirmed() -> dict[str, tuple[str, str]]:
    """Confirmed periods with the value and who vouched."""
    return {row.period: (row.value, row.by) for row in Confirmation.objects.order_by("at")}


class Doubts:
    """Figures in a post that are neither verified in content nor confirmed here. Reads the table once."""

    def __init__(self) -> None:
        self._sure = {(row.period, row.value) for row in Confirmation.objects.all()}
        self._known: dict[str, dict[str, str]] = {}

    def of(self, uses: Uses) -> dict[str, str]:
        """Unconfirmed base periods that a post rests on, each with the value it has there."""
        if uses.sha256 not in self._known:
            self._known[uses.sha256] = {
                period: value
                for fact in uses.facts
                for period, value in fact.unconfirmed
                if (period, value) not in self._sure
            }
        return self._known[uses.sha256]
