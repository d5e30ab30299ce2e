"""Telephone numbers, insurance and identity numbers: said digit by digit."""

from __future__ import annotations

import re
from re import Match

from scheduler.core.speech.line import Line
from scheduler.core.speech.nouns import counted_follows
from scheduler.core.speech.numbers import END, LETTERS, spoken_digits, spoken_letters

_PHONE = re.compile(
    r"(?<![\w/])(?<!\d[.,])(?:\(\+?84\)|\+84|\(0[2-9]\d{0,2}\)|02\d{1,2}(?= - )|0[2-9]|1[89]00)"
    r"(?: - (?=\d))?(?:[ .\-]?\d{1,4}){1,6}(?!\w|[/%]|[.,:]\d)"
)
_PHONE_WORD = re.compile(r"(?:điện thoại|đt|sđt|di động|hotline|tổng đài|gọi|liên hệ|máy|zalo|fax)[^.;\d]*$")
_MONEY_FOLLOWS = re.compile(r"\s*(?:đồng|đ|vnđ|vnd|triệu|tỷ)\b")
_GROUPS = re.compile(r"\d+")

_CODE_WORD = re.compile(
    r"(?:mã số|mã thẻ|mã hộ|mã đơn vị|số thẻ|thẻ bhyt|mã bhxh|sổ bhxh|số sổ|cccd|căn cước|cmnd|hộ chiếu|định danh|"
    r"mst|tài khoản|số tk|stk)(?:\s+[^\W\d]+){0,4}\s*:?\s*(?:là\s+)?$"
)
_SECRET_WORD = re.compile(r"\b(?:mã|otp|pin|mã số|mã xác nhận|mã xác thực|mật khẩu)\s*:?\s*(?:là\s+)?$")
_CARD_NUMBER = re.compile(
    r"\b(?:mã thẻ|số thẻ|mã hộ|mã đơn vị|số sổ|mã bhxh|"
    r"mã (?:nơi |cơ sở |bệnh viện )?(?:đăng ký )?(?:kcb|khám chữa bệnh)|"
    r"mã (?:cơ sở|bệnh viện|đại lý|điểm thu|tỉnh|huyện|xã|phường))(?: bhyt| bhxh)?(?: ban đầu)?\s*:?\s*(?:là\s+)?$"
)
_HOSPITAL = re.compile(
    rf"(?<!\w)(?i:bệnh viện|viện)(?i: trung ương| quân y| quân đội| đa khoa| nhân dân)* (?P<n>"
    rf"10[3589]|11[05]|12[01]|175|19[89]|211|268|354){END}"
)
"""Hospitals of the army, the police and the largest city have numbers for names, said figure by figure."""
_MOST_COUNTED = 8
"""Figures without a dot behind "mã số": beyond it they count nothing, whatever follows ("mã số 5200123456 ngày…")."""
_LONG = re.compile(rf"(?<![\w/.,+\-–])\d{{2,15}}(?: \d{{2,12}})*{END}")
_CARD = re.compile(r"(?<![\w/\-])(?P<letters>[A-ZĐ]{2}) ?(?P<digits>\d ?\d{2} ?(?:\d ?){10})(?<! )(?!\w|[/.,]\d)")
_CARD_WORD = re.compile(r"thẻ|mã|bhyt")

_SHORT_WORD = re.compile(
    r"(?:tổng đài|hotline|đường dây nóng|gọi|gọi ngay|cấp cứu|báo cháy|cứu hỏa|công an|cảnh sát|"
    r"số máy|máy lẻ|nhánh|điện thoại|sđt|đầu số|gửi|nhắn)"
    r"(?:\s+(?:điện thoại|đến|tới|cho|theo|tin))?(?:\s+số)?(?:\s+(?:tổng đài|máy|khẩn cấp))?\s*:?\s*$|"
    r"(?:tin nhắn|nhắn tin|soạn tin|cú pháp)[^.;]*(?:gửi|đến|tới)\s*(?:số\s*)?$"
)
_KNOWN = ("111", "112", "113", "114", "115", "1022")
_ALWAYS = re.compile(r"(?:tổng đài|đường dây nóng|hotline|cấp cứu|báo cháy|cứu hỏa)(?: số)?\s*:?\s*$")
"""Before 111 to 115 they lead a line even where a thing that is counted follows: "tổng đài 111 ngày đêm"."""
_GOES_ON = re.compile(
    r"\s*(?:$|[.,;:()!?…\"”\-–]|(?:để|hoặc|và|nếu|khi|trong|hay|gặp|tại|của|miễn|trước|ngay|từ|với|xin|là|nhánh|theo|"
    r"được|sẽ|hằng|mỗi|lúc|vào|giờ|bấm|máy)\b)"
)
_SHORT = re.compile(rf"(?<![\w/.,+\-–])\d{{3,6}}(?:(?i:, | hoặc | và )\d{{3,6}})*{END}")


