"""What is left once dates, amounts and codes are read: ordinals, list numbers, classes, plain cardinals."""

from __future__ import annotations

import re
from itertools import pairwise
from re import Match

from scheduler.core.speech.line import NUMBER_READ, WORD_READ, Line
from scheduler.core.speech.nouns import counted_follows
from scheduler.core.speech.numbers import BEGIN, END, NUMBER, spoken_number, spoken_written

_ORDINAL = re.compile(
    rf"(?<!\w)(?i:thứ)\s+(?P<items>\d{{1,3}}(?:(?i:, ?| và | hoặc | đến |\s?[-–]\s?)(?:(?i:thứ)\s+)?\d{{1,3}})*){END}"
)
_DIGITS = re.compile(r"\d+")
_ON = re.compile(r"\s?(?:đến|[-–])\s?\d")
_DASH = re.compile(r"\s?[-–]\s?")
_LED = rf"[\s{NUMBER_READ}]*"
"""A mark of a list, which is set aside already, and blanks."""
_OUTLINE = re.compile(rf"^{_LED}(?P<items>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})(?P<mark>[.)]?)\s+(?P<first>[^\W\d_])")
_POINT = re.compile(
    r"(?<!\w)(?i:điểm|mục|tiểu mục|tiết|bảng|hình|biểu đồ|sơ đồ|phụ lục) "
    r"(?P<items>\d{1,2}(?:\.\d{1,2}){1,3})(?![\w/%]|[.,]\d)"
)
_LETTERED = re.compile(r"(?<!\w)(?i:điều|khoản) (?P<n>\d{1,3})(?P<letter>[a-eđ])(?!\w)")
_SLASHED_ITEM = re.compile(rf"^{_LED}(?P<n>\d{{1,2}})(?P<slash>/)\s+(?=[^\W\d_])")
_NUMBERED_ITEM = re.compile(rf"^{_LED}(?P<n>\d{{1,2}})[.)]\s*(?=[^\W\d_\s])")
_CLASSES = re.compile(r"(?<!\w)(?i:lớp) \d{1,2}[A-HĐ]\d?(?:(?:, ?| và |, và )\d{1,2}[A-HĐ]\d?)*(?![\w/])")
_CLASS = re.compile(r"(?P<n>\d{1,2})(?P<letter>[A-HĐ])(?P<group>\d?)")
_PLAIN = re.compile(rf"(?:(?<![\w\ue010+])(?P<sign>\+)(?=\d)|{BEGIN})(?P<n>{NUMBER}){END}")
_CODE_WORD = re.compile(
    r"(?:mã|mã số|chữ số|chữ số cuối|số hiệu|mã bưu chính|mã vùng|otp|pin|mật khẩu|ký hiệu|biển số)\s*:?\s*$"
)
_PAPER = re.compile(r"\b(?:thẻ|sổ|vé|xe|phiếu|hồ sơ|biên lai|hóa đơn|hoá đơn|tài khoản)(?: số)?\s*:?\s*$")
"""What carries a number of its own: five figures behind it without a dot are no quantity for sure."""
_DASH_BEFORE = re.compile(r"\s?[-–—]\s?$")
_DASH_AFTER = re.compile(r"\s?[-–—]\s?(?=.)")
_NEIGHBOUR = re.compile(r"\s\d")
_WEEKDAYS = re.compile(
    r"(?<!\w)(?i:thứ) (?P<a>(?i:hai|ba|tư|năm|sáu|bảy)|[2-7])(?P<dash>\s?[-–—]\s?)"
    r"(?P<b>(?i:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật)|(?i:thứ) [2-7]|CN)(?!\w)"
)
_BARE_WEEKDAYS = re.compile(r"(?<!\w)(?i:thứ (?:hai|ba|tư|năm|sáu))(?P<dash>[-–—])(?=(?i:ba|tư|năm|sáu|bảy)(?!\w))")


def read_cardinals(line: Line) -> None:
    """Claim the numbers that are numbers; a code, a split number or an odd writing is left or refused."""
    line.each(_WEEKDAYS, _read_weekdays, "-–—")
    line.each(_BARE_WEEKDAYS, lambda line, match: line.read(*match.span("dash"), " đến thứ "), "-–—")
    line.each(_ORDINAL, _read_ordinals)
    line.each(_OUTLINE, _read_outline)
    line.each(_POINT, _read_point, ".")
    line.each(_LETTERED, _read_lettered)
    line.each(_NUMBERED_ITEM, _read_item)
    if _CLASS.search(line.open_text):
        line.each(_CLASSES, _read_classes)
    line.each(_PLAIN, _read_plain)


