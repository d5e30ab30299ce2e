"""Roman numerals, read only after a word that calls for one: "quý IV", "Đại hội XIV"."""

from __future__ import annotations

import re
from re import Match

from scheduler.core.speech.line import NUMBER_READ, Line
from scheduler.core.speech.numbers import spoken_number

# C and L stay out: "độ C" and "loại C" are letters, and no text of this field counts to forty in Roman.
_VALUES = {"I": 1, "V": 5, "X": 10}
_CANONICAL = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})\Z")
_NUMERAL = r"[IVX]{1,6}"
_WORD_AFTER = {"VI": "PHẠM KHUẨN SINH RÚT MÔ TÍNH", "XI": "MĂNG LANH"}
"""Words in capitals that look like numerals, by what makes them words: "XỬ LÝ VI PHẠM"."""
_CALLS = (
    "kv|chương|mục|phần|phụ lục|quý|quí|khu vực|vùng|nhóm|thế kỷ|thế kỉ|khóa|khoá|đại hội|kỳ|học kỳ|kỳ họp|hạng|loại|"
    "cấp|bậc|đợt|độ|giai đoạn|tập|quyển|tuyến|lần|thứ|điều|bảng|biểu|mẫu|tiểu mục|phụ lục số|chuyên đề|cấp độ|"
    "dự án|tiểu dự án|nội dung|cụm|đội|vòng|câu|ban|trung ương|đề mục|hội nghị|bài|kỳ thi|quân khu|"
    "binh đoàn|khối|đề án|phân khu|tổ|phường|quận|thôn|xóm|ấp|khóm|khu phố|tiểu khu"
)
_AFTER_WORD = re.compile(
    rf"(?<!\w)(?P<word>(?i:{_CALLS}))(?P<number> số)?\s+(?P<list>{_NUMERAL}"
    rf"(?:(?i:, ?| và | hoặc | đến | ?[-–] ?)(?:(?i:(?P=word))\s+)?{_NUMERAL})*)"
    rf"(?P<year>(?:/| ?[-–] ?)(?:19|20)\d{{2}})?(?![\w/&]|[-–.]\w)"
)
_PLACES = ("phường", "quận", "thôn", "xóm", "ấp", "khóm")
_NAMELESS = ("X", "V")
"""What stands for a place that is not named: "thôn X"."""
_ONE = re.compile(rf"(?<!\w){_NUMERAL}(?!\w)")
_DASH = re.compile(r" ?[-–] ?")
_HEADING = re.compile(rf"^[\s{NUMBER_READ}]*(?P<one>{_NUMERAL})\s?(?P<mark>[.)/\-–])\s+(?=[^\W\d_])")
_ORDINALS = {1: "nhất", 4: "tư"}


def roman_value(numeral: str) -> int | None:
    """Give the value of a well-formed Roman numeral up to 39, else None."""
    if not numeral or not _CANONICAL.match(numeral):
        return None
    values = [_VALUES[char] for char in numeral]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))


def read_romans(line: Line) -> None:
    """Claim the numerals behind their words, and one that numbers a heading."""
    if not _ONE.search(line.open_text):
        return
    line.each(_AFTER_WORD, _read_list)
    if (match := _HEADING.match(line.open_text)) and _numbers_a_heading(line, match):
        value = roman_value(match["one"])
        line.read(match.start("one"), match.end("one"), spoken_number(value or 0, line.style))
        if match["mark"] == "/":
            line.read(*match.span("mark"), ".")


def _numbers_a_heading(line: Line, match: Match[str]) -> bool:
    """ "X." may also be an abbreviated commune: then a name follows, and not a heading's plain word."""
    name = re.match(r"\w+ [^\W\d_]+", line.text[match.end() :])
    return roman_value(match["one"]) is not None and (
        match["one"] != "X" or bool(name and name[0].split()[1].islower())
    )


def _read_list(line: Line, match: Match[str]) -> None:
    numerals = list(_ONE.finditer(line.open_text, match.start("list"), match.end("list")))
    values = [roman_value(one[0]) for one in numerals]
    nameless = match["list"] in _NAMELESS and match["word"].casefold() in _PLACES
    if None in values or nameless or _is_word(line, match):
        return
    ordinal = match["word"].casefold() == "thứ"
    for one, value in zip(numerals, values, strict=True):
        said = spoken_number(value or 0, line.style)
        line.read(one.start(), one.end(), _ORDINALS.get(value or 0, said) if ordinal else said)
    for dash in _DASH.finditer(line.open_text, match.start("list"), match.end("list")):
        line.read(dash.start(), dash.end(), " đến ")
    if match["year"]:
        year = spoken_number(int(match["year"][-4:]), line.style)
        line.read(match.start("year"), match.end("year"), f" năm {year}")


def _is_word(line: Line, match: Match[str]) -> bool:
    """In a heading in capitals "VI" and "XI" may be words ("MỤC VI PHẠM"): the word after them decides."""
    if not match["word"].isupper():
        return False
    after = line.text[match.end() : match.end() + 12].split()
    return bool(after and after[0] in _WORD_AFTER.get(match["list"], "").split())
