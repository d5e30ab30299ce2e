"""Months, quarters and years: tháng 7/2025, quý 2/2026, năm học 2025-2026."""

from __future__ import annotations

import re
from itertools import pairwise
from re import Match

from scheduler.core.speech.line import Line
from scheduler.core.speech.nouns import EACH_BEFORE, counted_follows
from scheduler.core.speech.numbers import SPAN_DASH, spoken_number

YEAR = r"(?:19|20)\d{2}"
BEGIN = r"(?<![\w/.,:+\-–−])"
YEAR_AFTER = re.compile(rf"\s*năm (?:(?:nay|sau|trước|tới|ngoái|kế tiếp)\b|{YEAR})")
END = r"(?![\w/%°]|[.,:]\d|[-–]\w)"
JOIN = rf"(?i:{SPAN_DASH}|, ?| và | hoặc | hay | đến | tới |, và )(?i:đến )?"
DASH = re.compile(SPAN_DASH)

_OF_YEAR = rf"(?:(?:/|\s?[-–]\s?){YEAR})"
_MONTHS = re.compile(
    rf"(?<!\w)(?P<lead>(?i:tháng))\s+"
    rf"(?P<items>\d{{1,2}}{_OF_YEAR}?(?:{JOIN}(?i:tháng )?\d{{1,2}}{_OF_YEAR}?)*){END}"
)
_MONTH = re.compile(rf"(?<!\d)(\d{{1,2}})({_OF_YEAR})?(?!\d)")
_TO = re.compile(r"(?:đến|tới|và|hoặc|hay|,)\s*$")
_THIRTEENTH = re.compile(r"(?:lương|thưởng)\s+$")
_TWO_MONTHS = re.compile(rf"(?<![\w/.,\-–])(\d{{1,2}})/({YEAR})(\s?[-–]\s?)(\d{{1,2}})/({YEAR}){END}")
_SHORT_MONTH = re.compile(rf"(?<![\w/.\-])T(?P<m>\d{{1,2}})/(?P<y>{YEAR}){END}")
_BARE_MONTH = re.compile(rf"(?<![\w/.,\-–])(?P<m>\d{{1,2}})/(?P<y>{YEAR}){END}")
_MONTH_WORD = re.compile(
    r"(?:từ|đến|tới|trước|sau|hết|cuối|đầu|giữa|tính đến|kể từ|vào|qua|trong|(?<!học )kỳ|thời điểm)\s+$"
)
_QUARTER = re.compile(rf"(?<=quý )(?P<q>[1-4])[/\-–](?P<y>{YEAR}){END}", re.IGNORECASE)
_SHORT_QUARTER = re.compile(rf"(?<![\w/.\-])Q(?P<q>[1-4])/(?P<y>{YEAR}){END}")
_SHORT_MONTHS = re.compile(rf"{BEGIN}(?P<n>[369])T(?=(?: (?:đầu|cuối) năm|/{YEAR})(?!\w))")
_YEARS = re.compile(rf"{BEGIN}(?P<a>{YEAR})\s?(?P<dash>[-–—/])\s?(?P<b>{YEAR}){END}")
_SCHOOL = re.compile(r"(?:năm học|niên khóa|niên khoá|niên học)\s+$")
_ODD = re.compile(rf"(?<![\w/.,])\d{{1,2}}[/.\-]\d{{1,2}}[/.\-]\d{{2,4}}{END}")


def read_months(line: Line) -> None:
    """Claim months, quarters and pairs of years; refuse what looks like a date and is none."""
    if not re.search(r"\d", line.open_text):
        return
    line.each(_MONTHS, _read_months)
    line.each(_ODD, _refuse_odd)
    line.each(_QUARTER, _read_quarter, "/-–")
    line.each(_SHORT_QUARTER, _read_quarter, "Q")
    line.each(_SHORT_MONTHS, _read_short_months, "T")
    line.each(_TWO_MONTHS, _read_two_months, "/")
    line.each(_SHORT_MONTH, _read_short_month, "/")
    line.each(_BARE_MONTH, _read_bare_month, "/")
    line.each(_YEARS, _read_years)


def spoken_month(line: Line, month: int) -> str:
    """Say a month; the fourth is "tư" in every house style."""
    return "tư" if month == 4 else spoken_number(month, line.style)


def read_dashes(line: Line, items: list[Match[str]], said: str = " đến ") -> None:
    """Say the dashes between items that are read already."""
    for left, right in pairwise(items):
        dash = DASH.match(line.open_text, left.end(), right.start())
        if dash:
            named = dash.end() < right.start()  # "tháng 7/2025 - tháng 6/2026" has its own word
            line.read(dash.start(), dash.end(), " đến " if named else said)


