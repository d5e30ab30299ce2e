"""Room in a station's broadcasts beside what is queued there already: nothing is put where it cannot be read."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from scheduler.core.channel import Station
from scheduler.core.phrase import phrase
from scheduler.core.plan import Booking
from scheduler.core.radio.cutoff import cutoff
from scheduler.core.radio.room import Room, room_at, rooms, roomy
from scheduler.errors import BhxhError
from scheduler.store.bookings import takes_place
from scheduler.store.find import start_of
from scheduler.store.models import Post

AHEAD = 14
"""Days that are looked through for a broadcast with room."""

_SHOWN = 3


def free(station: Station, day: date, zone: ZoneInfo, *, but: str = "") -> tuple[Room, ...]:
    """The station's broadcasts of a day with what is left of each; the script `but` (its key) takes nothing."""
    start = start_of(day, zone)
    rows = takes_place(Post.objects.filter(channel=station.id, due__gte=start, due__lt=start + timedelta(days=1)))
    booked = rows.exclude(key=but).order_by("due").values_list("due", "seconds", "lang")
    return rooms(station, day, zone, [Booking(due.astimezone(zone), seconds, lang) for due, seconds, lang in booked])


def coming(station: Station, seconds: int, after: datetime, zone: ZoneInfo, *, but: str = "") -> Iterator[Room]:
    """The next broadcasts that take so many seconds, beginning after an instant, within two weeks."""
    first = after.astimezone(zone).date()
    for step in range(AHEAD + 1):
        for room in roomy(free(station, first + timedelta(days=step), zone, but=but), seconds):
            if room.start > after:
                yield room


def in_time(station: Station, now: datetime) -> Callable[[Room], bool]:
    """Tells of a broadcast whether the station still takes up scripts for it."""
    return lambda room: cutoff(station, room.start) > now


def require_room(
    station: Station, due: datetime, seconds: int, zone: ZoneInfo, now: datetime, *, but: str = ""
) -> Room | None:
    """The broadcast at `due`; None between two, where only the station itself can have agreed to read it.

    Raises BhxhError, naming the next broadcasts with room, where the script does not fit into what is left of it, or
    the station is silent that day.
    """
    due = due.astimezone(zone)
    today = free(station, due.date(), zone, but=but)
    found = room_at(today, due)
    if today and (found is None or seconds <= found.left):
        return found
    if found is not None:
        left = max(found.left, 0)
        what = phrase(
            "khung giờ {start:%H:%M %d/%m/%Y} còn {left} giây, kịch bản đọc mất {seconds} giây",
            start=found.start,
            left=left,
            seconds=seconds,
        )
    else:
        what = phrase("đài không phát ngày {due:%d/%m/%Y}", due=due)
    raise BhxhError(what, where=station.id, fix=proposal(station, seconds, zone, now, but=but))


def outside(station: Station, due: datetime) -> str:
    """What to say of a time between two broadcasts."""
    times = ", ".join(sorted({f"{slot.time:%H:%M}" for slot in station.slots}))
    return phrase(
        "{due:%H:%M} nằm ngoài các khung giờ của đài ({times}): hãy hẹn với đài, điện thoại {phone}",
        due=due,
        times=times,
        phone=station.phone,
    )


def proposal(station: Station, seconds: int, zone: ZoneInfo, now: datetime, *, but: str = "") -> str:
    """Where the script would fit: the next broadcasts with room that the station still takes scripts for."""
    open_ones = filter(in_time(station, now), coming(station, seconds, now, zone, but=but))
    starts = [f"{room.start:%H:%M %d/%m/%Y}" for room in islice(open_ones, _SHOWN)]
    if starts:
        return phrase("khung giờ kế tiếp còn chỗ: {starts}. Hãy chọn một trong những giờ ấy", starts="; ".join(starts))
    return phrase(
        "{ahead} ngày tới không khung giờ nào đủ chỗ: viết ngắn lại, hoặc hủy bớt kịch bản của đài", ahead=AHEAD
    )
