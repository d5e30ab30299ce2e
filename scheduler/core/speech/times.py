"""Times of the clock: 6h30, 06:30, 7h-11h30, 6 giờ 05."""

from __future__ import annotations

import re
from re import Match

from scheduler.core.speech.line import WORD_READ, Line
from scheduler.core.speech.nouns import counted_follows
from scheduler.core.speech.numbers import SPAN_DASH, spoken_number

_MINUTE_MARK = r"(?:\s?(?:(?i:phút)|ph|p|['’′])(?!\w))?"
_HOUR = rf"\d{{1,2}}(?:\s?[hg]|H|\sH(?=\s?\d{{2}}))(?:\s?\d{{2}}(?!\d){_MINUTE_MARK})?"
_CLOCK = r"\d{1,2}:\d{2}"
_TIME = rf"(?:{_HOUR}|{_CLOCK})"
_BEGIN = r"(?<![\w/.,:+\-–−])"
_END = r"(?![\w/:%]|[.,]\d|[-–]\w)"
_SPAN = re.compile(rf"{_BEGIN}(?P<a>{_TIME}|\d{{1,2}})(?P<dash>{SPAN_DASH})(?P<b>{_TIME}){_END}")
_SINGLE = re.compile(rf"{_BEGIN}(?P<a>{_TIME}){_END}")
_ROUND_THE_CLOCK = re.compile(r"(?<![\w/.,])24h?/24h?(?:/7)?(?![\w/]|[.,]\d)")
_PARTS = re.compile(r"(\d{1,2})\s?(?:[hHg:]\s?(\d{2})?)?")
_HOUR_MINUTE = re.compile(r"(?<=giờ)(?P<gap> )0(?P<m>\d)(?=[\s,.;:!?)”\"]|$)(?! ?phút)", re.IGNORECASE)
_LONG_SPAN = re.compile(
    r"\d{1,2}(?:h(?:\d{2})?(?=\s?[-–—]\s?\d{1,2} giờ)| giờ(?: \d{1,2}(?: phút)?)?|"
    r" ?(?:giờ|h|g)(?:\d{2})? (?:sáng|trưa|chiều|tối|đêm))"
    r"(?P<dash>\s?[-–—]\s?)(?=\d{1,2} ?(?:giờ|h|g))",
    re.IGNORECASE,
)
_HOUR_BEFORE = re.compile(r"(?:lúc|vào lúc|hồi)\s+$")
_HOUR_AFTER = re.compile(r"\s*(?:sáng|trưa|chiều|tối|đêm|ngày)\b")
_MAYBE_HOUR = re.compile(r"(?:từ|đến|tới|gần|trước|sau|khoảng)\s+$")
_DURATION = re.compile(r"(?:trong|vòng|sau|quá|khoảng|trước|ít nhất|tối thiểu|tối đa)\s*(?:vòng\s*)?$")
_MINUTES = re.compile(r"(?:thời lượng|trong|dài|mất|chậm|sau|khoảng|kéo dài|giờ)\s+(?P<n>\d{1,3})\s?['’′](?![\w'’′])")
_MINUTES_PER = re.compile(rf"{_BEGIN}(?P<n>\d{{1,3}})['’′]/(?P<noun>lần|ngày|buổi|đợt|tuần|số|chương trình)(?!\w)")
_TOO_MANY_MINUTES = re.compile(r"(?<=\d giờ )(?P<n>[6-9]\d|\d{3,})(?![\d.,%])(?! ?[^\W\d]*(?:đồng|triệu))")
_SCALE = re.compile(r"(?:tỷ lệ|tỉ lệ|bản đồ|tỷ số|tỉ số)\s*$")
_SEAT = re.compile(r"(?:ghế|số|phòng|căn|căn hộ|lô|ô|mã|lớp|mẫu)\s+$")
_LONG_HOURS = (36, 48, 60, 72, 96)
"""Whole half-days: no clock has them, so they last."""
_WHY = "giờ không có thật"


