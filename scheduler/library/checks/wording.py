"""What a text says outside {{ }}: figures typed by hand, marks that nobody can read aloud, foreign links."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from scheduler.core.channel import OtherChannel, Page
from scheduler.core.kind import KindRules
from scheduler.core.phrase import phrase
from scheduler.library.book import Book
from scheduler.library.checks.spot import Spot
from scheduler.library.problem import Problem

_FIGURE = re.compile(r"\d[\d.,]*\s*(?:(?:nghìn|ngàn|triệu|tỷ|tỉ)\s+)?(?:đồng\b|đ\b|%)", re.IGNORECASE)
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”]+|\b[a-z0-9.-]+\.(?:vn|com|net|org|info)\b(?:/[^\s<>\"“”]*)?", re.IGNORECASE
)
_HASHTAG = re.compile(r"#\w+")
_BRACKET = re.compile(r"[()\[\]{}<>]")
_EMOJI = re.compile("[\u2600-\u27bf\u2b00-\u2bff\u2190-\u21ff\u20e3\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f]")
_MARKS = (
    (_URL, phrase("địa chỉ web"), phrase("hãy nói bằng lời, ví dụ: cổng thông tin của bảo hiểm xã hội")),
    (_HASHTAG, "hashtag", phrase("hãy bỏ")),
    (_EMOJI, phrase("biểu tượng cảm xúc"), phrase("hãy bỏ")),
    (_BRACKET, phrase("dấu ngoặc"), phrase("hãy viết thành lời")),
)
_TRAILING = ".,;:!?)]}'’”"


def check_wording(spot: Spot, rules: KindRules | None, known: frozenset[str]) -> Iterator[Problem]:
    """Problems of one text's plain words. `known` are links and ids of our own channels."""
    plain = spot.plain
    if spot.lang == "vi":
        for match in _FIGURE.finditer(plain):
            what = phrase('"{match}" gõ tay; hãy dùng số liệu {{{{ fact.… }}}} để tự đúng theo ngày', match=match[0])
            yield spot.at(match.start(), match[0], what, "warning")
    if rules is not None and rules.spoken:
        yield from _unreadable(spot, plain)
    elif rules is not None:
        yield from _links(spot, plain, known)


def own_links(book: Book) -> frozenset[str]:
    """What a link to one of our channels contains: page ids, and the options of channels of other kinds."""
    channels = [item.value for item in book.channels.values()]
    pages = {channel.page_id for channel in channels if isinstance(channel, Page)}
    return frozenset(pages | {v for c in channels if isinstance(c, OtherChannel) for v in c.options.values()})


def _unreadable(spot: Spot, plain: str) -> Iterator[Problem]:
    taken: set[int] = set()
    for pattern, word, fix in _MARKS:
        for match in pattern.finditer(plain):
            if match.start() not in taken:
                yield spot.at(
                    match.start(),
                    match[0],
                    phrase('bài đọc trên đài có {word} "{match}"; {fix}', word=word, match=match[0], fix=fix),
                )
            taken.update(range(match.start(), match.end()))


def _links(spot: Spot, plain: str, known: frozenset[str]) -> Iterator[Problem]:
    for match in _URL.finditer(plain):
        link = match[0].rstrip(_TRAILING)
        if not _ours(link, known):
            yield spot.at(match.start(), link, _foreign(link), "warning")
    link = spot.body.link or ""
    if link and not _ours(link, known):
        yield spot.item.problem(("texts", spot.kind, spot.lang, "link"), _foreign(link), "warning")


def _ours(link: str, known: frozenset[str]) -> bool:
    try:
        parts = urlsplit(link if "//" in link else f"//{link}")
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    if host == "gov.vn" or host.endswith(".gov.vn"):
        return True
    steps = {step for step in f"{parts.path}/{parts.query}".replace("=", "/").replace("&", "/").split("/") if step}
    return bool(steps & known) or host in known or link in known


def _foreign(link: str) -> str:
    return phrase(
        'liên kết "{link}" không thuộc .gov.vn hay kênh đã khai; hãy kiểm tra, đường dẫn lạ dễ bị giả mạo', link=link
    )
