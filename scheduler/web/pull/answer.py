"""Answers of the pull: status, headers, bytes. Whoever has the link may read; nobody else, and no search, gets to."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property

Headers = list[tuple[str, str]]

_ALWAYS: Headers = [
    ("referrer-policy", "no-referrer"),
    ("x-robots-tag", "noindex, nofollow"),
    ("x-content-type-options", "nosniff"),
    ("cross-origin-resource-policy", "same-origin"),
]
_CSP = "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_LEAST_PACKED = 400
"""Bytes below which packing saves less than it costs."""

HTML = "text/html; charset=utf-8"
_WRONG = (
    '<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>Không mở được</title><p>Đường dẫn này không mở được. Hãy gọi cơ quan BHXH gửi kịch bản cho đài để nhận "
    "đường dẫn mới.</p></html>"
).encode()


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back over HTTP."""

    status: int
    headers: Headers
    body: bytes = b""


def csp(style: str = "") -> str:
    """The policy of a page: nothing is loaded, nothing runs; the one style sheet inside it is named by its hash."""
    return f"{_CSP}; style-src '{style}'" if style else _CSP


def plain(status: int, text: str, *more: tuple[str, str]) -> Answer:
    """A short answer in words."""
    body = f"{text}\n".encode()
    return Answer(status, headers("text/plain; charset=utf-8", "no-store", *more), body)


def elsewhere(status: int, place: str) -> Answer:
    """Look there: `place` is relative, so that no host stands in it that a proxy would have to know."""
    return Answer(status, headers(HTML, "no-store", ("location", place)))


def headers(media: str, cache: str, *more: tuple[str, str]) -> Headers:
    """The headers of an answer."""
    return [("content-type", media), ("cache-control", cache), ("content-security-policy", csp()), *_ALWAYS, *more]


WRONG = Answer(404, headers(HTML, "no-store"), _WRONG)
"""For a wrong link, an old one, and that of another station: always these bytes."""


def too_many(wait: int) -> Answer:
    """For whoever comes too often."""
    return plain(429, f"Mở quá nhiều lần. Hãy đợi {wait} giây rồi thử lại.", ("retry-after", str(wait)))


@dataclass(frozen=True)
class Page:
    """A page as it was made. `posts` are the scripts whose words are in it: whoever gets it has fetched these.

    Kept packed: most phones take it so over a weak link, and a country's pages fit into memory.
    """

    media: str
    packed: bytes
    etag: str
    is_packed: bool = True
    posts: tuple[int, ...] = ()
    style: str = ""
    name: str = ""

    @cached_property
    def _headers(self) -> Headers:
        more = [("etag", self.etag), ("vary", "accept-encoding")]
        if self.name:
            more.append(("content-disposition", f'attachment; filename="{self.name}"'))
        made = headers(self.media, "private, no-cache", *more)
        return [(key, csp(self.style) if key == "content-security-policy" else value) for key, value in made]

    @cached_property
    def _packed_headers(self) -> Headers:
        return [*self._headers, ("content-encoding", "gzip")]

    @cached_property
    def unchanged(self) -> Answer:
        """For whoever has it already."""
        return Answer(304, self._headers)

    def answer(self, accepted: str) -> Answer:
        """The page, packed where the client takes it so."""
        if not self.is_packed:
            return Answer(200, self._headers, self.packed)
        if "gzip" in accepted:
            return Answer(200, self._packed_headers, self.packed)
        return Answer(200, self._headers, gzip.decompress(self.packed))

    def is_known(self, known: str) -> bool:
        """Whether `If-None-Match` names it."""
        return self.etag in known or known.strip() == "*"

    @property
    def size(self) -> int:
        """About how many bytes it takes in memory."""
        return len(self.packed) + 2_000


def page(
    media: str, body: bytes, *, posts: tuple[int, ...] = (), style: str = "", name: str = "", pack: bool = True
) -> Page:
    """Make a page of its bytes. The same bytes always have the same tag."""
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:24]}"'
    packing = pack and len(body) >= _LEAST_PACKED
    return Page(media, gzip.compress(body, 6, mtime=0) if packing else body, etag, packing, posts, style, name)
