"""The last rule: whatever no rule has read is either plain Vietnamese or refused, never passed on in silence."""

from __future__ import annotations

import re
from re import Match

from scheduler.core.speech.abbreviations import is_part_of_a_word
from scheduler.core.speech.line import UNREAD, WORD_READ, Line, Piece
from scheduler.core.speech.roman import roman_value
from scheduler.core.speech.words import is_plain_caps, is_syllable

_ADDRESS = re.compile(
    r"https?://\S+|www\.\S+|(?<![\w.+\-])[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+|(?<![\w@.\-])[\w\-]+(?:\.[\w\-]+)*\."
    r"(?:vn|com|net|org|gov|edu|me|info|asia|io)(?![\w])(?:/\S*)?|[#@]\w+",
    re.IGNORECASE,
)
_SUSPECT = re.compile(r"[@#]|://|\w\.[a-zA-Z]")
"""What every address has; most lines have nothing like it."""
_TRAILING = ".,;:!?…)”\"'’"
_CHUNK = re.compile(r"[^\s\ue010-\ue012]+")
_PUNCTUATION = "\\s.,;:!?…\"“”‘’'«»()\\[\\]–—\\-"
_NUMBERS = re.compile(r"[.)/](?=\s|$)")
_SPLIT = re.compile(f"[{_PUNCTUATION}]+")
_EDGE = ".,;:!?…\"“”‘’'«»()[]–—-"
_BULLET = re.compile(r"^\s*(?P<mark>[+*•●▪◦·○■□►➢❖\-–—])(?=\s)")
_POINT = re.compile(r"(?:điểm|mục|tiết|chữ|chữ cái|vần|ý|tiểu mục|nhóm)\s+(?:[a-zđ](?:, ?| và | hoặc | đến |-))*$")
_INITIALS = re.compile(r"(?<!\w)[^\W\d_]\.[^\W\d_](?!\w)")
_SUM_BEFORE = re.compile(r"\d\s?(?:đồng|đ|triệu|tỷ|tỉ|nghìn)$", re.IGNORECASE)
_SUM_AFTER = re.compile(r"\d[\d.,]*\s?(?:đồng|đ|triệu|tỷ|tỉ|nghìn)\b", re.IGNORECASE)
_NEIGHBOURS = re.compile(r"\d\s(?=\d)")
_OPEN_DASH = re.compile(r"\s?(?P<dash>[-–—])\s?(?=.)")
_PHONE_AROUND = re.compile(r"\d{3}\s?[-–—]\s?(?:\(?0|\+84|1[89]00)")
_PATIENT = re.compile(r"(?i:bệnh nhân|ông|bà|anh|chị|em|cháu|bé) (?P<name>[A-ZĐ](?:\. ?[A-ZĐ]){1,3})(?!\w|\.\w)")
_DOTTED_LETTER = re.compile(r"(?<![\w.])(?P<letter>[BCDĐGHKLMNPQRSTVX])\.\s?(?=[^\W\d_]|\ue010)")
_PERSON = re.compile(r"(?:[^\W\d_]+\s+)?(?P<word>[^\W\d_]+)\s+$")
_KIN = "ông bà anh chị em cô chú bác cháu"
_LETTERED = frozenset(f"{_KIN} nhóm loại hạng vitamin min gan khối phần khu điểm bảng án lớp".split())
_BLOOD = re.compile(r"(?:nhóm máu|nhóm|máu|chữ|chữ cái|ông|bà|anh|chị)(?: [^\W\d]+)* $")
_NEAR = 60
_CAPITALS = re.compile(r"[^\W\d_]+")


def read_bullet(line: Line) -> None:
    """Set the mark of a list aside, so that the text behind it is read like any other."""
    if bullet := _BULLET.match(line.open_text):
        line.read(*bullet.span("mark"), bullet["mark"])


def refuse_addresses(line: Line) -> None:
    """Refuse web and mail addresses and hashtags before any rule reads a part of one."""
    if _SUSPECT.search(line.open_text):
        line.each(_ADDRESS, _refuse_address)


def _refuse_address(line: Line, match: Match[str]) -> None:
    shown = match[0].rstrip(_TRAILING)
    line.refuse(match.start(), match.start() + len(shown), "địa chỉ mạng hoặc hashtag: bỏ đi hoặc ghi cách đọc")


def refuse_leftovers(line: Line) -> None:
    """Refuse every open stretch that is not punctuation and Vietnamese words."""
    line.each(_OPEN_DASH, _refuse_dash, "-–—")
    line.each(_PATIENT, lambda line, match: line.read(*match.span("name"), match["name"], WORD_READ), ".")
    line.each(_DOTTED_LETTER, _judge_dotted, ".")
    _refuse_neighbours(line)
    for chunk in list(_CHUNK.finditer(line.open_text)):
        _judge(line, chunk)


def _refuse_neighbours(line: Line) -> None:
    """Take back two readings with nothing but a blank between their figures: "52/202 5/NQ-HĐND", "23/1 1 - 29/11"."""
    for match in _NEIGHBOURS.finditer(line.text):
        first, second = (_piece_at(line, place) for place in (match.start(), match.end()))
        if first and second and first is not second:
            line.pieces.remove(second)
            line.refuse(second.start, second.end, "hai số đứng liền nhau: là một số hay hai số?")


