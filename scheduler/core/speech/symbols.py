"""Signs between words and numbers: x, =, +, ≥, &, the slash of alternatives, the closing "./."."""

from __future__ import annotations

import re
from functools import partial
from re import Match

from scheduler.core.speech.line import NUMBER_READ, WORD_READ, Line
from scheduler.core.speech.nouns import ALTERNATIVES

_BETWEEN = (
    (re.compile(r"(?<=[\d%)])\s?[x×]\s?(?=\d)|(?<=\w) ?× ?(?=\d)|(?i:(?<=đồng)) x (?=\d)"), " nhân "),
    (re.compile(r"(?<=[\d%)]) ?\+ (?=[\d(])|(?<=%)\+(?=\d)|(?<=[^\W\d_]) \+ (?=[^\W_])"), " cộng "),
    (re.compile(r"(?<=[\d%)\w\ue011]) ?= ?(?=[\d(\w\ue011])"), " bằng "),
)
_BEFORE_NUMBER = (
    (re.compile(r"(?<=\d) ?[-–] ?(?=(?i:dưới|<|≤) ?\d)"), " đến "),
    (re.compile(r"(?:≥|>=) ?(?=\d)"), "lớn hơn hoặc bằng "),
    (re.compile(r"(?:≤|<=) ?(?=\d)"), "nhỏ hơn hoặc bằng "),
    (re.compile(r"(?<![<>=\-])> ?(?=\d)"), "lớn hơn "),
    (re.compile(r"(?<![<>=\-])< ?(?=\d)"), "nhỏ hơn "),
    (re.compile(r"[~≈] ?(?=\d)"), "khoảng "),
    (re.compile(r"± ?(?=\d)"), "cộng trừ "),
)
_FORMULA = re.compile(r"(?<=\s)[x×](?=\s)")
_DIFFERENCE = re.compile(r"\(\d[\d.,]* (?P<minus>[-–]) \d[\d.,]*\)(?=\s?[x×])")
_MINUS = re.compile(r"(?<=\S\s)[-–−](?=\s)")
_CLOSING = re.compile(r"\./\.(?=\s*$)")
_AND = re.compile(r"(?<=[^\W\d_\ue012]|[\ue011]) ?& ?(?=[^\W\d_]|\ue011)|(?<=\s)&(?=\s)")
_AND_OR = re.compile(r"(?i:(?<=và)/(?=hoặc))")
_LETTER_ITEM = re.compile(r"(?<=^[A-Da-eđĐ])/(?= [^\W\d_])")
_SLASH = re.compile(rf"(?P<a>(?<![^\W\d_])[^\W\d_]+|{WORD_READ}) ?(?P<slash>/) ?(?=(?P<b>[^\W\d_]+|{WORD_READ}))")
_SAME_HEAD = re.compile(r"(?<=[^\W\d_])/(?=(?P<head>[^\W\d_]+) )")
_HECTARE = re.compile(r"(?<= )(?:ha|HA)(?!\w)")
_SIZED = re.compile(rf"(?:{NUMBER_READ}|(?i:mỗi|một|chục|trăm|nghìn|triệu)) $")
_TIGHT_DASH = re.compile(
    rf"(?<=[{NUMBER_READ}{WORD_READ}])[-–—](?=[^\W_]|[{NUMBER_READ}{WORD_READ}])|(?<=\w)[-–—](?={WORD_READ})"
)


def read_operators(line: Line) -> None:
    """Claim signs of arithmetic and comparison, while the figures beside them are still open."""
    line.each(_DIFFERENCE, lambda line, match: line.read(*match.span("minus"), "trừ", WORD_READ), "x×")
    _read_formula(line)
    for pattern, said in (*_BETWEEN, *_BEFORE_NUMBER):
        line.each(pattern, partial(_claim, said=said))


def _read_formula(line: Line) -> None:
    """In a line with "=" a lone x multiplies words too: "lương = hệ số x lương cơ sở"."""
    if "=" in line.text:
        line.each(_MINUS, lambda line, match: line.refuse(match.start(), match.end(), "dấu trừ hay dấu gạch ngang?"))
        line.each(_FORMULA, partial(_claim, said="nhân"))


def read_symbols(line: Line) -> None:
    """Claim the signs between words, when everything else is read."""
    line.each(_CLOSING, partial(_claim, said="."), "/")
    line.each(_AND, partial(_claim, said=" và "), "&")
    line.each(_AND_OR, partial(_claim, said=" "), "/")
    line.each(_LETTER_ITEM, partial(_claim, said="."), "/")
    line.each(_SLASH, _read_slash, "/")
    line.each(_SAME_HEAD, _read_same_head, "/")
    line.each(_HECTARE, _read_hectare, "hH")
    line.each(_TIGHT_DASH, partial(_claim, said=" - "), "-–—")


def _read_hectare(line: Line, match: Match[str]) -> None:
    """ "ha" is a syllable too ("cười ha hả"): a unit only behind a number or what stands for one."""
    if _SIZED.search(line.open_text[max(0, match.start() - 8) : match.start()]):
        _claim(line, match, "héc-ta")


def _read_same_head(line: Line, match: Match[str]) -> None:
    """ "hộ nghèo/hộ cận nghèo": the same word before both sides names two kinds."""
    if match["head"].casefold() in line.before(match.start(), 30).split()[-4:-1]:
        line.read(match.start(), match.end(), ", ", WORD_READ)


def _claim(line: Line, match: Match[str], said: str) -> None:
    line.read(match.start(), match.end(), _spaced(line, match, said), WORD_READ)


def _spaced(line: Line, match: Match[str], said: str) -> str:
    """Leave out blanks that the text already has."""
    if line.text[match.start() - 1 : match.start()].isspace():
        said = said.lstrip()
    return said.rstrip() if line.text[match.end() : match.end() + 1].isspace() else said


def _read_slash(line: Line, match: Match[str]) -> None:
    if all(side == WORD_READ or side.casefold() in ALTERNATIVES for side in (match["a"], match["b"])):
        line.read(match.start("slash"), match.end("slash"), ", ", WORD_READ)
