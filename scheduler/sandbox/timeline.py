"""The fanpages as people see them in the browser, and a form that switches faults on."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from scheduler.sandbox.database import Database
from scheduler.sandbox.faults import FAULTS
from scheduler.sandbox.nodes import permalink
from scheduler.sandbox.viewing import sandbox_of, settled

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
POSTS_SHOWN = 200
SHOWN_SQL = (
    "SELECT * FROM post WHERE page_id = ? AND deleted_at IS NULL AND state = 'published' AND hidden = 0 "
    "ORDER BY published_at DESC, n DESC LIMIT ?"
)
WAITING_SQL = (
    "SELECT * FROM post WHERE page_id = ? AND deleted_at IS NULL AND (state <> 'published' OR hidden = 1) "
    "ORDER BY created_at DESC, n DESC LIMIT ?"
)
EDGES = {
    "feed": "feed: tạo bài", "photos": "photos: tải ảnh", "post": "post: một bài (đọc, mở, hẹn giờ, xóa)",
    "published_posts": "published_posts: danh sách bài đã đăng", "scheduled_posts": "scheduled_posts: bài hẹn giờ",
    "promotable_posts": "promotable_posts: cả bài ẩn", "comments": "comments: bình luận", "page": "page: đọc Trang",
    "debug_token": "debug_token: xem mã truy cập",
}  # fmt: skip
METHODS = ("GET", "POST", "DELETE")
STATES = {"published": "đã đăng", "scheduled": "đã hẹn giờ", "draft": "bản nháp"}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: browsers would then send our own form with the origin "null".
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class View:
    """A post as the timeline shows it."""

    id: str
    anchor: str
    message: str
    link: str | None
    state: str
    when: str
    permalink: str
    photos: list[sqlite3.Row]
    comments: list[sqlite3.Row]


def _render(template: str, status: int = 200, **values: object) -> Response:
    return HTMLResponse(TEMPLATES.get_template(template).render(values), status, HEADERS)


def show_pages(request: Request) -> Response:
    """`/`: the list of fanpages."""
    database = settled(request, None)
    pages = database.all(
        "SELECT page.id, page.name, page.category, "
        "count(post.id) FILTER (WHERE state = 'published') AS published, "
        "count(post.id) FILTER (WHERE state <> 'published') AS waiting "
        "FROM page LEFT JOIN post ON post.page_id = page.id AND deleted_at IS NULL "
        "GROUP BY page.id ORDER BY page.name, page.id"
    )
    return _render("pages.html", pages=pages)


async def show_page(request: Request) -> Response:
    """`/pages/{id}`: a fanpage as a fan sees it, and below what only its administrators see."""
    page_id = request.path_params["page_id"]
    database, zone = settled(request, page_id), ZoneInfo(sandbox_of(request).settings.zone)
    page = database.one("SELECT * FROM page WHERE id = ?", page_id)
    if page is None:
        return _render("missing.html", 404)
    shown = _views(database, zone, page["id"], SHOWN_SQL)
    waiting = _views(database, zone, page["id"], WAITING_SQL)
    return _render("page.html", page=page, shown=shown, waiting=waiting, states=STATES, most=POSTS_SHOWN)


def _views(database: Database, zone: ZoneInfo, page_id: str, sql: str) -> list[View]:
    return [_view(database, zone, row) for row in database.all(sql, page_id, POSTS_SHOWN)]


def _view(database: Database, zone: ZoneInfo, row: sqlite3.Row) -> View:
    instant = row["scheduled_at"] if row["state"] == "scheduled" else row["created_at"]
    photos = "SELECT id, alt_text, width, height FROM photo WHERE post_id = ? AND deleted_at IS NULL ORDER BY position"
    comments = "SELECT message FROM comment WHERE post_id = ? AND deleted_at IS NULL ORDER BY n"
    return View(
        id=row["id"],
        anchor=f"post-{row['id']}",
        message=row["message"],
        link=row["link"],
        state=row["state"],
        when=f"{datetime.fromtimestamp(instant, zone):%H:%M %d/%m/%Y}",
        permalink=permalink(row["id"]),
        photos=database.all(photos, row["id"]),
        comments=database.all(comments, row["id"]),
    )


async def show_photo(request: Request) -> Response:
    """`/photos/{id}`: the bytes that were uploaded."""
    sql = "SELECT bytes, mime FROM photo WHERE id = ? AND deleted_at IS NULL"
    photo = sandbox_of(request).database.one(sql, request.path_params["photo_id"])
    if photo is None:
        return _render("missing.html", 404)
    return Response(photo["bytes"], headers={**HEADERS, "Content-Type": photo["mime"]})


async def show_faults(request: Request) -> Response:
    """`/faults`: the rules in force, and a form for one more."""
    sandbox = sandbox_of(request)
    rules = [
        (number, FAULTS[rule.fault].label, rule.model_dump(exclude_none=True, exclude_defaults=True))
        for number, rule in sandbox.scenario.rules()
    ]
    pages = sandbox.database.all("SELECT id, name FROM page ORDER BY name, id")
    return _render("faults.html", rules=rules, faults=FAULTS, pages=pages, edges=EDGES, methods=METHODS)


ROUTES = [
    Route("/pages/{page_id}", show_page),
    Route("/photos/{photo_id}", show_photo),
    Route("/faults", show_faults),
]
