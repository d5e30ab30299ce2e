"""Dates; what may be a date or a fraction is read only where the words decide."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from re import Match

from scheduler.core.speech.line import Line
from scheduler.core.speech.months import BEGIN, DASH, END, JOIN, read_dashes, spoken_month
from scheduler.core.speech.nouns import EACH_BEFORE, counted_follows, share_follows
from scheduler.core.speech.numbers import SPAN_DASH, spoken_number
from scheduler.core.speech.weighing import COMMON_SHARES, FULL, is_date

_SHORT = r"\d{1,2}/\d{1,2}"
_ITEM = rf"(?:{FULL}|{_SHORT}|\d{{1,2}})(?![\d%]|/\d|\.\d|,\d|:\d|[hHg])"
_DAY_WORD = r"(?:ngày|mùng|mồng)"
_LED = re.compile(
    rf"(?<!\w)(?P<lead>(?i:{_DAY_WORD}|sáng|trưa|chiều|tối|đêm|hôm|lễ|dịp|quốc khánh))(?P<gap>\s+)"
    rf"(?P<items>{_ITEM}(?:{JOIN}(?:(?i:{_DAY_WORD})\s+)?{_ITEM})*){END}"
)
_DAY_DASH = re.compile(
    r"(?<!\w)(?P<lead>(?i:ngày|sáng|trưa|chiều|tối|đêm|hôm)) (?P<a>\d{1,2})\s?[-–]\s?(?P<b>\d{1,2})"
    r"(?![\w/%]|\.\d)(?!\s?[-–]|,\d| ?[hg:](?![^\W\d])| giờ)"
)
_GOES_ON = re.compile(r"\s*(?:tháng|hằng|hàng|mỗi|của tháng)")
_GROUP = re.compile(
    rf"{BEGIN}(?P<items>(?:\d{{1,2}}{SPAN_DASH})?(?:{FULL}|{_SHORT})(?:{JOIN}(?:{FULL}|{_SHORT}))*){END}"
)
_DAYS_OF = re.compile(rf"{BEGIN}(?P<a>\d{{1,2}})(?P<dash>[-–])(?P<b>\d{{1,2}})(?= tháng \d)", re.IGNORECASE)
_NO_SUCH_DAY = re.compile(r"(?<!\w)(?i:ngày)\s(?P<n>\d{3,})(?=\s+tháng)", re.IGNORECASE)
_FROM_TO = re.compile(rf"{BEGIN}(?<=từ )(?P<items>\d{{1,2}} đến (?:{FULL}|{_SHORT})){END}", re.IGNORECASE)
_ONE = re.compile(rf"(?<!\d){_ITEM}")
_SURELY_SHARED = re.compile(r"\s*(?:số|mức|tổng|dân số|diện tích|lương cơ sở)\b")
_HALF_OF = re.compile(r"\s*(?:tháng(?! \d)|năm(?! (?:nay|sau|trước|\d))|ngày(?! \d)|tuần|suất|còn lại|trở lên)\b")
_SEVERAL_DAYS = re.compile(r"(?:các|những) ngày\s+$")
_MUNG = re.compile(r"(?:mùng|mồng)\s+$")
_FEASTS = ("lễ", "dịp")
_NO_DAY = "ngày không có trong lịch"
_UNSURE = "không rõ là ngày tháng hay phân số"


def read_dates(line: Line) -> None:
    """Claim dates with their lists and spans; what may be a share is left to the fractions."""
    if not re.search(r"\d", line.open_text):
        return
    line.each(_DAY_DASH, _read_day_dash, "-–")
    line.each(_LED, _read_led)
    line.each(_NO_SUCH_DAY, lambda line, match: line.refuse(*match.span("n"), _NO_DAY))
    line.each(_DAYS_OF, _read_days_of, "-–")
    line.each(_FROM_TO, _read_group)
    line.each(_GROUP, _read_group)


def _read_led(line: Line, match: Match[str]) -> None:
    """Read "ngày 01, 02 và 05/7/2025": bare figures are days as long as a month follows, or stands nowhere."""
    start, end = match.span("items")
    items = list(_ONE.finditer(line.open_text, start, end))
    day_word = re.fullmatch(_DAY_WORD, match["lead"].casefold())
    items = _without_counts(line, items)
    if not items or _is_duration(line, match, items) or (not day_word and "/" not in items[0][0]):
        return
    if _falls(line, items):
        line.refuse(start, end, "không rõ là khoảng ngày hay ngày tháng")
        return
    for item in items:
        _read_one(line, item, mung=not _MUNG.search(line.before(item.start())))
    read_dashes(line, items, ", " if match["lead"].casefold() in _FEASTS else " đến ")


def _falls(line: Line, items: list[Match[str]]) -> bool:
    """ "21-11" among days is a day and a month, or a slip: no span of days falls."""
    return any(
        left[0].isdigit() and right[0].isdigit() and int(left[0]) >= int(right[0])
        for left, right in pairwise(items)
        if DASH.match(line.open_text, left.end(), right.start())
    )


def _is_duration(line: Line, match: Match[str], items: list[Match[str]]) -> bool:
    """ "2 ngày 3 đêm" and "mỗi ngày 2 ly" count days, they name none."""
    bare = all(item[0].isdigit() for item in items) and not _GOES_ON.match(line.after(items[-1].end()))
    return bare and bool(re.search(r"(?:\d|mỗi|một|từng|nửa)\s+$", line.before(match.start())))


def _without_counts(line: Line, items: list[Match[str]]) -> list[Match[str]]:
    """Drop trailing bare figures that count something: "ngày 15/7, 20 người", "ngày 2 lần"."""
    dated = [index for index, item in enumerate(items) if not item[0].isdigit()]
    if dated:
        return _without_share(line, items[: dated[-1] + 1])
    while items and counted_follows(line.after(items[-1].end())):
        if re.match(r"\s*(?:tháng \d|đồng loạt|hội)", line.after(items[-1].end())):
            break
        items = items[:-1]
    if len(items) > 1 and not re.match(r"\s*(?:$|[.;:)]|tháng|hằng|hàng|mỗi|của|trong|,)", line.after(items[-1].end())):
        joint = line.open_text[items[-2].end() : items[-1].start()]
        return items if "đến" in joint or DASH.match(joint) else items[:-1]
    return items


def _without_share(line: Line, items: list[Match[str]]) -> list[Match[str]]:
    """Drop the share after a date, "ngày 30/6, 3/4 số xã", "10 ngày 2/3 số hộ"; refuse it where words do not settle."""
    last = items[-1]
    parts = last[0].split("/")
    if len(parts) != 2 or int(parts[0]) >= int(parts[1]):
        return items
    if len(items) > 1:
        joint = line.open_text[items[-2].end() : last.start()].strip()
        led = joint not in (",", "và", "hoặc", "hay")
    else:
        led = not re.search(r"\d\s+ngày\s+$", line.before(last.start()))
    after = line.after(last.end())
    shared = share_follows(after) or counted_follows(after) or _HALF_OF.match(after)
    if led or not shared or _SEVERAL_DAYS.search(line.before(items[0].start())):
        return items
    if not _SURELY_SHARED.match(after) or (int(parts[0]), int(parts[1])) not in COMMON_SHARES:
        line.refuse(last.start(), last.end(), _UNSURE)
    return items[:-1]


def _read_day_dash(line: Line, match: Match[str]) -> None:
    """Read "ngày 30-4"; "ngày 2-9" may also be the second to the ninth, unless "hằng tháng" follows."""
    first, second = int(match["a"]), int(match["b"])
    if _GOES_ON.match(line.after(match.end())) or (first < second and second > 12):
        return
    if match["lead"].casefold() == "ngày" and EACH_BEFORE.search(line.before(match.start())):
        return
    if first <= second or not _exists(first, second, 0):
        line.refuse(match.start("a"), match.end(), "không rõ là khoảng ngày hay ngày tháng")
        return
    line.read(match.start("a"), match.end(), f"{_day(line, first, mung=True)} tháng {spoken_month(line, second)}")


def _read_days_of(line: Line, match: Match[str]) -> None:
    """ "3-5 tháng 7" are days; no months are counted and numbered at once."""
    days = [int(match[key]) for key in ("a", "b")]
    if days[0] < days[1] <= 31:
        line.read(match.start(), match.end(), " đến ".join(_day(line, day, mung=True) for day in days))


def _read_group(line: Line, match: Match[str]) -> None:
    start, end = match.span("items")
    items = _without_share(line, list(_ONE.finditer(line.open_text, start, end)))
    verdict = is_date(line, items) if items else None
    if verdict is None:
        return
    if not verdict:
        line.refuse(start, end, _UNSURE)
        return
    for item in items:
        _read_one(line, item)
    read_dashes(line, items)


def _read_one(line: Line, item: Match[str], *, mung: bool = True) -> None:
    parts = [int(part) for part in re.split(r"\D+", item[0])]
    day, month, year = [*parts, 0, 0][:3]
    if not _exists(day, month, year) and len(parts) > 0:
        line.refuse(item.start(), item.end(), _NO_DAY)
        return
    said = [_day(line, day, mung=mung)]
    if month:
        said.append("tháng " + spoken_month(line, month))
    if year:
        said.append("năm " + spoken_number(year, line.style))
    line.read(item.start(), item.end(), " ".join(said))


def _exists(day: int, month: int, year: int) -> bool:
    try:
        date(year or 2024, month or 1, day)
    except ValueError:
        return False
    return True


def _day(line: Line, day: int, *, mung: bool) -> str:
    said = spoken_number(day, line.style)
    return f"{line.style.first_days} {said}".strip() if day <= 10 and mung else said
