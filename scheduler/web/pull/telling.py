"""What a station says by its forms, stored. Said twice, it is one; said wrongly, it comes back with the reason."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from scheduler.core.radio.entry import Reading, Teller
from scheduler.core.radio.told import Method, Said, Way
from scheduler.errors import BhxhError
from scheduler.store.models import Post
from scheduler.store.radio.chain import OUT
from scheduler.store.radio.tell import air, receive

LONGEST = 16 * 1024
"""Bytes of a form."""

_TIME = re.compile(r"(\d{1,2})\s*(?:[:.hg]\s*(\d{1,2})?)?\s*(?:phút|ph|p)?", re.IGNORECASE)
_LENGTH = re.compile(r"(?:(\d{1,2})\s*[:.p'])?\s*(\d{1,4})\s*(?:giây|s|\")?", re.IGNORECASE)


class NoScriptError(Exception):
    """The form names a script that is not this station's, or not of this day."""


def fields(body: bytes) -> dict[str, str]:
    """The fields of a form; of a field given twice the first counts."""
    found = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=40)
    return {name: values[0] for name, values in found.items()}


def is_foreign(host: str, origin: str, site: str) -> bool:
    """Whether another site's page sent the form. Under `no-referrer` browsers send the origin `null`, also our own."""
    if site:
        return site not in ("same-origin", "none")
    return origin not in ("", "null") and urlsplit(origin).netloc != host


def tell(station: str, form: Mapping[str, str], link: int, now: datetime, zone: ZoneInfo) -> Post:
    """Store what was said; the script it is about. Raises NoScriptError, and BhxhError where it cannot be so."""
    post = _post(station, form)
    what = form.get("what", "")
    person = form.get("person", "") or form.get("reader", "")
    teller = Teller(person, Way.LINK, station, link)
    if what in set(Said):
        receive(post, Said(what), teller, now=now)
    elif what == "aired":
        air(post, _aired(form, post.due.astimezone(zone).date(), zone), teller, now=now)
    elif what == "not_aired":
        air(post, Reading(_occurrence(form), aired=False, reason=form.get("reason", "")), teller, now=now)
    else:
        raise BhxhError("không rõ bấm nút nào", fix="bấm lại một nút trên trang")
    return post


def _post(station: str, form: Mapping[str, str]) -> Post:
    """The script by what the station calls it: number, year and revision. Never another station's."""
    try:
        number, year, rev = (int(form.get(name, "")) for name in ("number", "year", "rev"))
    except ValueError:
        raise NoScriptError from None
    if not 0 < number < 2**31 or not 0 < year < 2**15 or not 0 <= rev < 2**15:
        raise NoScriptError
    rows = Post.objects.filter(channel=station, year=year, number=number, rev=rev, state__in=OUT)
    post = rows.select_related("payload").first()
    if post is None:
        raise NoScriptError
    return post


def _aired(form: Mapping[str, str], day: date, zone: ZoneInfo) -> Reading:
    method = form.get("method", "")
    return Reading(
        _occurrence(form),
        aired=True,
        at=datetime.combine(day, _time(form.get("at", "")), zone),
        seconds=_seconds(form.get("length", "")),
        reader=form.get("reader", ""),
        method=Method(method) if method in set(Method) else None,
    )


def _occurrence(form: Mapping[str, str]) -> int:
    text = form.get("occurrence", "").strip() or "1"
    if not text.isdecimal() or len(text) > 4:
        raise BhxhError(f'lần phát phải là một số, đang là "{text[:20]}"', fix="ghi 1, 2, 3…")
    return int(text)


def _time(text: str) -> time:
    """`5:02`, `5h02`, `5 giờ 2`, `17.30`."""
    match = _TIME.fullmatch(text.strip().replace("giờ", "h"))
    try:
        if match is None:
            raise ValueError(text)
        return time(int(match[1]), int(match[2] or 0))
    except ValueError:
        told = f'"{text[:20]}"' if text.strip() else "để trống"
        raise BhxhError(f"giờ phát {told}, không đọc được", fix="ghi giờ và phút, ví dụ 5:30") from None


def _seconds(text: str) -> int | None:
    """`1:30` is a minute and a half, a bare number is seconds; nothing where nobody measured."""
    if not text.strip():
        return None
    match = _LENGTH.fullmatch(text.strip().replace("phút", ":"))
    if match is None:
        raise BhxhError(f'thời lượng "{text[:20]}" không đọc được', fix="ghi phút:giây, ví dụ 1:30")
    return 60 * int(match[1] or 0) + int(match[2])
