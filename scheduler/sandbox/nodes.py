"""How posts, photos and Pages read: the fields of each kind of node."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from scheduler.sandbox.call import Call, Json
from scheduler.sandbox.clock import graph_time
from scheduler.sandbox.errors import GraphError
from scheduler.sandbox.fields import Maker, Sub, parse_fields, select, unknown_field

FACEBOOK = "https://www.facebook.com"
# These left the edges of posts in v3.3; what they told is in `attachments`.
RETIRED = frozenset({"link", "name", "caption", "description", "object_id", "source", "type"})
POST_FIELDS = frozenset(
    {"id", "message", "created_time", "updated_time", "is_published", "is_hidden", "permalink_url"}
    | {"scheduled_publish_time", "status_type", "full_picture", "from", "application", "attachments"}
    | {"shares", "comments"}
)


def permalink(object_id: str) -> str:
    """Where Facebook would show a post or photo."""
    return f"{FACEBOOK}/{object_id}"


def show_post(call: Call, row: sqlite3.Row, wanted: str | Sub | None) -> Json:
    """A post with the fields asked for."""
    return select("Post", wanted, ("created_time", "message"), _post_makers(call, row))


def check_post_fields(wanted: str | None) -> None:
    """Refuse fields that a post does not have, also where there is no post to show them of.

    Raises GraphError: 12 for those that v3.3 retired, 100 for unknown ones, 2500 for a broken list.
    """
    for field in parse_fields(wanted) if wanted and wanted.strip() else ():
        if field.name in RETIRED:
            raise GraphError(12, message=f"(#12) {field.name} field is deprecated for versions v3.3 and higher")
        if field.name not in POST_FIELDS:
            raise unknown_field("Post", field.name)


def _post_makers(call: Call, row: sqlite3.Row) -> dict[str, Maker]:
    published = row["state"] == "published"
    return {
        "id": lambda _: row["id"],
        "message": lambda _: row["message"] or None,
        "created_time": lambda _: graph_time(row["created_at"]),
        "updated_time": lambda _: graph_time(row["updated_at"]),
        "is_published": lambda _: published,
        "is_hidden": lambda _: bool(row["hidden"]),
        "permalink_url": lambda _: permalink(row["id"]),
        "scheduled_publish_time": lambda _: row["scheduled_at"] if row["state"] == "scheduled" else None,
        "status_type": lambda _: "added_photos" if _photos(call, row["id"]) else "mobile_status_update",
        "full_picture": lambda _: _full_picture(call, row["id"]),
        "from": lambda sub: _page_stub(call, row["page_id"], sub),
        "application": lambda sub: _app_stub(call, row["app_id"], sub),
        "attachments": lambda _: _attachments(call, row),
        "shares": lambda _: None,
        "comments": lambda sub: _comments(call, row["id"], sub),
    }


def _photos(call: Call, post_id: str) -> list[sqlite3.Row]:
    sql = "SELECT * FROM photo WHERE post_id = ? AND deleted_at IS NULL ORDER BY position, id"
    return call.database.all(sql, post_id)


def _full_picture(call: Call, post_id: str) -> str | None:
    photos = _photos(call, post_id)
    return photo_address(call, photos[0]["id"]) if photos else None


def photo_address(call: Call, photo_id: str) -> str:
    """Where this server serves the bytes of a photo."""
    return f"{call.base}/photos/{photo_id}"


def _page_stub(call: Call, page_id: str, sub: Sub) -> Json:
    page = call.database.one("SELECT * FROM page WHERE id = ?", page_id)
    name = page["name"] if page else ""
    return select("Page", sub, ("name",), {"id": lambda _: page_id, "name": lambda _: name})


def _app_stub(call: Call, app_id: str, sub: Sub) -> Json:
    app = call.database.one("SELECT * FROM app WHERE id = ?", app_id)
    name = app["name"] if app else ""
    makers: dict[str, Maker] = {
        "id": lambda _: app_id,
        "name": lambda _: name,
        "link": lambda _: f"{FACEBOOK}/games/?app_id={app_id}",
    }
    return select("Application", sub, ("link", "name"), makers)


def _attachments(call: Call, row: sqlite3.Row) -> Json | None:
    photos = [_photo_attachment(call, photo) for photo in _photos(call, row["id"])]
    if len(photos) > 1:
        return {"data": [photos[0] | {"type": "album", "subattachments": {"data": photos}}]}
    if photos:
        return {"data": photos}
    if row["link"]:
        return {"data": [{"type": "share", "url": row["link"], "target": {"url": row["link"]}}]}
    return None


def _photo_attachment(call: Call, photo: sqlite3.Row) -> Json:
    source = photo_address(call, photo["id"])
    return {
        "media": {"image": {"height": photo["height"], "src": source, "width": photo["width"]}},
        "target": {"id": photo["id"], "url": permalink(photo["id"])},
        "type": "photo",
        "url": permalink(photo["id"]),
    }


def _comments(call: Call, post_id: str, sub: Sub) -> Json | None:
    sql = "SELECT * FROM comment WHERE post_id = ? AND deleted_at IS NULL ORDER BY n LIMIT 25"
    rows = call.database.all(sql, post_id)
    return {"data": [show_comment(call, row, sub) for row in rows]} if rows else None


def show_comment(call: Call, row: sqlite3.Row, wanted: str | Sub | None) -> Json:
    """A comment with the fields asked for."""
    makers: dict[str, Maker] = {
        "id": lambda _: row["id"],
        "message": lambda _: row["message"],
        "created_time": lambda _: graph_time(row["created_at"]),
        "from": lambda sub: _page_stub(call, row["post_id"].partition("_")[0], sub),
    }
    return select("Comment", wanted, ("created_time", "from", "message"), makers)


def show_photo(call: Call, row: sqlite3.Row, wanted: str | Sub | None) -> Json:
    """A photo with the fields asked for."""
    makers: dict[str, Maker] = {
        "id": lambda _: row["id"],
        "name": lambda _: row["caption"] or None,
        "created_time": lambda _: graph_time(row["created_at"]),
        "link": lambda _: permalink(row["id"]),
        "picture": lambda _: photo_address(call, row["id"]),
        "width": lambda _: row["width"],
        "height": lambda _: row["height"],
        "alt_text_custom": lambda _: row["alt_text"] or None,
        "page_story_id": lambda _: row["post_id"],
        "images": lambda _: [_image(call, row)],
        "from": lambda sub: _page_stub(call, row["page_id"], sub),
    }
    return select("Photo", wanted, ("created_time", "name"), makers)


def _image(call: Call, row: sqlite3.Row) -> Json:
    return {"height": row["height"], "source": photo_address(call, row["id"]), "width": row["width"]}


def show_page(call: Call, row: sqlite3.Row, wanted: str | Sub | None, role: sqlite3.Row | None) -> Json:
    """A Page; its token and tasks only for a person with a role on it."""
    category = {"id": "2602", "name": row["category"]}
    tasks: list[Any] | None = json.loads(role["tasks"]) if role else None
    makers: dict[str, Maker] = {
        "id": lambda _: row["id"],
        "name": lambda _: row["name"],
        "category": lambda _: row["category"],
        "category_list": lambda _: [category],
        "link": lambda _: permalink(row["id"]),
        "is_published": lambda _: True,
        "fan_count": lambda _: row["fan_count"],
        "followers_count": lambda _: row["fan_count"],
        "access_token": lambda _: role["page_token"] if role else None,
        "tasks": lambda _: tasks,
    }
    return select("Page", wanted, ("name",), makers)
