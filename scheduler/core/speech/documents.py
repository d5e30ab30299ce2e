"""Numbers of legal documents: 12/2026/NĐ-CP, 1192/BHXH-TT, 28-NQ/TW, 41/2024/QH15."""

from __future__ import annotations

import re
from dataclasses import dataclass
from re import Match

from scheduler.core.speech.line import WORD_READ, Line
from scheduler.core.speech.numbers import spoken_number

_YEAR = r"(?:19|20)\d{2}"
_PART = r"[A-ZĐƯ][A-Za-zĐđƯư&]*\d{0,2}"
_NUMBERED = re.compile(
    rf"(?<![\w/.,\-–])(?P<n>\d{{1,5}})(?:/(?P<y>{_YEAR}))?/(?P<code>{_PART}(?:[-–/]{_PART})*)(?![\w/]|[-–]\w)"
)
_PARTY = re.compile(rf"(?<![\w/.,\-–])(?P<n>\d{{1,5}})(?P<y>)[-–](?P<code>{_PART}/{_PART})(?![\w/]|[-–]\w)")
_OTHER = re.compile(r"(?<![\w/.,\-–])\d{1,5}[a-z]?(?:/\d{4})?[-/–]?[A-ZĐ][\w&]*(?:[-/–.][\w&]+)+")
_BARE = re.compile(r"(?<![\w/\-–])(?P<kind>[A-ZĐ][A-Za-zĐđ]*)-(?P<issuer>[A-ZĐ][A-Za-zĐđ]*)(?![\w/&]|[-–]\w)")
_SHORT_KIND = re.compile(r"(?<![\w/.\-–])(?P<short>[A-ZĐƯ][A-Za-zĐđƯư]*)(?: số ?:?)? $")
_GLUED_KIND = re.compile(rf"(?<![\w/.\-–])(?P<short>[A-ZĐ][A-Za-zĐđ]*?)(?=\d{{1,5}}(?:/{_YEAR})?/(?P=short)[-–])")
_TERM = re.compile(r"(?P<body>QH|UBTVQH|HĐND)(?P<term>\d{1,2})\Z")

KINDS = (
    "nghị định|nghị quyết|quyết định|thông tư liên tịch|thông tư|bộ luật|luật|pháp lệnh|chỉ thị|công văn|"
    "kế hoạch|thông báo|báo cáo|tờ trình|hướng dẫn|kết luận|công điện|văn bản hợp nhất|văn bản|quy định|quy chế|"
    "đề án|chương trình|giấy mời|nđ|nq|qđ|tt|ttlt|ct|cv|kh|tb|bc|ttr|hd|kl|cđ"
)
_KIND_BEFORE = re.compile(rf"(?:{KINDS})(?: [^\W\d]+){{0,4}}\s*:?\s*$|(?:{KINDS})\b[^.;]*[\d\w],?\s*(?:và )?$")
_KIND_RIGHT_BEFORE = re.compile(rf"\b(?:{KINDS})(?: số)?\s*:?\s*$")
_SHORT = re.compile(r"\b(?:nđ|nq|qđ|tt|ttlt|ct|cv|kh|tb|bc|ttr|hd|kl|cđ)\b")
_NUMBER_BEFORE = re.compile(r"\bsố\s*:?\s*$")
_WITH_YEAR = re.compile(
    rf"(?P<lead>\b(?:{KINDS}|(?<!chỉ )(?<!tỷ )(?<!hệ )(?<!tổng )số)\s*:?\s+(?:số\s+)?)"
    rf"(?P<n>\d{{1,5}})/(?P<y>{_YEAR})(?![\w/]|[-–.]\d)",
    re.IGNORECASE,
)
_ISSUER_FOLLOWS = re.compile(r"\s*,?\s*(?:ngày\s+[\d/.\-]+(?:\s+tháng\s+\d+)?(?:\s+năm\s+\d+)?)?\s*,?\s*(?:của|do)\s")


@dataclass(frozen=True, slots=True)
class Issued:
    """What the letters of a document number say: kind of document, who issued it, which department."""

    kind: str
    issuer: str
    department: str


def read_documents(line: Line) -> None:
    """Claim every document number; one whose letters no lexicon entry explains is refused as a whole."""
    if "/" in line.open_text:
        line.each(_GLUED_KIND, _read_glued_kind)
        line.each(_PARTY, _read_numbered)
        line.each(_NUMBERED, _read_numbered)
        line.each(_OTHER, lambda line, match: line.refuse(match.start(), match.end(), "không rõ số văn bản này"))
        line.each(_WITH_YEAR, _read_with_year)
    if "-" in line.open_text:
        line.each(_BARE, _read_bare)


