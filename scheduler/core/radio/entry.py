"""What may be entered about a script: rules for the word of a station, whoever writes it down. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.core.phrase import phrase
from scheduler.core.radio.told import Method, Said, Way
from scheduler.core.text import squeeze

MOST_OCCURRENCES = 20
"""Readings of one script that anybody could mean."""
LONGEST = 3600
"""Seconds that a reading of one script can take at most."""
AHEAD = timedelta(minutes=10)
"""How far the clock of whoever tells may be ahead of ours."""
_NAME, _REASON = 150, 500


class BadEntry(ValueError):
    """An entry that cannot be right; the text says why."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Who says something: a person at the station, by a way; `entered_by` is the account that writes it down, or the
    station itself (its id) where it came by its link, whose row `link` is."""

    person: str
    way: Way
    entered_by: str
    link: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading as it is told. `at` is None where it was not aired: then a reason must be given."""

    occurrence: int
    aired: bool
    at: datetime | None = None
    seconds: int | None = None
    reader: str = ""
    method: Method | None = None
    reason: str = ""


def clean(reading: Reading, now: datetime) -> Reading:
    """The reading with its words in NFC and trimmed. Raises BadEntry where it cannot be so."""
    if not 1 <= reading.occurrence <= MOST_OCCURRENCES:
        raise BadEntry(
            phrase(
                "lần phát phải từ 1 đến {most_occurrences}, đang là {occurrence}",
                most_occurrences=MOST_OCCURRENCES,
                occurrence=reading.occurrence,
            )
        )
    reason, reader = _short(reading.reason, _REASON), _short(reading.reader, _NAME)
    if not reading.aired:
        if not reason:
            raise BadEntry(phrase("không phát thì cần ghi lý do, ví dụ: mất điện, hết giờ, xã không duyệt"))
        return Reading(reading.occurrence, aired=False, reason=reason)
    if reading.at is None:
        raise BadEntry(phrase("đã phát thì cần giờ phát"))
    if reading.at > now + AHEAD:
        raise BadEntry(phrase("giờ phát {at:%H:%M %d/%m/%Y} chưa tới; lịch không phải là đã phát", at=reading.at))
    if reading.seconds is not None and not 1 <= reading.seconds <= LONGEST:
        raise BadEntry(
            phrase(
                "thời lượng phải từ 1 đến {longest} giây, đang là {seconds}", longest=LONGEST, seconds=reading.seconds
            )
        )
    method = reading.method or Method.READ
    return Reading(reading.occurrence, True, reading.at, reading.seconds, reader, method, reason)


def person(name: str) -> str:
    """The name of whoever said it, in NFC and trimmed. Raises BadEntry for an empty one."""
    found = _short(name, _NAME)
    if not found:
        raise BadEntry(phrase("cần tên người ở đài"))
    return found


def may_say(what: Said, *, recalled: bool) -> str | None:
    """Why a station cannot say this of a script now, or None."""
    if what == Said.RECALL_SEEN and not recalled:
        return phrase("kịch bản này chưa bị thu hồi hay thay thế")
    return None


def _short(text: str, most: int) -> str:
    return squeeze(text)[:most]
