"""Numbers that name a thing and count nothing: Km 5+200, QL4D, hạng A1, phiên bản 2.0, khoản 1,2 Điều 64."""

from __future__ import annotations

import re
from itertools import pairwise
from re import Match

from scheduler.core.speech.line import WORD_READ, Line
from scheduler.core.speech.nouns import NUMBERED, counted_follows
from scheduler.core.speech.numbers import END, spoken_letters, spoken_number

_KM = re.compile(
    r"(?<![\w\ue010])(?<!\d )(?<!/)(?:K[mM]\s?|km\s)(?P<n>\d{1,4})(?:\s?\+\s?(?P<m>\d{1,3}))?(?!\w|[.,/]\d)"
)
_GLUED = re.compile(r"(?<![\w/.\-])(?P<sign>[A-ZĐ]{2,3})(?=\d{1,3}[A-H]?(?!\w|[/.,\-]\w))")
_ROAD = re.compile(
    r"(?<!\w)(?:(?i:quốc lộ|tỉnh lộ|đường tỉnh|khu|tổ|thôn|lô|dãy|ngõ|số nhà|nhà số|phòng) |(?i:số )(?=\d+[A-D])|"
    r"(?:QL|TL) ?|\ue011+ ?(?=\d+[A-E]))(?P<n>\d{1,3})(?P<letter>[A-H])(?!\w|[/.,\-]\w)"
)
_LETTER = re.compile(r"(?<![\w./\-])(?P<letter>[A-HĐK])(?P<n>[1-9]\d?)(?!\w|[/.,\-]\w)")
_LETTER_WORD = re.compile(
    r"\b(?:vitamin|vi-ta-min|hạng|bằng|bằng lái|nhà|dãy|dãy nhà|khu|tòa|tòa nhà|toà|toà nhà|lô|khối|cổng|cửa|kho|đề|"
    r"bảng|trình độ|chứng chỉ|tiếng anh|loại|khổ|khổ giấy|giấy|nhóm|cúm)(?: [a-hđk][1-9]\d?(?:,| và| hoặc))*\s+$"
)
_VERSION = re.compile(r"(?<![\w.,/\-])(?P<items>\d{1,2}(?:\.\d{1,2}){1,2})(?![\w/%]|[.,]\d)")
_VERSION_WORD = re.compile(
    r"\b(?:phiên bản|bản|version|ios|android|windows|vssid|vneid|công nghiệp|công nghệ|nông nghiệp|thời đại|thời|"
    r"kỷ nguyên|chính phủ điện tử)\s+\(?$"
)
_TALL = re.compile(r"(?<![\w.,/+\-])(?P<m>\d)m(?P<cm>\d{1,2})(?!\w|[.,/]\d)")
_FORM = re.compile(
    r"(?<![\w/.,\-])(?=[\w\-/]*[A-ZĐ])(?=[\w\-]*\d)(?:\d{1,2}[A-ZĐa-eđ]?/(?=[A-Z]{1,3}\d))?"
    r"[A-ZĐ]{0,3}\d{1,3}[A-ZĐa-eđ]?(?:-[A-ZĐ]{2,4})?(?!\w|[/.,\-]\w)"
)
_KNOWN_FORM = re.compile(
    r"(?<![\w/.,\-])(?:(?:TK|[A-NP-Z])\d{1,2}[A-Za-e]?-(?:TS|LT|HSB|HD|TBH)|\d{1,2}[A-Ca-c]?-HSB)(?!\w|[/.,\-]\w)"
)
"""Forms of social insurance are known by their endings also without "mẫu" before them."""
_FORM_WORD = re.compile(
    r"\b(?:mẫu|biểu|biểu mẫu|tờ khai|phiếu|đơn|mẫu đơn)(?: số)?\s*:?\s*(?:[\w\-]+(?:, | và | hoặc ))*$"
)
_FORM_PART = re.compile(r"[A-ZĐa-eđ]+|\d+|/")
_LIST = re.compile(rf"{NUMBERED}\s+(?P<items>\d{{1,3}}(?:,\d{{1,3}})+){END}")
_DOUBTFUL = re.compile(
    rf"(?<!\w)(?i:(?<!hệ )(?<!tổng )(?<!chỉ )(?<!trị )(?:số|tuổi|loại|bậc))\s+(?P<items>\d{{1,2}}(?:,\d{{1,2}})+){END}"
)
_COMMA = re.compile(r"\d,\d")
_MEASURED = re.compile(r"\b(?:phụ cấp|trợ cấp|hệ số)(?: [^\W\d]+){0,3}\s+$")
_OF_DEGREES = re.compile(r"\b(?:mức độ|cấp độ|khu vực|vùng|lần|năm)\s+$")
"""What has numbered kinds and also measures: two figures with a comma may be either."""
_OF_LAW = re.compile(r"\s*(?:điểm|khoản|điều|mục|chương|phần) \d")
_MIXED = re.compile(r"[A-Za-zĐđ]\d|\d[A-Za-zĐđ]|\d-[A-ZĐ]")
"""A letter beside a figure, without which there is no such name."""
_ITEM = re.compile(r"\d+")
_LIST_OR_DECIMAL = "không rõ là số thập phân hay hai số: hãy viết dấu cách sau dấu phẩy"


