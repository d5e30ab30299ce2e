"""From a user's token to Page tokens: the long-lived token, and every Page that the user manages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from scheduler.errors import BhxhError
from scheduler.publish.answer import Answer
from scheduler.publish.graph import BadTokenError, Graph
from scheduler.publish.tokens import words
from scheduler.publish.tokens.look import debug
from scheduler.publish.tokens.reach import Reach

_PAGE_SIZE = 100
_MOST_LISTS = 500
"""A bound on paging: 50,000 Pages."""


@dataclass(frozen=True)
class Managed:
    """A Page as `/me/accounts` lists it. The token is not shown by repr()."""

    page_id: str
    name: str
    token: str
    tasks: frozenset[str] | None

    def __repr__(self) -> str:
        return f"Managed({self.page_id!r})"


def user_token(reach: Reach, token: str, now: datetime, *, lasting: bool = True) -> str:
    """The token to list Pages with: a long-lived one (with `lasting`), or the given one where it needs no exchange.

    Raises BhxhError for a token that is dead, a Page's, or refused; never quotes it.
    """
    try:
        graph = reach.speak(token, now, proof=False)
    except BadTokenError:
        raise BhxhError("mã vừa nhận không phải mã truy cập", where="token", fix="dán lại, chỉ một dòng") from None
    facts, _ = debug(reach, token, now)
    if facts is not None and not facts.valid:
        seen, _step = words.DEATHS.get(facts.subcode) or words.DEATHS[None]
        fix = "lấy mã người dùng mới ở Graph API Explorer rồi chạy lại"
        raise BhxhError(f"mã người dùng không dùng được: {seen.vi}", where="token", fix=fix)
    if facts is not None and facts.kind == "PAGE":
        fix = "lấy mã của người quản trị trang (User Token) rồi chạy lại"
        raise BhxhError("đây là mã của một trang, cần mã của người dùng", where="token", fix=fix)
    # A system user's token has its life from where it was issued: it cannot be exchanged, and need not be.
    if not lasting or (facts is not None and facts.kind == "SYSTEM_USER"):
        return token
    return _exchanged(reach, graph)


def _exchanged(reach: Reach, graph: Graph) -> str:
    """`GET /oauth/access_token`. Without appsecret_proof: the secret itself goes along."""
    answer = cast(Answer, graph.extend_access_token(reach.app_id, reach.app_secret()))
    fresh = answer.data.get("access_token")
    if answer.fault is not None or not isinstance(fresh, str) or not fresh:
        raise _refused("Facebook không đổi được mã người dùng sang mã dài hạn", answer)
    return fresh


def managed_pages(reach: Reach, token: str, now: datetime) -> Iterator[Managed]:
    """Every Page that the token's user manages, through all lists. Raises BhxhError where a list fails.

    A short or empty list may have a successor, so only a missing `next` ends it (Graph API, paged results).
    """
    graph, after, seen = reach.speak(token, now), None, set[str]()
    for _ in range(_MOST_LISTS):
        answer = graph.get_connections(
            "me", "accounts", fields="id,name,access_token,tasks", limit=_PAGE_SIZE, after=after
        )
        if answer.fault is not None:
            raise _refused("Facebook không cho xem danh sách trang", answer)
        yield from _pages(answer.data)
        after = _after(answer.data)
        if after is None:
            return
        if after in seen:
            break
        seen.add(after)
    raise BhxhError(
        "danh sách trang của Facebook không có hồi kết, chưa biết người này quản trị những trang nào",
        where="Facebook",
        fix="chạy lại sau ít phút",
    )


def _pages(data: Any) -> Iterator[Managed]:
    rows = data.get("data")
    for row in rows if isinstance(rows, list) else []:
        if not isinstance(row, dict) or not isinstance(row.get("access_token"), str):
            continue
        tasks = row.get("tasks")
        known = frozenset(map(str, tasks)) if isinstance(tasks, list) else None
        yield Managed(str(row.get("id")), str(row.get("name") or ""), row["access_token"], known)


def _after(data: Any) -> str | None:
    """The cursor of the next list. Out of `next` where `cursors` are missing; its address, which holds the token,
    is never called."""
    paging = data.get("paging")
    if not isinstance(paging, dict) or not isinstance(paging.get("next"), str):
        return None
    cursors = paging.get("cursors")
    after = cursors.get("after") if isinstance(cursors, dict) else None
    if isinstance(after, str) and after:
        return after
    return next(iter(parse_qs(urlsplit(paging["next"]).query).get("after", [])), None)


def _refused(what: str, answer: Answer) -> BhxhError:
    fault = answer.fault
    why = (fault.codes or fault.what) if fault else "câu trả lời không có mã"
    return BhxhError(f"{what} ({why})", where="Facebook", fix="kiểm tra app_id, app_secret, quyền của mã, rồi chạy lại")
