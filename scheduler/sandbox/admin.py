"""The addresses under /_sandbox/: seeding, journal, state and faults. From this machine only."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from scheduler.sandbox.clock import is_loopback
from scheduler.sandbox.journal import read_journal
from scheduler.sandbox.reading import FORM, client_host
from scheduler.sandbox.scenario import RULES, Rule
from scheduler.sandbox.seed import PageSeed, Seed, State, WrongSeedError, death, plant
from scheduler.sandbox.settings import MEGABYTE
from scheduler.sandbox.viewing import sandbox_of, settled

BODY_BYTES = 12 * MEGABYTE
TOKEN_UPDATES = {
    "state": "UPDATE token SET dead = ? WHERE token = ?",
    "scopes": "UPDATE token SET scopes = ? WHERE token = ?",
    "expires_at": "UPDATE token SET expires_at = ? WHERE token = ?",
    "data_access_expires_at": "UPDATE token SET data_access_expires_at = ? WHERE token = ?",
}
Endpoint = Callable[[Request], Awaitable[Response]]


class TokenState(BaseModel):
    """A change of a token's state, for rehearsing what happens then."""

    model_config = ConfigDict(extra="forbid")

    token: str
    state: State | None = None
    expires_at: int | None = None
    data_access_expires_at: int | None = None
    scopes: list[str] | None = None


def _local(endpoint: Endpoint) -> Endpoint:
    """Refuse everybody but this machine, and pages of other origins in its browser."""

    async def guarded(request: Request) -> Response:
        if not _is_ours(request):
            return _refusal(403, "Chỉ máy đang chạy trang tập dượt mới dùng được địa chỉ này")
        try:
            return await endpoint(request)
        except (ValueError, WrongSeedError) as error:
            return _refusal(400, str(error))

    return guarded


def _is_ours(request: Request) -> bool:
    """From this machine, by one of its own names, and not sent by a page of another origin."""
    try:
        host = urlsplit(f"//{request.headers.get('host', '')}").hostname
        origin = urlsplit(request.headers.get("origin", "")).netloc
    except ValueError:
        return False
    named = host == "localhost" or is_loopback(host)
    same = "origin" not in request.headers or origin == request.headers.get("host")
    return is_loopback(client_host(request)) and named and same


def _refusal(status: int, text: str) -> Response:
    return JSONResponse({"error": {"message": text}}, status)


async def _body(request: Request) -> bytes:
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > BODY_BYTES:
            raise ValueError(f"Dữ liệu gửi lên quá {BODY_BYTES} byte")
        chunks.append(chunk)
    return b"".join(chunks)


def _number(request: Request, name: str) -> int | None:
    value = request.query_params.get(name)
    if value is not None and not re.fullmatch(r"\d{1,18}", value):
        raise ValueError(f"{name} phải là một số, không phải {value[:40]!r}")
    return int(value) if value else None


async def seed_pages(request: Request) -> Response:
    """POST /_sandbox/pages: a whole seed, a list of Pages, or one Page. Repeating changes nothing."""
    data = json.loads(await _body(request))
    if isinstance(data, dict) and "id" in data:
        data = [data]
    seed = Seed(pages=tuple(map(PageSeed.model_validate, data))) if isinstance(data, list) else None
    seed = seed or Seed.model_validate(data)
    plant(sandbox_of(request).database, seed)
    return JSONResponse({"success": True, "pages": [page.id for page in seed.pages]})


async def set_token(request: Request) -> Response:
    """POST /_sandbox/tokens: change the state of a token that exists."""
    change = TokenState.model_validate(json.loads(await _body(request)))
    database = sandbox_of(request).database
    if database.one("SELECT 1 FROM token WHERE token = ?", change.token) is None:
        raise ValueError("Không có mã truy cập này; hãy khai nó cùng Trang trước")
    values: dict[str, Any] = change.model_dump(exclude_unset=True)
    with database.transaction():
        for name in values.keys() & TOKEN_UPDATES.keys():
            database.run(TOKEN_UPDATES[name], _stored(name, values[name]), change.token)
    return JSONResponse({"success": True})


def _stored(name: str, value: Any) -> Any:
    if name == "state":
        return death(value or "valid")
    return json.dumps(value or []) if name == "scopes" else value


async def journal(request: Request) -> Response:
    """GET /_sandbox/journal?page=&after=: every call, and every post that was ever visible."""
    page, after = request.query_params.get("page"), _number(request, "after") or 0
    return JSONResponse(read_journal(settled(request, page or None), page or None, after))


async def state(request: Request) -> Response:
    """GET /_sandbox/state: the Pages with their counts, and the rules in force."""
    sql = (
        "SELECT page.id, page.name, page.category, page.posts, page.photos, page.calls, "
        "count(post.id) FILTER (WHERE state = 'published' AND deleted_at IS NULL) AS published, "
        "count(post.id) FILTER (WHERE state = 'scheduled' AND deleted_at IS NULL) AS scheduled, "
        "count(post.id) FILTER (WHERE state = 'draft' AND deleted_at IS NULL) AS drafts "
        "FROM page LEFT JOIN post ON post.page_id = page.id GROUP BY page.id ORDER BY page.id"
    )
    pages = [dict(row) for row in settled(request, None).all(sql)]
    return JSONResponse({"pages": pages, "faults": _shown_rules(request)})


def _shown_rules(request: Request) -> list[dict[str, Any]]:
    rules = sandbox_of(request).scenario.rules()
    return [{"id": number} | rule.model_dump(exclude_none=True) for number, rule in rules]


async def faults(request: Request) -> Response:
    """GET the rules; POST one rule, a list of them, or the browser's form; DELETE one (?id=) or all."""
    scenario = sandbox_of(request).scenario
    if request.method == "POST":
        raw = await _body(request)
        if request.headers.get("content-type", "").startswith(FORM):
            return _from_form(request, raw)
        data = json.loads(raw)
        scenario.add(RULES.validate_python(data if isinstance(data, list) else [data]))
    elif request.method == "DELETE":
        scenario.remove(_number(request, "id"))
    return JSONResponse({"success": True, "faults": _shown_rules(request)})


def _from_form(request: Request, raw: bytes) -> Response:
    """A rule as the browser sends it: empty fields were left out; `remove` takes a rule back."""
    given = {name: value for name, value in parse_qsl(raw.decode()) if value.strip()}
    scenario = sandbox_of(request).scenario
    if "remove" in given:
        scenario.remove(int(given["remove"]))
    else:
        try:
            scenario.add([Rule.model_validate(given)])
        except ValidationError as error:
            raise ValueError(f"Quy tắc lỗi chưa đúng: {error}") from error
    return RedirectResponse("/faults", 303)


ROUTES = [
    Route("/_sandbox/pages", _local(seed_pages), methods=["POST"]),
    Route("/_sandbox/tokens", _local(set_token), methods=["POST"]),
    Route("/_sandbox/journal", _local(journal)),
    Route("/_sandbox/state", _local(state)),
    Route("/_sandbox/faults", _local(faults), methods=["GET", "POST", "DELETE"]),
]
