"""Sums as they are typed on a telephone: 500k, 1tr5, 2,5tr/tháng."""

from __future__ import annotations

import re
from re import Match

from scheduler.core.speech.line import Line
from scheduler.core.speech.money import PER, spoken_per
from scheduler.core.speech.numbers import BEGIN, NUMBER, spoken_number, spoken_written

_TYPED = re.compile(r"\d ?(?:[kK]|t[rỷỉ])")
_END = r"(?![\w/%]|[.,:\-–]\w)"
_THOUSANDS = re.compile(rf"{BEGIN}(?P<n>\d{{2,3}}) ?[kK](?P<per>{PER})?{_END}")
_MILLIONS = re.compile(rf"{BEGIN}(?P<n>\d{{1,4}}) ?(?P<scale>tr|tỷ|tỉ)(?P<more>\d{{1,3}})(?P<per>{PER})?{_END}")
_MILLION = re.compile(rf"{BEGIN}(?P<n>{NUMBER}) ?tr(?P<per>{PER})?{_END}(?!\s?đ)")
_MONEY = re.compile(
    r"(?:giá|phí|tiền|lương|thưởng|phạt|vé|chỉ|còn|giảm|tặng|nộp|đóng|trả|chi|thu|hết|mất|mức|hỗ trợ|hưởng|bán|mua|"
    r"vay|nợ|góp|gửi|nhận|lãi|vốn|trị giá)"
    r"(?: (?:từ|hơn|gần|khoảng|chỉ|là|còn|được|thêm|tới|đến|ngay|bằng|trên|dưới))*\s*:?\s*$"
)
_LENGTH = re.compile(
    r"(?:chạy|cự ly|đường|giải|màn hình|phân giải|video|phim|vàng|thông điệp|khóa|khoá)(?: [^\W\d]+)?\s*$"
)
_SURELY_MONEY = 50
"""Thousands from which "k" is money also without a word for it: runs have 5, 10, 21 and 42 kilometres."""
_WHY = "không rõ “k” là nghìn đồng hay ki-lô-mét: hãy viết đủ"


def read_typed(line: Line) -> None:
    """Claim sums with a letter for thousand or million, where it stands for nothing else."""
    if not _TYPED.search(line.open_text):
        return
    line.each(_THOUSANDS, _read_thousands, "kK")
    line.each(_MILLIONS, _read_millions, "t")
    line.each(_MILLION, _read_million, "t")


def _read_thousands(line: Line, match: Match[str]) -> None:
    before, number = line.before(match.start()), int(match["n"])
    money = match["per"] or _MONEY.search(before) or number >= _SURELY_MONEY
    if match["n"].startswith("0") or not money or _LENGTH.search(before):
        line.refuse(match.start(), match.end(), _WHY)
        return
    said = f"{spoken_number(number, line.style)} {line.style.thousand}"
    line.read(match.start(), match.end(), said + spoken_per(line, match["per"]))


def _read_millions(line: Line, match: Match[str]) -> None:
    """ "1tr5" is one and a half, "2tr250" two and a quarter, "1tr05" a slip."""
    more = match["more"]
    if more.startswith("0") and len(more) < 3:
        return
    unit = 10**6 if match["scale"] == "tr" else 10**9
    value = int(match["n"]) * unit + int(more) * unit // 10 ** len(more)
    line.read(match.start(), match.end(), spoken_number(value, line.style) + spoken_per(line, match["per"]))


def _read_million(line: Line, match: Match[str]) -> None:
    """ "3tr" may also be three pages; "2,5tr", "3tr/tháng" and what is paid are sums."""
    said = spoken_written(match["n"], line.style)
    if said and ("," in match["n"] or match["per"] or _MONEY.search(line.before(match.start()))):
        line.read(match.start(), match.end(), f"{said} triệu{spoken_per(line, match['per'])}")