def read_codes(line: Line) -> None:
    """Claim telephone numbers by their shape, other codes by the word before them."""
    line.each(_HOSPITAL, _read_hospital, "ệỆ")
    line.each(_CARD, _read_card)
    line.each(_PHONE, _read_phone)
    line.each(_LONG, _read_long)
    line.each(_SHORT, _read_short)


def _read_phone(line: Line, match: Match[str]) -> None:
    shown = match[0]
    digits = "".join(char for char in shown if char.isdigit())
    abroad = "84" in shown[:4] and not digits.startswith("0")
    wanted = (11, 12) if abroad else (8, 10) if digits.startswith("1") else (10, 11)
    if len(digits) in wanted and _own_groups(shown) and not _MONEY_FOLLOWS.match(line.after(match.end())):
        groups = _GROUPS.findall(shown)
        if len(groups[-1]) < 3 and counted_follows(line.after(match.end())) and not line.name_follows(match.end()):
            line.refuse(match.start(), match.end(), "không rõ số cuối thuộc số điện thoại hay là số lượng")
            return
        said = ", ".join(map(spoken_digits, groups))
        line.read(match.start(), match.end(), f"cộng {said}" if "+" in shown else said)
    elif _PHONE_WORD.search(line.before(match.start())) and len(digits) > 5:
        line.refuse(match.start(), match.end(), "số điện thoại thừa hoặc thiếu chữ số")


def _read_hospital(line: Line, match: Match[str]) -> None:
    if not counted_follows(line.after(match.end())) or line.name_follows(match.end()):
        line.read(*match.span("n"), spoken_digits(match["n"]))


def _own_groups(shown: str) -> bool:
    """A blank on both sides of a dash separates two numbers, not the groups of one."""
    return " - " not in shown or shown.startswith("02")


def _read_card(line: Line, match: Match[str]) -> None:
    if match["letters"] == "TK":
        return  # an account
    if _CARD_WORD.search(line.before(match.start(), 60)) and all(char in LETTERS for char in match["letters"]):
        letters = spoken_letters(match["letters"])
        groups = ", ".join(spoken_digits(group) for group in _GROUPS.findall(match["digits"]))
        line.read(match.start(), match.end(), f"{letters}, {groups}")


def _read_long(line: Line, match: Match[str]) -> None:
    before, count = line.before(match.start(), 60), len(re.sub(r"\D", "", match[0]))
    code = count > _MOST_COUNTED and _CODE_WORD.search(before)
    if counted_follows(line.after(match.end())) and not (code or line.name_follows(match.end())):
        return
    named = (count >= 6 and _CODE_WORD) or (count >= 4 and _CARD_NUMBER)
    if (named and named.search(before)) or (count >= 3 and _SECRET_WORD.search(before)):
        said = ", ".join(spoken_digits(group) for group in _GROUPS.findall(match[0]))
        line.read(match.start(), match.end(), said)


def _read_short(line: Line, match: Match[str]) -> None:
    before = line.before(match.start())
    known = match[0] in _KNOWN and _ALWAYS.search(before)
    if not _SHORT_WORD.search(before) or (counted_follows(line.after(match.end())) and not known):
        return
    if not (_GOES_ON.match(line.after(match.end())) or match[0] in _KNOWN):
        line.refuse(match.start(), match.end(), "không rõ là số máy hay số lượng")
        return
    for group in _GROUPS.finditer(match[0]):
        start = match.start() + group.start()
        line.read(start, start + len(group[0]), spoken_digits(group[0]))
