"""The bytes of a content file as text that can be trusted: UTF-8, NFC, no hidden characters, no legacy font."""

import re
import unicodedata
from collections.abc import Iterator

from scheduler.core.phrase import phrase
from scheduler.core.text import nfc
from scheduler.library.legacy import legacy_line, legacy_lines
from scheduler.library.lines import lines_of
from scheduler.library.problem import Level, Problem

MAX_BYTES = 1_000_000

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_HIDDEN = re.compile(
    "[\xa0\u2007\u202f\u200b\u200c\u200e\u200f\u2060\xad\u202a-\u202e\u2066-\u2069\xf0\xd0\u0189]"
    "|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
)
_SPACES = "\xa0\u2007\u202f"
_ETHS = {"\xf0": "đ", "\xd0": "Đ", "\u0189": "Đ"}


def decode(data: bytes, path: str) -> tuple[str | None, list[Problem]]:
    """The text in NFC and what is wrong with it; no text where the bytes are none."""
    if len(data) > MAX_BYTES:
        return None, [
            Problem(
                path,
                1,
                1,
                phrase("tệp lớn hơn {max_bytes} MB; hãy chia thành nhiều tệp", max_bytes=MAX_BYTES // 1000000),
            )
        ]
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(data, error.start, path)]
    return _normalised(text, path)


def _normalised(text: str, path: str) -> tuple[str, list[Problem]]:
    problems: list[Problem] = []
    if not unicodedata.is_normalized("NFC", text):
        line = next(n for n, line in enumerate(lines_of(text), 1) if nfc(line) != line)
        what = phrase("chữ có dấu ở dạng tổ hợp (NFD); đã tự chuyển sang dựng sẵn (NFC), nên lưu lại tệp ở dạng NFC")
        problems.append(Problem(path, line, 1, what, "note"))
        text = nfc(text)
    problems += _legacy(text, path)
    problems += _marked(text, path, {problem.line for problem in problems if problem.level == "error"})
    return text, problems


def _not_utf8(data: bytes, start: int, path: str) -> Problem:
    line = data.count(b"\n", 0, start) + 1
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Problem(path, 1, 1, phrase("tệp ở dạng UTF-16; hãy mở bằng trình soạn thảo và lưu lại ở dạng UTF-8"))
    words = data.split(b"\n")[line - 1].decode("latin-1")
    read = legacy_line(words)
    guess = phrase("; có lẽ dòng này là: {short}", short=_short(read)) if read else ""
    return Problem(
        path, line, 1, phrase("không phải UTF-8; hãy lưu lại tệp ở dạng UTF-8 (phông Unicode){guess}", guess=guess)
    )


def _legacy(text: str, path: str) -> Iterator[Problem]:
    for line, read in legacy_lines(text):
        what = phrase(
            "chữ gõ bằng phông cũ TCVN3 hoặc VNI; hãy gõ lại bằng Unicode, có lẽ là: {short}", short=_short(read)
        )
        yield Problem(path, line, 1, what)


def _marked(text: str, path: str, done: set[int]) -> Iterator[Problem]:
    if _CONTROL.search(text):
        yield from _each(_CONTROL, text, path, done, "error")
    if _HIDDEN.search(text):
        yield from _each(_HIDDEN, text, path, done, "warning")


def _each(pattern: re.Pattern[str], text: str, path: str, done: set[int], level: Level) -> Iterator[Problem]:
    for number, line in enumerate(lines_of(text), 1):
        for match in pattern.finditer(line) if number not in done else ():
            yield Problem(path, number, match.start() + 1, _what(match[0], level), level)


def _what(char: str, level: Level) -> str:
    code = f"U+{ord(char):04X}"
    if level == "error":
        return phrase("ký tự điều khiển {code}; hãy xóa nó", code=code)
    if char in _ETHS:
        return phrase(
            'chữ "{char}" ({code}) không phải chữ "{eths}" tiếng Việt; hãy gõ lại',
            char=char,
            code=code,
            eths=_ETHS[char],
        )
    if char in _SPACES:
        return phrase("dấu cách không ngắt {code}; hãy thay bằng dấu cách thường", code=code)
    return phrase("ký tự ẩn {code} không nhìn thấy; hãy xóa nó", code=code)


def _short(text: str) -> str:
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"
