"""Times as people say them: today 19:30, tomorrow 05:00, 24/11 08:00."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_DAY_LONG = len("2021-05-07")

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def when(instant: datetime, now: datetime, zone: ZoneInfo) -> str:
    """An instant as wall time of the zone, by how far its day lies from today; the year only where it is another."""
    at, today = instant.astimezone(zone), now.astimezone(zone).date()
    clock = f"{at:%H:%M}"
    if at.date() == today:
        return _("today %(clock)s") % {"clock": clock}
    if at.date() == today + timedelta(days=1):
        return _("tomorrow %(clock)s") % {"clock": clock}
    if at.date() == today - timedelta(days=1):
        return _("yesterday %(clock)s") % {"clock": clock}
    return f"{at:%d/%m} {clock}" if at.year == today.year else f"{at:%d/%m/%Y} {clock}"


def span(length: timedelta) -> str:
    """A length of time in the largest unit that it is a whole number of: 4 hours, 90 minutes."""
    seconds = int(length.total_seconds())
    if seconds % _DAY == 0:
        return ngettext("%(n)s day", "%(n)s days", seconds // _DAY) % {"n": seconds // _DAY}
    if seconds % _HOUR == 0:
        return ngettext("%(n)s hour", "%(n)s hours", seconds // _HOUR) % {"n": seconds // _HOUR}
    if seconds % _MINUTE == 0:
        return ngettext("%(n)s minute", "%(n)s minutes", seconds // _MINUTE) % {"n": seconds // _MINUTE}
    return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}


def ago(instant: datetime, now: datetime) -> str:
    """How long ago, in the largest whole unit: 3 seconds ago, 2 hours ago."""
    seconds = max(0, int((now - instant).total_seconds()))
    if seconds < _MINUTE:
        return ngettext("%(n)s second ago", "%(n)s seconds ago", seconds) % {"n": seconds}
    if seconds < _HOUR:
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", seconds // _MINUTE) % {"n": seconds // _MINUTE}
    if seconds < _DAY:
        return ngettext("%(n)s hour ago", "%(n)s hours ago", seconds // _HOUR) % {"n": seconds // _HOUR}
    return ngettext("%(n)s day ago", "%(n)s days ago", seconds // _DAY) % {"n": seconds // _DAY}


FIRST, LAST = date(1990, 1, 1), date(2199, 12, 31)
"""Days between which anything here can be meant. The ends of the calendar itself have no day beside them to show."""


def day(text: str) -> date | None:
    """A day as a field for one sends it; None where it is none that can be meant."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST <= found <= LAST else None


def typed(text: str, zone: ZoneInfo) -> datetime | None:
    """A day and time as a field for both sends them, in the zone; None where it is none that can be meant."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    if at.tzinfo is not None or len(text) <= _DAY_LONG or not FIRST <= at.date() <= LAST:
        return None
    return at.replace(tzinfo=zone)
