"""When a station takes up its last scripts for a broadcast: what comes later may not be read. Pure."""

from datetime import datetime, time, timedelta

from scheduler.core.channel import Station

MORNING = time(16)
"""The day before, for broadcasts until noon, where the station gives no cut-off of its own."""
AFTERNOON = time(10)
"""The same day, for later broadcasts. Both times are our own judgement; no rule says so."""
NOON = time(12)


def cutoff(station: Station, due: datetime) -> datetime:
    """The wall time until which a script for the broadcast at `due` must be at the station."""
    if due.timetz().replace(tzinfo=None) < NOON:
        return _at(due - timedelta(days=1), station.cutoff or MORNING)
    return min(_at(due, station.afternoon_cutoff or AFTERNOON), due)


def _at(day: datetime, wall: time) -> datetime:
    return datetime.combine(day.date(), wall, day.tzinfo)
