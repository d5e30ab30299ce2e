"""A day as iCalendar: a telephone's calendar reminds the announcer of each script."""

from datetime import UTC, timedelta

from icalendar import Calendar, Event

from scheduler.core.radio import wording
from scheduler.core.radio.day import Day
from scheduler.core.radio.sheet import Sheet

_STATUS = {"usable": "CONFIRMED", "withheld": "TENTATIVE", "canceled": "CANCELLED"}


def day_bytes(day: Day) -> bytes:
    """The calendar: an event per script, which a recall cancels, also one of another day that nobody acknowledged."""
    calendar = Calendar()
    calendar.add("prodid", "-//BHXH//Lich truyen thong//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{day.station.name}: kịch bản BHXH")
    for sheet in (*day.recalls, *day.current):
        calendar.add_component(_event(sheet))
    return bytes(calendar.to_ical())


def _event(sheet: Sheet) -> Event:
    event, heading = Event(), wording.heading(sheet)
    title = f"Số {sheet.code}: {wording.title(sheet)}"
    event.add("uid", f"{sheet.key}@bhxh")
    event.add("dtstamp", sheet.released_at.astimezone(UTC))
    event.add("last-modified", sheet.changed_at.astimezone(UTC))
    # A recall follows its release, and a revision may be released a second after: both must count up.
    event.add("sequence", 2 * sheet.rev + (0 if sheet.usable else 1))
    event.add("dtstart", sheet.due.astimezone(UTC))
    event.add("duration", timedelta(seconds=sheet.seconds or 60))
    event.add("summary", f"{heading}: {title}" if heading else title)
    event.add("status", _STATUS[sheet.status])
    event.add("location", sheet.station_name)
    event.add("description", _description(sheet))
    return event


def _description(sheet: Sheet) -> str:
    head = [f"{label}: {value}" for label, value in (*wording.facts(sheet), *wording.people(sheet))]
    words = [line.spoken for part in sheet.parts for line in part.lines]
    return "\n".join((*([sheet.reason] if sheet.reason else []), *words, *([""] if words else []), *head))