def _refuse_odd(line: Line, match: Match[str]) -> None:
    line.refuse(match.start(), match.end(), "không rõ ngày tháng: hãy viết ngày/tháng/năm bốn chữ số")


def _read_months(line: Line, match: Match[str]) -> None:
    items = list(_MONTH.finditer(line.open_text, *match.span("items")))
    if len(items) > 1 and _is_span_of_counts(line, items):
        if not EACH_BEFORE.search(line.before(match.start())):
            line.refuse(*match.span("items"), "không rõ là khoảng tháng hay số lượng")
        return
    with_year = [index for index, item in enumerate(items) if item[2]]
    items = items[: with_year[-1] + 1] if with_year else _without_counted_months(line, items)
    if any(not 1 <= int(item[1]) <= 12 for item in items):
        if len(items) > 1 or items[0][2] or not _THIRTEENTH.search(line.before(match.start())):
            line.refuse(*match.span("items"), "tháng không có trong lịch")
        return
    for index, item in enumerate(items):
        year = f" năm {spoken_number(int(item[2][-4:]), line.style)}" if item[2] else ""
        # "tháng 1/2026 đến 6/2026": without its own "tháng" the second would be heard as a number of years
        again = "tháng " if index and item[2] and items[index - 1][2] and _TO.search(line.before(item.start())) else ""
        line.read(item.start(), item.end(), again + spoken_month(line, int(item[1])) + year)
    read_dashes(line, items, " đến tháng " if any(item[2] for item in items[:-1]) else " đến ")


def _is_span_of_counts(line: Line, items: list[Match[str]]) -> bool:
    """ "mỗi tháng 5 - 7 triệu đồng" names no month; "tháng 4-5 bệnh nhân…" may be months or a count."""
    return (
        not any(item[2] for item in items)
        and DASH.fullmatch(line.open_text, items[-2].end(), items[-1].start()) is not None
        and _without_counted_months(line, items) != items
    )


def _without_counted_months(line: Line, items: list[Match[str]]) -> list[Match[str]]:
    """Drop figures that count something: "mỗi tháng 4 lần", "tháng 5, 20 người"."""
    while items and counted_follows(line.after(items[-1].end())):
        if re.match(rf"\s*(?:năm {YEAR}|năm nay|năm sau|năm trước|hội)", line.after(items[-1].end())):
            break
        items = items[:-1]
    return items


def _read_quarter(line: Line, match: Match[str]) -> None:
    said = f"{spoken_number(int(match['q']), line.style)} năm {spoken_number(int(match['y']), line.style)}"
    line.read(match.start(), match.end(), f"quý {said}" if match[0][0] == "Q" else said)


def _read_short_months(line: Line, match: Match[str]) -> None:
    """ "6T đầu năm": a count of months, as in tables."""
    line.read(match.start(), match.end(), f"{spoken_number(int(match['n']), line.style)} tháng")


def _read_two_months(line: Line, match: Match[str]) -> None:
    """ "7/2018 - 6/2023" runs from month to month: no two documents are joined so."""
    first, second = (int(match[2]), int(match[1])), (int(match[5]), int(match[4]))
    if first < second and 1 <= first[1] <= 12 and 1 <= second[1] <= 12:
        said = " đến ".join(_of_year(line, month, year) for year, month in (first, second))
        line.read(match.start(), match.end(), said)


def _read_short_month(line: Line, match: Match[str]) -> None:
    """ "T5" alone may be a Thursday; with a year it is a month."""
    if 1 <= int(match["m"]) <= 12:
        line.read(match.start(), match.end(), _of_year(line, int(match["m"]), int(match["y"])))


def _of_year(line: Line, month: int, year: int) -> str:
    return f"tháng {spoken_month(line, month)} năm {spoken_number(year, line.style)}"


def _read_bare_month(line: Line, match: Match[str]) -> None:
    month = int(match["m"])
    if not 1 <= month <= 12 or not _MONTH_WORD.search(line.before(match.start())):
        line.refuse(match.start(), match.end(), "không rõ là tháng hay số văn bản")
        return
    line.read(match.start(), match.end(), _of_year(line, month, int(match["y"])))


def _read_years(line: Line, match: Match[str]) -> None:
    first, second = (spoken_number(int(match[key]), line.style) for key in ("a", "b"))
    school = _SCHOOL.search(line.before(match.start()))
    if int(match["a"]) >= int(match["b"]) or (match["dash"] == "/" and not school):
        line.refuse(match.start(), match.end(), "không rõ là khoảng năm nào")
        return
    line.read(match.start(), match.end(), f"{first} {'' if school else 'đến '}{second}")