def _read_weekdays(line: Line, match: Match[str]) -> None:
    """Read "thứ Hai - thứ Sáu", "thứ 2-CN"; the figures that stand beside a word are read with it."""
    line.read(*match.span("dash"), " đến ", WORD_READ)
    for key in ("a", "b"):
        if match[key][-1].isdigit():
            start, end = match.end(key) - 1, match.end(key)
            line.read(start, end, "tư" if match[key][-1] == "4" else spoken_number(int(match[key][-1]), line.style))
    if match["b"] == "CN":
        line.read(*match.span("b"), "chủ nhật", WORD_READ)


def _read_ordinals(line: Line, match: Match[str]) -> None:
    items = list(_DIGITS.finditer(line.open_text, *match.span("items")))
    while len(items) > 1 and (counted_follows(after := line.after(items[-1].end())) or _ON.match(after)):
        items = items[:-1]
    for item in items:
        said = {1: "nhất", 4: "tư"}.get(int(item[0])) or spoken_number(int(item[0]), line.style)
        line.read(item.start(), item.end(), said)
    for left, right in pairwise(items):
        if dash := _DASH.match(line.open_text, left.end(), right.start()):
            line.read(dash.start(), dash.end(), " đến " if dash.end() < right.start() else " đến thứ ")


def _read_outline(line: Line, match: Match[str]) -> None:
    """Read "2.1. Mức đóng"; without the second mark or a capital it may be a foreign decimal ("4.5 điểm")."""
    if match["mark"] or match["first"].isupper():
        _read_point(line, match)


def _read_point(line: Line, match: Match[str]) -> None:
    said = (spoken_number(int(part), line.style) for part in match["items"].split("."))
    line.read(*match.span("items"), " chấm ".join(said))


def _read_lettered(line: Line, match: Match[str]) -> None:
    said = spoken_number(int(match["n"]), line.style)
    line.read(match.start("n"), match.end(), f"{said} {match['letter']}")


def read_slashed_item(line: Line) -> None:
    """Claim "1/ Đối tượng" at the head of a line, before the slash is taken for "một đối tượng"."""
    if match := _SLASHED_ITEM.match(line.open_text):
        _read_item(line, match)
        line.read(*match.span("slash"), ".")


def _read_item(line: Line, match: Match[str]) -> None:
    line.read(*match.span("n"), spoken_number(int(match["n"]), line.style))


def _read_classes(line: Line, match: Match[str]) -> None:
    for one in _CLASS.finditer(line.open_text, match.start(), match.end()):
        _read_class(line, one)


def _read_class(line: Line, match: Match[str]) -> None:
    said = f"{spoken_number(int(match['n']), line.style)} {match['letter']}"
    if match["group"]:
        said += f" {spoken_number(int(match['group']), line.style)}"
    line.read(match.start(), match.end(), said)


def _read_plain(line: Line, match: Match[str]) -> None:
    start, end, written = match.start(), match.end(), match["n"]
    said = spoken_written(written, line.style)
    why = _doubt(line, match, written)
    if said is None or why:
        line.refuse(start, end, why or "không rõ giá trị của số này")
    else:
        line.read(start, end, f"cộng {said}" if match["sign"] else said)


def _doubt(line: Line, match: Match[str], written: str) -> str:
    start, end = match.span("n")
    if _NEIGHBOUR.match(line.text, end) or re.search(r"\d\s$", line.text[max(0, start - 2) : start]):
        return "hai số đứng liền nhau: là một số, mã số hay số điện thoại?"
    if _dashed(line, start, end):
        return "không rõ là khoảng số hay hai số"
    before, counted = line.before(start), counted_follows(line.after(end)) and not line.name_follows(end)
    named = (len(written) > 4 and _PAPER.search(before)) or (len(written) > 5 and before.endswith("số "))
    if written.isdigit() and named and not counted:
        return "không rõ là số lượng hay mã số"
    if written.isdigit() and len(written) > 4 and before.endswith("năm ") and not counted:
        return "năm không có thật"
    if written.isdigit() and len(written) > 2 and _CODE_WORD.search(before):
        return "không rõ cách đọc mã số này"
    round_sum = len(written) < 10 and written.endswith("000")
    if written.isdigit() and len(written) > 6 and not (round_sum or counted):
        return "không rõ là số lượng hay mã số: hãy viết dấu chấm hàng nghìn"
    return ""


def _dashed(line: Line, start: int, end: int) -> bool:
    """Tell whether a dash that no rule has read joins the number to another one."""
    before, after = _DASH_BEFORE.search(line.open_text[:start]), _DASH_AFTER.match(line.open_text, end)
    return bool((before and line.text[: before.start()][-1:].isdigit()) or (after and line.text[after.end()].isdigit()))
