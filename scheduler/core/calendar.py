"""Days on which we speak differently: holidays, days made up for, mourning."""

from dataclasses import dataclass, field
from datetime import date

import holidays as public_holidays

from scheduler.core.fields import Content, Day, Interval, Text


class DayNote(Content):
    """One day and its name."""

    day: Day
    name: Text


class Mourning(Interval):
    """Days of national mourning (quốc tang, Nghị định 105/2012/NĐ-CP): only service notices go out."""

    name: Text


class CalendarFile(Content):
    """`content/calendar.yaml`: what the library of public holidays does not know, or has wrong."""

    off: tuple[DayNote, ...] = ()
    working: tuple[DayNote, ...] = ()
    mourning: tuple[Mourning, ...] = ()


@dataclass(frozen=True)
class Calendar:
    """Holidays of Viet Nam with our corrections. Swapped working days are announced late: hence the file."""

    off: dict[date, str] = field(default_factory=dict)
    working: frozenset[date] = frozenset()
    mourning: tuple[Mourning, ...] = ()

    @classmethod
    def of(cls, file: CalendarFile) -> "Calendar":
        """The calendar that a calendar file describes."""
        off = {note.day: note.name for note in file.off}
        return cls(off, frozenset(note.day for note in file.working), file.mourning)

    def holiday(self, day: date) -> str | None:
        """The name of the holiday on the day, or None."""
        if day in self.working:
            return None
        return self.off.get(day) or _public(day.year).get(day)

    def mourning_on(self, day: date) -> str | None:
        """The name of the mourning on the day, or None."""
        return next((mourning.name for mourning in self.mourning if mourning.holds(day)), None)


_years: dict[int, dict[date, str]] = {}


def _public(year: int) -> dict[date, str]:
    if year not in _years:
        _years[year] = dict(public_holidays.country_holidays("VN", years=year, language="vi").items())
    return _years[year]
