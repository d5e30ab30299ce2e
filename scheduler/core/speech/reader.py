"""Reading a Vietnamese text aloud: the order of the rules, line by line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from scheduler.core.speech import timing
from scheduler.core.speech.abbreviations import read_abbreviations, read_signed
from scheduler.core.speech.cardinals import read_cardinals, read_slashed_item
from scheduler.core.speech.codes import read_codes
from scheduler.core.speech.dates import read_dates
from scheduler.core.speech.documents import read_documents
from scheduler.core.speech.labels import read_forms, read_labels, read_lists
from scheduler.core.speech.leftovers import read_bullet, refuse_addresses, refuse_leftovers
from scheduler.core.speech.lexicon import Lexicon
from scheduler.core.speech.line import WORD_READ, Line, Piece, Unread
from scheduler.core.speech.marks import MARKED, PRIVATE
from scheduler.core.speech.money import read_amounts
from scheduler.core.speech.months import read_months
from scheduler.core.speech.plain import Plain, plain
from scheduler.core.speech.ranges import read_ranges
from scheduler.core.speech.roman import read_romans
from scheduler.core.speech.style import Style
from scheduler.core.speech.symbols import read_operators, read_symbols
from scheduler.core.speech.times import read_times
from scheduler.core.speech.typed import read_typed

_DEFAULT = Style()
_LINES_CACHED = 20_000
_LINE_BREAK = re.compile(r"(\r\n|\r|\n|\u2028|\u2029)")
_SENTENCE_START = re.compile(r"(?:^|[.!?…][\"”’)\]]*\s)[\s\"“‘'(\[\-–—+*•●▪◦·]*\Z")
_LONGEST = 4_000
"""Characters that are read in one go; the rules go over a line many times, so a longer one is cut at a sentence."""
_NAMED = 40
"""Characters by which a sentence that is too long is named."""
_CUT = re.compile(r"[.!?…;][\"”’)\]]*\s+")
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b-\x1f]")

# The order is the meaning: a telephone number before a number, a document before a date, a date before a
# fraction. Each rule sees only what the earlier ones have left.
_RULES = (
    read_bullet,
    read_slashed_item,
    read_signed,
    refuse_addresses,
    read_codes,
    read_forms,
    read_documents,
    read_romans,
    read_labels,
    read_abbreviations,
    read_operators,
    read_times,
    read_dates,
    read_months,
    read_typed,
    read_amounts,
    read_lists,
    read_ranges,
    read_cardinals,
    read_symbols,
    refuse_leftovers,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is read aloud, what in it could not be read, and how long it is.

    ``spoken`` keeps punctuation, line breaks and the capitals of names; an unread token stays as written.
    """

    spoken: str
    unread: tuple[Unread, ...]
    syllables: int
    long_sentences: tuple[timing.LongSentence, ...]


def read_aloud(text: str, lexicon: Lexicon, style: Style = _DEFAULT) -> Reading:
    """Put numbers, dates, money, documents and abbreviations into words, and list what nobody may guess.

    Offsets of `Unread` point into the NFC form of ``text``. Never raises for any text.
    """
    offset, spoken, unread = 0, [], list[Unread]()
    for index, part in enumerate(_LINE_BREAK.split(unicodedata.normalize("NFC", text))):
        for stretch in (part,) if index % 2 else _cut(part):
            said, refused = (part, ()) if index % 2 else _read_stretch(stretch, lexicon, style)
            spoken.append(said)
            unread += [Unread(one.token, one.start + offset, one.end + offset, one.why) for one in refused]
            offset += len(stretch)
    whole = "".join(spoken)
    return Reading(whole, tuple(unread), timing.syllables(whole), timing.long_sentences(whole))


def _cut(line: str) -> Iterator[str]:
    """Give a line whole, or a very long one in pieces that end with a sentence."""
    begin = end = 0
    while len(line) - begin > _LONGEST:
        cuts = [cut.end() for cut in _CUT.finditer(line, begin, begin + _LONGEST)]
        cut = None if cuts else _CUT.search(line, begin)
        end = cuts[-1] if cuts else cut.end() if cut else len(line)
        yield line[begin:end]
        begin = end
    yield line[begin:]


def _read_stretch(text: str, lexicon: Lexicon, style: Style) -> tuple[str, tuple[Unread, ...]]:
    if len(text) <= _LONGEST:
        return _read_line(text, lexicon, style)
    why = f"câu dài {len(text)} ký tự: hãy tách thành nhiều câu"
    return text, (Unread(text[:_NAMED], 0, _NAMED, why),)


@lru_cache(maxsize=_LINES_CACHED)
def _read_line(text: str, lexicon: Lexicon, style: Style) -> tuple[str, tuple[Unread, ...]]:
    seen = plain(text)
    line = Line(seen.text, lexicon, style)
    _read_marks(line)
    for rule in _RULES:
        rule(line)
    unread = sorted(line.unread, key=lambda token: token.start)
    return _assemble(line, seen), tuple(_as_written(seen, token) for token in unread)


def _as_written(seen: Plain, token: Unread) -> Unread:
    start, end = seen.place(token.start, token.end)
    return Unread(seen.written[start:end], start, end, token.why)


def _read_marks(line: Line) -> None:
    """Take the readings that a template gave; a stray private-use or hidden character is refused."""
    for match in MARKED.finditer(line.text):
        if not any(char.isdigit() for char in match[2]) and not PRIVATE.search(match[1] + match[2]):
            line.read(match.start(), match.end(), match[2], WORD_READ)
    for match in PRIVATE.finditer(line.text):
        if not any(piece.start <= match.start() < piece.end for piece in line.pieces):
            line.refuse(match.start(), match.end(), "ký tự lạ (vùng dùng riêng)")
    line.each(_HIDDEN, lambda line, match: line.refuse(match.start(), match.end(), "ký tự ẩn: hãy xóa"))


def _assemble(line: Line, seen: Plain) -> str:
    spoken, position = "", 0
    pieces: list[Piece | Unread] = [*line.pieces, *line.unread]
    for piece in sorted(pieces, key=lambda piece: piece.start):
        spoken += line.text[position : piece.start]
        position = piece.end
        if isinstance(piece, Unread):
            spoken += _as_written(seen, piece).token
            continue
        begins = piece.spoken[:1].islower() and _SENTENCE_START.search(spoken[-200:])
        spoken += piece.spoken[:1].upper() + piece.spoken[1:] if begins else piece.spoken
    return spoken + line.text[position:]
