"""Whether a group of pairs without "ngày" is a day, a share, a house or a score: the words around it decide."""

from __future__ import annotations

import re
from re import Match

from scheduler.core.speech.line import Line
from scheduler.core.speech.months import YEAR, YEAR_AFTER
from scheduler.core.speech.nouns import (
    HOUSE_BEFORE,
    LABEL_BEFORE,
    REST_AFTER,
    STREET_AFTER,
    counted_follows,
    share_follows,
)

FULL = rf"\d{{1,2}}(?:/\d{{1,2}}/|\s?[-–]\s?\d{{1,2}}\s?[-–]\s?|\.\d{{1,2}}\.){YEAR}"
"""A day with its year."""
_STRONG = re.compile(
    r"(?:ngày|sáng|trưa|chiều|tối|đêm|hôm|(?:hôm|sáng|trưa|chiều|tối) (?:nay|qua|kia)|ngày mai|"
    r"lễ|dịp|quốc khánh|kỷ niệm|giờ|\dh|\dh\d\d|phút|"
    r"(?<!lần )thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\s*[,(]?\s*$|ngày(?: [^\W\d_]+){1,8} \($"
)
_WEAK = re.compile(
    r"(?:từ|đến|tới|trước|sau|hết|kể từ|vào|bắt đầu|hạn|hạn cuối|hạn chót|hạn nộp|"
    r"đợt \d+|khai mạc|diễn ra)\s*[:(]?\s*$"
)
_EACH_YEAR = re.compile(r"\s*(?:hằng|hàng|mỗi) năm")
_FEAST = re.compile(r"[Nn]gày (?:[^\W\d]+(?: - |[ -]))*?[A-ZĐ][^\W\d]*[ -](?:[^\W\d]+(?: - |[ -])){0,8}$")
_NO_DATE = re.compile(
    r"(?:số|mã|mẫu|phiếu|lớp|bậc|điểm|huyết áp|thị lực|tỷ số|tỉ số|tỷ lệ|tỉ lệ|tỷ lệ chọi|kết quả|(?<!giỗ )tổ|đạt|"
    r"vượt|tăng|giảm|gấp|bằng|chiếm|hơn|gần|khoảng|quá|trên|dưới)\s*[:(]?\s*$"
)
_OPENS = re.compile(r"(?:^|[.;:,]\s+)(?:kể từ|từ|trước|sau)\s+$")
_STREET = re.compile(
    r"\b(?:nhà|số nhà|nhà số|ngõ|ngách|hẻm|kiệt|lô|thửa|đường|phố|cầu|bệnh viện|khu|thôn|bản|xóm|ấp|khóm|tổ|đội|lớp|"
    r"phường|quận|cụm|tầng|phòng|bàn|quầy|cửa|bậc|hạng|nhóm|vùng|khối|"
    r"tuyến|trang|câu|tập|điều|khoản|chương|ghế|dãy)(?<!giỗ tổ)(?:\s+số)?\s*$"
)
_NAMED_AFTER_A_DAY = re.compile(r"(?:đường|phố|quảng trường|trường|công viên|cầu|bến xe|phường|khu đô thị)\s+$")
_COMMEMORATED = {(30, 4), (2, 9), (3, 2), (26, 3), (19, 8), (1, 5), (8, 3), (27, 7), (22, 12), (19, 5), (20, 10)}
"""Days after which streets and schools are called."""
_FROM_WORD = re.compile(r"đến\s+$")
COMMON_SHARES = {(1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5), (2, 5), (3, 5), (4, 5), (1, 10)}
"""Shares that texts really have; a pair that is none of them is more likely a day."""


def is_date(line: Line, items: list[Match[str]]) -> bool | None:
    """Weigh a group without "ngày": True a date, False refuse it, None leave it to the fractions."""
    before, after = line.before(items[0].start()), line.after(items[-1].end())
    pairs = [tuple(int(part) for part in item[0].split("/")) for item in items if item[0].count("/") == 1]
    bare = [item for item in items if item[0].isdigit()]
    if bare and len(items) == 2 and int(bare[0][0]) >= int(re.split(r"\D+", items[1][0])[0]):
        return False
    if bare and (_names_and_date(line, items) or _NO_DATE.search(before) or before.endswith("thứ ")):
        return False
    if any(re.fullmatch(FULL, item[0]) for item in items):
        return True
    if _NAMED_AFTER_A_DAY.search(before) and len(items) == 1 and set(pairs) <= _COMMEMORATED:
        return not bare
    if _STREET.search(before) or _is_address(line, items, before) or REST_AFTER.match(after):
        return None
    if any(month > 12 or day > 31 or 0 in (day, month) for day, month in pairs):
        return None
    if _EACH_YEAR.match(after):
        return True
    body = line.text[items[-1].end() + 1 : items[-1].end() + 3].istitle()  # "20/10 Hội Phụ nữ" counts no meetings
    if not (body or YEAR_AFTER.match(after)) and (counted_follows(after) or share_follows(after)):
        return None
    if bare or _STRONG.search(before) or _is_feast(line, items, pairs):
        return True
    return _is_likely(before, after, items, pairs) or None


def _is_address(line: Line, items: list[Match[str]], before: str) -> bool:
    """ "12/5 Nguyễn Huệ" is a house; with "ngày" or "từ" before it, it is the day of somebody."""
    if HOUSE_BEFORE.search(before):
        return True
    street = STREET_AFTER.match(line.text, items[-1].end())
    return bool(street and not (_STRONG.search(before) or _WEAK.search(before)))


def _names_and_date(line: Line, items: list[Match[str]]) -> bool:
    """ "Đợt 1 - 15/7" may be the first round, on the 15th, or the round from the 1st to the 15th."""
    spaced = line.text[items[0].end() : items[1].start()].startswith(" ") and not _FROM_WORD.search(
        line.before(items[1].start())
    )
    return spaced and bool(LABEL_BEFORE.search(line.before(items[0].start())))


def _is_feast(line: Line, items: list[Match[str]], pairs: list[tuple[int, ...]]) -> bool:
    """ "Ngày Quốc tế Người cao tuổi 1/10": a day with a name of its own, unless a common share follows it."""
    common = any(pair in COMMON_SHARES and pair[1] < 5 for pair in pairs)
    return not common and _FEAST.search(line.text[: items[0].start()]) is not None


def _is_likely(before: str, after: str, items: list[Match[str]], pairs: list[tuple[int, ...]]) -> bool:
    """Weigh pairs without a telling word: a leading zero, a share above one, a word that often leads a date."""
    padded = any(re.search(r"(?:^|/)0", item[0]) for item in items)
    proper = all(day < month for day, month in pairs)
    if all(day > month for day, month in pairs) and pairs != [(24, 7)] and not _NO_DATE.search(before):
        return True
    bracketed = before.endswith("(") and pairs != [(24, 7)]  # "tổng đài 1900 9068 (24/7)"
    if padded or (not proper and (len(items) > 1 or bracketed)):
        return True
    if not _WEAK.search(before):
        return False
    common = any(pair in COMMON_SHARES for pair in pairs)
    return not common or bool(_OPENS.search(before) and after.startswith(","))