def read_forms(line: Line) -> None:
    """Claim the names of forms, before their slash is taken for that of a document."""
    if _MIXED.search(line.open_text):
        line.each(_FORM, _read_form)
        line.each(_KNOWN_FORM, _spell_form)


def read_labels(line: Line) -> None:
    """Claim names that are made of letters and figures, before the figures are taken for amounts."""
    line.each(_KM, _read_kilometre_mark, "mM")
    line.each(_VERSION, _read_version, ".")
    if _MIXED.search(line.open_text):
        line.each(_ROAD, _read_lettered)
        line.each(_GLUED, _read_glued)
        line.each(_LETTER, _read_letter)
        line.each(_TALL, _read_height)


def read_lists(line: Line) -> None:
    """Claim "khoản 1,2": what is numbered has no decimals; runs when the amounts are read already."""
    if _COMMA.search(line.open_text):
        line.each(_LIST, _read_list)
        line.each(_DOUBTFUL, _refuse_list)


def _read_kilometre_mark(line: Line, match: Match[str]) -> None:
    said = f"ki-lô-mét {spoken_number(int(match['n']), line.style)}"
    if match["m"]:
        said += f" cộng {spoken_number(int(match['m']), line.style)}"
    line.read(match.start(), match.end(), said)


def _read_glued(line: Line, match: Match[str]) -> None:
    """ "QL37" is "QL 37" where an entry says that a figure may follow the sign, whatever stands before."""
    for entry in line.lexicon.words.get(match["sign"], ()):
        if entry.written == match["sign"] and "#" in entry.after and not entry.before:
            line.read(match.start(), match.end(), f"{entry.spoken} ", WORD_READ)
            return


def _read_lettered(line: Line, match: Match[str]) -> None:
    said = f"{spoken_number(int(match['n']), line.style)} {match['letter']}"
    line.read(match.start("n"), match.end(), said)


def _read_letter(line: Line, match: Match[str]) -> None:
    if _LETTER_WORD.search(line.before(match.start())):
        line.read(match.start(), match.end(), f"{match['letter']} {spoken_number(int(match['n']), line.style)}")


def _read_version(line: Line, match: Match[str]) -> None:
    if _VERSION_WORD.search(line.before(match.start())):
        parts = (spoken_number(int(part), line.style) for part in match["items"].split("."))
        line.read(match.start(), match.end(), " chấm ".join(parts))


def _read_height(line: Line, match: Match[str]) -> None:
    if match["cm"] in ("2", "3") or match["cm"].startswith("0"):
        return  # square and cubic metres
    said = " mét ".join(spoken_number(int(match[key]), line.style) for key in ("m", "cm"))
    line.read(match.start(), match.end(), said)


def _read_form(line: Line, match: Match[str]) -> None:
    if _FORM_WORD.search(line.before(match.start())):
        _spell_form(line, match)


def _spell_form(line: Line, match: Match[str]) -> None:
    """Spell the name of a form: "mẫu số 14-HSB", "biểu D02-TS", "mẫu 01/TK1-TS"."""
    said = []
    for part in _FORM_PART.findall(match[0]):
        if part == "/":
            said.append("trên")
            continue
        number = (
            spoken_number(int(part[1:] if part[0] == "0" else part), line.style)
            if part[-1].isdigit() and part != "0"
            else ""
        )
        said.append((f"không {number}" if part[0] == "0" else number) if part[0].isdigit() else spoken_letters(part))
    line.read(match.start(), match.end(), " ".join(said))


def _read_list(line: Line, match: Match[str]) -> None:
    items = list(_ITEM.finditer(line.open_text, *match.span("items")))
    after, before = line.after(match.end()), line.before(match.start("items"))
    if len(items) == 2 and (items[0][0] == "0" or _MEASURED.search(before)):
        return  # "phụ cấp khu vực 0,7" is a decimal
    counted = counted_follows(after) and not _OF_LAW.match(after)
    measured = _OF_DEGREES.search(before) and int(items[0][0]) + 1 != int(items[1][0])
    if len(items) == 2 and (counted or measured):
        line.refuse(*match.span("items"), _LIST_OR_DECIMAL)
        return
    if any(int(left[0]) >= int(right[0]) for left, right in pairwise(items)):
        line.refuse(*match.span("items"), _LIST_OR_DECIMAL)
        return
    said = ", ".join(spoken_number(int(item[0]), line.style) for item in items)
    line.read(*match.span("items"), said)


def _refuse_list(line: Line, match: Match[str]) -> None:
    line.refuse(*match.span("items"), _LIST_OR_DECIMAL)
