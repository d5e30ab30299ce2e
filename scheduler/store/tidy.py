"""Journals that nobody reads for ever are forgotten from their oldest end, in steps that hold up no other writer."""

from datetime import datetime

from scheduler.store.models import Pull, Visit

_STEP = 2_000
"""Rows that one commit deletes: a few milliseconds on SQLite."""

_MOST = 2_000_000
"""Rows that one run deletes: ten times what all stations of a country pull in a day. The rest waits for the next."""


def forget(journal: type[Pull] | type[Visit], before: datetime, *, step: int = _STEP, most: int = _MOST) -> int:
    """Delete the rows of a journal from before an instant; how many.

    Rows are written in the order of time, save a few that a crash held back: read by id, it ends where a whole step is
    young, and needs no index by time, which each pull would have to pay for.
    """
    gone, last = 0, 0
    while gone < most:
        rows = list(journal.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "at")[:step])
        old = [pk for pk, at in rows if at < before]
        if not old:
            break
        journal.objects.filter(pk__in=old).delete()
        gone, last = gone + len(old), rows[-1][0]
    return gone
