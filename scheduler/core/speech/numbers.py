"""Numbers in words, and the two ways Vietnamese texts write them (1.234.567 and 74,4)."""

from __future__ import annotations

import re
from decimal import Decimal

from scheduler.core.speech.style import Style

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
LETTERS = {
    "A": "a", "B": "bê", "C": "xê", "D": "dê", "Đ": "đê", "E": "e", "F": "ép", "G": "giê", "H": "hát", "I": "i",
    "J": "gi", "K": "ca", "L": "lờ", "M": "mờ", "N": "nờ", "O": "o", "P": "pê", "Q": "quy", "R": "rờ", "S": "ét",
    "T": "tê", "U": "u", "V": "vê", "W": "vê kép", "X": "ích", "Y": "y", "Z": "dét",
}  # fmt: skip
MOST_DIGITS = 18
LARGEST = 10**MOST_DIGITS - 1

# A whole number as written: digits, or groups of three with dots; then perhaps a decimal comma.
WHOLE = r"(?:\d{1,3}(?:\.\d{3})+|\d+)"
NUMBER = rf"(?:{WHOLE}(?:,\d+)?)"
# Where a number may begin and end: never inside a longer token, which would be a code or a date.
BEGIN = r"(?<![\w/.,\\+\-–−@#_&°º'’′\ue010\ue012])(?<!\d:)"
END = r"(?![\w/\\%‰°º²³@_&*^#'’′\ue010\ue012])(?![.,:]\d)(?![-–−]\S)"
# The dash of a span; a long one with blanks around it parts sentences: "Bậc 2 — 5 triệu".
SPAN_DASH = r"(?:\s?[-–]\s?|—)"

_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+\Z")
_DEFAULT = Style()


def spoken_digits(text: str) -> str:
    """Say each digit of a code or telephone number on its own."""
    return " ".join(DIGITS[int(char)] for char in text if char.isdigit())


def spoken_letters(text: str) -> str:
    """Spell letters by their names, as radio spells the code of a form or a card: HSB is "hát ét bê"."""
    return " ".join(LETTERS[char] for char in text.upper())


def spoken_number(number: int, style: Style = _DEFAULT) -> str:
    """Say a cardinal: 1005 is "một nghìn không trăm linh năm".

    Raises ValueError beyond ±(10**18 - 1), which no text of this field contains.
    """
    if abs(number) > LARGEST:
        raise ValueError(f"số quá lớn để đọc: {number}")
    if number < 0:
        return "âm " + spoken_number(-number, style)
    billions, rest = divmod(number, 10**9)
    words = []
    if billions:
        words.append(f"{_below_billion(billions, style, leading=True)} tỷ")
    if rest or not billions:
        words.append(_below_billion(rest, style, leading=not billions))
    return " ".join(words)


def _below_billion(number: int, style: Style, *, leading: bool) -> str:
    """Say the three groups of a number below 10**9; a group after another says its hundreds, even "không"."""
    groups = ((number // 10**6, "triệu"), (number // 1000 % 1000, style.thousand), (number % 1000, ""))
    words: list[str] = []
    for group, name in groups:
        if group or (number == 0 and not name):
            words.append(f"{_hundreds(group, style, leading=leading and not words)} {name}".strip())
    return " ".join(words)


def _hundreds(number: int, style: Style, *, leading: bool) -> str:
    hundreds, rest = divmod(number, 100)
    if leading and not hundreds:
        return _tens(rest, style)
    said = f"{DIGITS[hundreds]} trăm"
    if not rest:
        return said
    if rest < 10:
        return f"{said} {style.odd} {DIGITS[rest]}"
    return f"{said} {_tens(rest, style)}"


def _tens(number: int, style: Style) -> str:
    tens, unit = divmod(number, 10)
    if not tens:
        return DIGITS[unit]
    if tens == 1:
        return ("mười " + ("lăm" if unit == 5 else DIGITS[unit] if unit else "")).strip()
    after = {0: "", 1: "mốt", 4: style.four, 5: "lăm"}.get(unit, DIGITS[unit])
    return f"{DIGITS[tens]} mươi {after}".strip()


def spoken_fraction(digits: str, style: Style) -> str:
    """Say what follows the decimal comma: 15 as a number, 05 and long tails digit by digit."""
    if digits.startswith("0") or len(digits) > 3:
        return spoken_digits(digits)
    return spoken_number(int(digits), style)


def spoken_written(written: str, style: Style) -> str | None:
    """Say a number as it is written ("1.250,75"); None where its writing leaves its value open."""
    whole, _, fraction = written.partition(",")
    if not sure(written):
        return None
    said = spoken_number(int(whole.replace(".", "")), style)
    return f"{said} phẩy {spoken_fraction(fraction, style)}" if fraction else said


def sure(written: str) -> bool:
    """Tell whether a written number has one meaning only.

    "1,500" may be one and a half or fifteen hundred in foreign writing; "012" is a code; "0.500" has a
    leading zero that no grouped number has. Beyond `LARGEST` there is nothing to say.
    """
    whole, comma, fraction = written.partition(",")
    if len(whole.replace(".", "")) > MOST_DIGITS or len(fraction) > MOST_DIGITS:
        return False
    if "." in whole and (not _GROUPED.match(whole) or whole.startswith("0")):
        return False
    if "." not in whole and whole.startswith("0") and len(whole) > 2:
        return False
    if whole == "00" or (comma and len(whole) > 1 and whole.startswith("0")):
        return False
    return not (len(fraction) == 3 and whole != "0" and "." not in whole)


def value_of(written: str) -> Decimal:
    """Give the value of a written number that is `sure`."""
    return Decimal(written.replace(".", "").replace(",", "."))


_UNITS = {word: digit for digit, word in enumerate(DIGITS)} | {"mốt": 1, "tư": 4, "lăm": 5}
_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6}


def parse_spoken(spoken: str) -> int:
    """Give back the value of a spoken cardinal. Raises ValueError for a word that is no number word."""
    words = spoken.split()
    if words and words[0] == "âm":
        return -parse_spoken(" ".join(words[1:]))
    if "tỷ" in words:
        cut = words.index("tỷ")
        rest = words[cut + 1 :]
        return _parse_groups(words[:cut]) * 10**9 + (_parse_groups(rest) if rest else 0)
    return _parse_groups(words)


def _parse_groups(words: list[str]) -> int:
    total = group = last = 0
    if not words:
        raise ValueError("không có chữ số nào")
    for word in words:
        if word in _SCALES:
            total, group, last = total + (group + last) * _SCALES[word], 0, 0
        elif word == "trăm":
            group, last = last * 100, 0
        elif word == "mươi":
            group, last = group + last * 10, 0
        elif word == "mười":
            group, last = group + 10, 0
        elif word in _UNITS:
            last = _UNITS[word]
        elif word not in ("linh", "lẻ"):
            raise ValueError(f"không phải chữ số: {word}")
    return total + group + last