def _read_numbered(line: Line, match: Match[str]) -> None:
    issued = _issued(line, re.split(r"[-–/]", match["code"]))
    if issued is None:
        line.refuse(match.start(), match.end(), "không rõ nơi ban hành văn bản")
        return
    number = spoken_number(int(match["n"]), line.style)
    year = spoken_number(int(match["y"]), line.style) if match["y"] else ""
    line.read(match.start(), match.end(), _said(line, match, issued, number, year))
    if short := _short_kind(line, match):
        line.read(*short.span("short"), issued.kind, WORD_READ)


def _read_glued_kind(line: Line, match: Match[str]) -> None:
    """ "NĐ146/2018/NĐ-CP": the kind without a blank behind it is that in the number."""
    if kind := line.lexicon.part("document", match["short"]):
        line.read(match.start(), match.end(), f"{kind} ", WORD_READ)


def _short_kind(line: Line, match: Match[str]) -> Match[str] | None:
    """ "TT 12/2025/TT-BNV": the letters before the number are those in it, so they need no guess."""
    short = _SHORT_KIND.search(line.open_text, 0, match.start())
    kind = re.split(r"[-–/]", match["code"])[0]
    return short if short and short["short"] == kind and line.lexicon.part("document", kind) else None


def _read_bare(line: Line, match: Match[str]) -> None:
    """ "theo QĐ-TTg": a kind and its issuer without a number."""
    kind, issuer = line.lexicon.part("document", match["kind"]), line.lexicon.part("issuer", match["issuer"])
    if kind and issuer:
        named = _KIND_BEFORE.search(line.before(match.start(), 80))
        line.read(match.start(), match.end(), f"của {issuer}" if named else f"{kind} của {issuer}", WORD_READ)


def _said(line: Line, match: Match[str], issued: Issued, number: str, year: str) -> str:
    before = line.before(match.start(), 80)
    unnamed = issued.kind and not (_is_named(before, issued.kind) or _short_kind(line, match))
    if line.style.document == "full" or (unnamed and _NUMBER_BEFORE.search(before)):
        tail = " ".join(filter(None, (issued.kind, issued.issuer, issued.department)))
        return " trên ".join(filter(None, (number, year, tail)))
    said = _of_year(number, year) if year else number
    if issued.department:
        return f"{said} trên {issued.issuer} {issued.department}"
    if not _ISSUER_FOLLOWS.match(line.after(match.end(), 60)):
        said = f"{said} của {issued.issuer}"
    return f"{issued.kind} {said}" if unnamed else said


def _is_named(before: str, kind: str) -> bool:
    """Tell whether the kind stands before the number; behind "thông báo triển khai" a decree is not named yet."""
    named = _KIND_BEFORE.search(before)
    return bool(_KIND_RIGHT_BEFORE.search(before) or (named and (kind in before or _SHORT.search(named[0]))))


def _issued(line: Line, parts: list[str]) -> Issued | None:
    kind = line.lexicon.part("document", parts[0])
    if kind is not None and len(parts) > 1:
        issuers = [_issuer(line, part) or line.lexicon.plain(part) for part in parts[1:]]
        return None if None in issuers else Issued(kind, _joined([name for name in issuers if name]), "")
    issuer = _issuer(line, parts[0])
    departments = [line.lexicon.part("department", part) or line.lexicon.plain(part) for part in parts[1:]]
    if issuer is None or None in departments:
        return None
    return Issued("", issuer, ", ".join(name for name in departments if name))


def _issuer(line: Line, part: str) -> str | None:
    if term := _TERM.match(part):
        body = line.lexicon.part("issuer", term["body"])
        return body and f"{body} khóa {spoken_number(int(term['term']), line.style)}"
    return line.lexicon.part("issuer", part)


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} và {names[-1]}"


def _read_with_year(line: Line, match: Match[str]) -> None:
    number = spoken_number(int(match["n"]), line.style)
    year = spoken_number(int(match["y"]), line.style)
    line.read(match.start("n"), match.end(), _of_year(number, year))


def _of_year(number: str, year: str) -> str:
    """A comma keeps number five apart from the word "năm" for year: "số năm, năm hai nghìn…"."""
    return f"{number}{',' if number.endswith('năm') else ''} năm {year}"