def read_times(line: Line) -> None:
    """Claim times; an hour beyond 24 or a minute beyond 59 is refused."""
    if not re.search(r"\d\s?[hHgG'’′]|\d:\d", line.open_text):
        return
    line.each(_ROUND_THE_CLOCK, _read_round_the_clock)
    line.each(_LONG_SPAN, lambda line, match: line.read(*match.span("dash"), " đến ", WORD_READ))
    line.each(_SPAN, _read_span)
    line.each(_SINGLE, _read_single)
    line.each(_HOUR_MINUTE, _read_minute)
    line.each(_TOO_MANY_MINUTES, _refuse_minutes)
    line.each(_MINUTES, _read_minutes, "'’′")
    line.each(_MINUTES_PER, _read_minutes, "'’′")


def _read_round_the_clock(line: Line, match: Match[str]) -> None:
    said = [spoken_number(int(part), line.style) for part in re.findall(r"\d+", match[0])]
    hours = " giờ" if "h" in match[0] else ""
    line.read(match.start(), match.end(), " trên ".join(said) + hours)


def _read_span(line: Line, match: Match[str]) -> None:
    first, second = match["a"], match["b"]
    if first.isdigit() and ":" in second:
        return
    spoken = [_say(line, part, match.start(), bare=part.isdigit()) for part in (first, second)]
    if None in spoken:
        line.refuse(match.start(), match.end(), _WHY)
    else:
        line.read(match.start(), match.end(), " đến ".join(part or "" for part in spoken))


def _read_single(line: Line, match: Match[str]) -> None:
    if ":" in match["a"] and _SCALE.search(line.before(match.start())):
        return
    if re.fullmatch(r"\d{1,2}H", match["a"]) and _SEAT.search(line.before(match.start())):
        return  # a seat or a room
    if re.fullmatch(r"\d{1,2}\s?g", match["a"]) and not _is_hour(line, match):
        if _MAYBE_HOUR.search(line.before(match.start())) and int(match["a"].rstrip("g ")) <= 24:
            line.refuse(match.start(), match.end(), "không rõ là giờ hay gam")
        return  # grams: left to the units
    said = _say(line, match["a"], match.start())
    if said is None:
        line.refuse(match.start(), match.end(), _WHY)
    else:
        line.read(match.start(), match.end(), said)


def _is_hour(line: Line, match: Match[str]) -> bool:
    return bool(_HOUR_BEFORE.search(line.before(match.start())) or _HOUR_AFTER.match(line.after(match.end())))


def _say(line: Line, written: str, start: int, *, bare: bool = False) -> str | None:
    parts = _PARTS.match(written)
    if parts is None:
        return None
    hour, minute = int(parts[1]), parts[2]
    duration = minute is None and (_DURATION.search(line.before(start)) or hour in _LONG_HOURS)
    if (hour > 24 and not duration) or int(minute or 0) > 59 or (hour == 24 and int(minute or 0)):
        return None
    said = spoken_number(hour, line.style)
    if bare:
        return said
    return f"{said} giờ {_minute(line, minute)}".strip() if int(minute or 0) else f"{said} giờ"


def _refuse_minutes(line: Line, match: Match[str]) -> None:
    if not counted_follows(line.after(match.end())):
        line.refuse(*match.span("n"), _WHY)


def _read_minutes(line: Line, match: Match[str]) -> None:
    """ "thời lượng 45'" are minutes; elsewhere the mark may be one of feet or of an angle."""
    per = f" một {match['noun']}" if "noun" in match.re.groupindex else ""
    line.read(match.start("n"), match.end(), f"{spoken_number(int(match['n']), line.style)} phút{per}")


def _read_minute(line: Line, match: Match[str]) -> None:
    said = "" if match["m"] == "0" else match["gap"] + _minute(line, match["m"])
    line.read(match.start(), match.end(), said)


def _minute(line: Line, digits: str) -> str:
    return f"{spoken_number(int(digits), line.style)} phút"