def _piece_at(line: Line, place: int) -> Piece | None:
    return next((piece for piece in line.pieces if piece.start <= place < piece.end), None)


def _refuse_dash(line: Line, match: Match[str]) -> None:
    """A dash between two figures says "đến", "trừ" or nothing: what no rule has read is not left to chance."""
    sides = line.text[match.start() - 1 : match.start()] + line.text[match.end()]
    amounts = _SUM_BEFORE.search(line.text[: match.start()]) and _SUM_AFTER.match(line.text, match.end())
    named = UNREAD in line.open_text[match.start() - 1 : match.end() + 1]
    if (
        len(sides) == 2
        and (sides.isdigit() or amounts)
        and not named
        and not _PHONE_AROUND.match(line.text, match.start() - 3)
    ):
        line.refuse(*match.span("dash"), "không rõ dấu gạch giữa hai số đọc là gì")


def _judge_dotted(line: Line, match: Match[str]) -> None:
    """ "P. Thu" is an office, "bà Trần Thị H. Trú tại" an initial, "B. Nội dung" a heading: the rest is refused."""
    if not (line.text[match.end()].isupper() or line.text[match.end()].isdigit()):
        return
    before = line.text[: match.start()]
    person = _PERSON.search(before)
    named = person and (person["word"].istitle() or person["word"].casefold() in _LETTERED)
    heading = not before.strip() and match["letter"] in "BCDĐGHKL"
    if not (named or heading):
        line.refuse(match.start(), match.start() + 2, "không rõ chữ viết tắt này")


def _judge(line: Line, chunk: Match[str]) -> None:
    token = chunk[0].strip(_EDGE)
    if not token:
        return
    start = chunk.start() + chunk[0].index(token)
    if _INITIALS.search(token):
        line.refuse(start, start + len(token), "không rõ chữ viết tắt này")
        return
    for word in filter(None, _SPLIT.split(token)):
        if why := _complaint(line, word, start):
            if line.open_text[start - 1 : start] == UNREAD and not token[0].isalnum():
                continue
            line.refuse(start, start + len(token), why)
            return


def _complaint(line: Line, word: str, start: int) -> str:
    if any(char.isdigit() for char in word):
        return "không rõ cách đọc số hoặc mã này"
    if not word.isalpha():
        return "có ký hiệu không đọc được"
    if len(word) == 1:
        return _complaint_of_letter(line, word, start)
    if not is_syllable(word):
        if word.casefold() in line.lexicon.said and not word.isupper():
            return ""
        return "chữ viết tắt hoặc từ nước ngoài chưa có trong bảng cách đọc"
    if word.isupper() and (why := _complaint_of_capitals(line, word, start)):
        return why
    if not (word.isupper() or word[1:].islower()):
        return "chữ hoa chữ thường lẫn lộn: chữ viết tắt?"
    return ""


def _complaint_of_capitals(line: Line, word: str, start: int) -> str:
    """A syllable in capitals is a word of a heading, unless it is short for something or numbers a part."""
    known = any(entry.written == word and not entry.bound for entry in line.lexicon.words.get(word, ()))
    short = known and not is_part_of_a_word(line, word, start)
    if short or (is_plain_caps(word) and not _in_heading(line, start, word)):
        return "không rõ là chữ viết tắt hay tiếng viết hoa"
    if roman_value(word) is not None and _NUMBERS.match(line.text, start + len(word)):
        return "không rõ là chữ số La Mã hay tiếng viết hoa"
    return ""


def _complaint_of_letter(line: Line, word: str, start: int) -> str:
    if not is_syllable(word) and word.casefold() not in "bcdđghklmnpqrstvx":
        return "chữ cái không có trong tiếng Việt"
    if word == "O" and not _BLOOD.search(line.before(start)):
        return "không rõ là chữ O hay số không"
    if word in "IVX":
        return "không rõ là chữ số La Mã hay chữ cái"
    if word.islower() and not is_syllable(word) and not _names_a_point(line, start):
        return "chữ cái đứng một mình: không rõ là điểm, đơn vị hay chữ viết tắt"
    following = line.text[start + 1 : start + 3]
    if word in "HPQXT" and following[:1] == " " and following[1:].isupper():
        return "không rõ chữ viết tắt này"
    return ""


def _names_a_point(line: Line, start: int) -> bool:
    """A small letter is read as a letter in "điểm b, c khoản 2" and before a bracket that numbers an item."""
    return bool(_POINT.search(line.before(start)) or re.match(r"\w[).]", line.text[start : start + 2]))


def _in_heading(line: Line, start: int, word: str) -> bool:
    """Capitals beside other capital words that carry Vietnamese marks are a heading, not an abbreviation."""
    near = line.text[max(0, start - _NEAR) : start + len(word) + _NEAR]
    return any(
        other.isupper() and len(other) > 1 and not is_plain_caps(other) and is_syllable(other)
        for other in _CAPITALS.findall(near)
    )
