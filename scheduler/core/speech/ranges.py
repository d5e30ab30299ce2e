"""Shares and ratios (1/3 số hộ, 12/15 xã, 24/7, nhà số 12/5) and spans of bare numbers (3-5 ngày)."""

from __future__ import annotations

import re
from re import Match

from scheduler.core.speech.line import WORD_READ, Line
from scheduler.core.speech.months import YEAR_AFTER
from scheduler.core.speech.nouns import (
    EACH_BEFORE,
    HOUSE_BEFORE,
    LABEL_BEFORE,
    NUMBERED,
    STREET_AFTER,
    counted_follows,
    share_follows,
)
from scheduler.core.speech.numbers import (
    BEGIN,
    END,
    NUMBER,
    SPAN_DASH,
    WHOLE,
    spoken_number,
    spoken_written,
    sure,
    value_of,
)

_SCORE = re.compile(rf"{BEGIN}(?P<a>{WHOLE},\d+)\s?/\s?(?P<b>{NUMBER}){END}")
_REACHED = re.compile(r"(?:đạt|được|chấm|điểm|kết quả|hoàn thành|là)\s*:?\s*$")
_SCALE_AFTER = re.compile(r"\s*(?:$|[.,;:)]|(?:nghìn|ngàn|triệu|tỷ|tỉ|đồng)\b)")
_PAIR = re.compile(rf"{BEGIN}(?P<a>{WHOLE})\s?/\s?(?P<b>{WHOLE}){END}")
_ADDRESS = re.compile(r"(?:bậc|huyết áp|thị lực|trang|nhà|số nhà|nhà số|ngõ|ngách|hẻm|kiệt|lô|thửa)(?:\s+số)?\s*$")
_ROUND_CLOCK = re.compile(
    r"(?:hỗ trợ|phục vụ|hoạt động|trực|tổng đài|liên hệ|tiếp nhận|giải đáp|tư vấn|chăm sóc|mở cửa|đường dây nóng|"
    r"thường trực|liên tục|hotline|dịch vụ|trực tuyến)(?:[^.;]|\.(?=\d))*(?<!ngày )(?<!từ )(?<!đến )(?<!sau )$"
)
_SHARE_WORD = re.compile(
    r"(?:chiếm|hơn|gần|khoảng|bằng|ít nhất|tối thiểu|tối đa|quá|giảm|tăng|đạt|trên|dưới|được|hưởng|còn|đóng|thiếu|đủ|"
    r"không quá|xấp xỉ|nộp|trừ|mất|một nửa \(|nửa \()\s*$"
)
_RATIO = re.compile(r"(?:tỷ lệ|tỉ lệ)(?: (?:là|đạt|khoảng|chiếm|hơn|gần))?\s*:?\s*$")
_HOUSE = re.compile(rf"{BEGIN}(?P<parts>\d{{1,4}}(?:/\d{{1,4}}){{2,3}}){END}")
_SAME_LABEL = re.compile(
    rf"(?P<label>{NUMBERED})\s(?P<a>\d{{1,3}})(?P<dash>\s?[-–]\s?)(?=(?i:(?P=label))\s(?P<b>\d{{1,3}})(?![\w/.,%]\w))"
)
_LED_BY_DAY = re.compile(r"(?:ngày|mùng|mồng|sáng|chiều|tối)\s$")
_STREET = re.compile(r",?\s*(?:đường|phố|ngõ|tổ|thôn|khu)\b")
_DAY_WORD = re.compile(r"(?:^|\s)(?:từ|đến|tới|trước|sau|hết|kể từ|vào)\s+$")
"""Before "1/7 người lao động" they lead a day as well as a share."""
_OF = re.compile(r"\s*(?:trong số|trong tổng|của|còn lại|trở lên)\b")
_SPAN = re.compile(rf"{BEGIN}(?<![-–—] )(?P<a>{NUMBER}){SPAN_DASH}(?P<b>{NUMBER}){END}")
_SPAN_WORD = re.compile(r"(?:khoảng|độ|các điểm|mức|cấp|bậc|lứa tuổi|tuổi|cửa số)\s+$")
_NUMBERED_BEFORE = re.compile(rf"{NUMBERED}\s+$")
_SPAN_ENDS = re.compile(
    r"\s*(?:$|[.,;:!?)\]”\"]|(?:của|tại|và|trong|thuộc|theo|đến|là|hằng|luật)\b|"
    r"(?:điểm|khoản|điều|mục|chương|năm|tháng) \d)"
)
_LAST_WORD = re.compile(r"[^\W\d]+\s+$")
LABEL_AND_COUNT = "không rõ là khoảng số, hay số thứ tự rồi đến số lượng"


def read_ranges(line: Line) -> None:
    """Claim pairs with a slash, then pairs with a dash."""
    line.each(_SAME_LABEL, _read_same_label, "-–")
    line.each(_SCORE, _read_score, "/")
    line.each(_HOUSE, _read_house, "/")
    line.each(_PAIR, _read_pair, "/")
    line.each(_SPAN, _read_span, "-–—")


def _read_same_label(line: Line, match: Match[str]) -> None:
    """ "cấp 3 - cấp 4": the figures themselves are read later."""
    if int(match["a"]) < int(match["b"]):
        line.read(*match.span("dash"), " đến ", WORD_READ)


def _read_pair(line: Line, match: Match[str]) -> None:
    if not (sure(match["a"]) and sure(match["b"])):
        return
    first, second = int(value_of(match["a"])), int(value_of(match["b"]))
    said = _pair(line, match, first, second)
    if said is None:
        line.refuse(match.start(), match.end(), "không rõ là ngày tháng, phân số hay tỷ số")
    else:
        line.read(match.start(), match.end(), said)


def _is_divided(after: str) -> bool:
    """Tell whether what follows is divided: "2/3 số hộ", "1/3 của quỹ"."""
    return share_follows(after) or _OF.match(after) is not None


def _read_score(line: Line, match: Match[str]) -> None:
    """ "3,5/5 điểm", "1.015,4/1.750 tỷ đồng": what is reached of what could be; no day has decimals."""
    first, second = (spoken_written(match[key], line.style) for key in ("a", "b"))
    after, before = line.after(match.end()), line.before(match.start())
    day = int(value_of(match["b"])) <= 12 and not _REACHED.search(before)  # "1,2/5" may be two days of May
    if first and second and (counted_follows(after) or (_SCALE_AFTER.match(after) and not day)):
        line.read(match.start(), match.end(), f"{first} trên {second}")


def _read_house(line: Line, match: Match[str]) -> None:
    """ "ngõ 12/5/7": lanes off lanes."""
    if _ADDRESS.search(line.before(match.start())):
        parts = (spoken_number(int(part), line.style) for part in match[0].split("/"))
        line.read(match.start(), match.end(), " trên ".join(parts))


def _may_be_a_day(match: Match[str], before: str, after: str, first: int, second: int) -> bool:
    """Tell whether words lead a day, a real one or a mistyped one ("ngày 194/4", "từ 5/19689")."""
    if first <= 31 and second <= 12:
        return bool(YEAR_AFTER.match(after) or (_DAY_WORD.search(before) and not _is_divided(after)))
    month = len(match["b"]) > 4 and "." not in match["b"] and first <= 31
    return month or bool(_LED_BY_DAY.search(before) and not counted_follows(after) and not _is_divided(after))


def _pair(line: Line, match: Match[str], first: int, second: int) -> str | None:
    before, after = line.before(match.start(), 60), line.after(match.end())
    if _may_be_a_day(match, before, after, first, second):
        return None
    padded = match["a"].startswith("0") or match["b"].startswith("0")
    if padded and not counted_follows(after):
        return None
    over = f"{spoken_number(first, line.style)} trên {spoken_number(second, line.style)}"
    house = STREET_AFTER.match(line.text, match.end()) and HOUSE_BEFORE.search(before)
    if house or _ADDRESS.search(before) or (before.endswith("số ") and _STREET.match(after)):
        return over
    if first == second == 24:
        return over
    if (first, second) == (24, 7):
        return over.replace("tư", "bốn") if _ROUND_CLOCK.search(before) else None
    proper = 0 < first < second
    counted = counted_follows(after)
    if proper and second <= 4 and (counted or share_follows(after)):
        return spoken_share(line, first, second)
    shared = _is_divided(after)
    if proper and second <= 10 and _RATIO.search(before):
        return spoken_share(line, first, second)
    if proper and (second <= 10 or first == 1) and (shared or (_SHARE_WORD.search(before) and not counted)):
        return spoken_share(line, first, second)
    if counted and first <= second:
        return over
    looks_like_date = first <= 31 and second <= 31
    return None if looks_like_date else over


def spoken_share(line: Line, first: int, second: int) -> str:
    """Say a share: 3/4 is "ba phần tư"."""
    return f"{spoken_number(first, line.style)} phần {'tư' if second == 4 else spoken_number(second, line.style)}"


def _read_span(line: Line, match: Match[str]) -> None:
    first, second = match["a"], match["b"]
    before, after = line.before(match.start()), line.after(match.end())
    if before.endswith("thứ "):
        return  # left to the ordinals
    if is_label_and_count(line, match):
        line.refuse(match.start(), match.end(), LABEL_AND_COUNT)
        return
    decimal = "," in first and "," in second  # no date and no code has two decimals
    numbered = _NUMBERED_BEFORE.search(before) and len(first) < 4 and len(second) < 4
    known = decimal or counted_follows(after) or _SPAN_WORD.search(before) or numbered
    if not (sure(first) and sure(second) and known):
        line.refuse(match.start(), match.end(), "không rõ là khoảng số, ngày tháng hay mã số")
        return
    said = spoken_span(line, first, second)
    if said is None:
        line.refuse(match.start(), match.end(), "khoảng số không tăng dần")
    else:
        line.read(match.start(), match.end(), said)


def is_label_and_count(line: Line, match: Match[str], *, amount: bool = False) -> bool:
    """In "Bài 3 - 5 điều cần biết" the first figure is a name and the second a count; a tight dash joins a span."""
    before = line.before(match.start())
    spaced = re.match(r"[^-–—]*\s[-–—]", match[0])
    named = spaced and LABEL_BEFORE.search(before) and not EACH_BEFORE.search(_LAST_WORD.sub("", before))
    return bool(named and (amount or not _SPAN_ENDS.match(line.after(match.end()))))


def spoken_span(line: Line, first: str, second: str) -> str | None:
    """Say "5 đến 10"; None where the second is not larger or is written on another scale ("2-3.000.000")."""
    one, two = spoken_written(first, line.style), spoken_written(second, line.style)
    if one is None or two is None or value_of(first) >= value_of(second):
        return None
    if "." in second and "." not in first and value_of(first) < 100:
        return None
    return f"{one} đến {two}"
