"""Reading: Pages and their lists of posts, single posts, comments, several objects at once."""

from __future__ import annotations

import sqlite3

from scheduler.sandbox.call import Call, Json
from scheduler.sandbox.errors import GraphError, missing_object
from scheduler.sandbox.nodes import check_post_fields, show_comment, show_page, show_photo, show_post
from scheduler.sandbox.paging import page_of
from scheduler.sandbox.posts import find_post
from scheduler.sandbox.tokens import require_page_token, require_scope

# Which posts each edge of a Page lists, and by which time.
_LISTED = "FROM post WHERE page_id = ? AND deleted_at IS NULL AND readable_at <= ?"
EDGES = {
    "feed": f"SELECT *, created_at AS sort {_LISTED} AND state = 'published'",
    "published_posts": f"SELECT *, created_at AS sort {_LISTED} AND state = 'published'",
    "scheduled_posts": f"SELECT *, scheduled_at AS sort {_LISTED} AND state = 'scheduled'",
    "promotable_posts": f"SELECT *, created_at AS sort {_LISTED}",
}


def list_posts(call: Call) -> Json:
    """GET /{page}/feed, published_posts, scheduled_posts or promotable_posts."""
    require_page_token(call, "pages_read_engagement")
    if call.edge == "feed":
        require_scope(call, "pages_read_user_content")
    wanted = call.parameters.get("fields")
    check_post_fields(wanted)
    return page_of(call, EDGES[call.edge], (call.page_id, call.at), lambda row: show_post(call, row, wanted))


def readable_post(call: Call, post_id: str) -> sqlite3.Row:
    """A post that reads may already see: right after its creation, Graph may still deny it."""
    post = find_post(call, post_id)
    if post["readable_at"] > call.at:
        raise missing_object(post_id, call.method)
    return post


def read_post(call: Call) -> Json:
    """GET /{post}."""
    require_page_token(call, "pages_read_engagement")
    wanted = call.parameters.get("fields")
    check_post_fields(wanted)
    return show_post(call, readable_post(call, call.object_id), wanted)


def read_page(call: Call) -> Json:
    """GET /{page}, or /me with a Page token."""
    return show_page(call, call.own_page(), call.parameters.get("fields"), role_on(call, call.page_id))


def role_on(call: Call, page_id: str) -> sqlite3.Row | None:
    """What the person behind a user token may do on a Page; for a Page token, that token's own tasks."""
    token = call.own_token()
    if token["kind"] == "PAGE" and token["page_id"] == page_id:
        sql = "SELECT token AS page_token, tasks FROM token WHERE token = ?"
        return call.database.one(sql, token["token"])
    sql = "SELECT * FROM role WHERE user_token = ? AND page_id = ?"
    return call.database.one(sql, token["token"], page_id)


def list_comments(call: Call) -> Json:
    """GET /{post}/comments."""
    require_page_token(call, "pages_read_engagement")
    post = readable_post(call, call.object_id)
    select = "SELECT *, created_at AS sort FROM comment WHERE post_id = ? AND deleted_at IS NULL"
    wanted = call.parameters.get("fields")
    return page_of(call, select, (post["id"],), lambda row: show_comment(call, row, wanted))


def create_comment(call: Call) -> Json:
    """POST /{post}/comments."""
    require_page_token(call, "pages_manage_engagement", "MODERATE")
    post, message = find_post(call, call.object_id), call.parameters.get("message", "")
    if post["state"] != "published":
        raise GraphError(100, message="(#100) An unpublished post takes no comments")
    if not message.strip():
        raise GraphError(100, message="(#100) A comment needs a message: the sandbox stores no attachments")
    number = post["comments"] + 1
    comment_id = f"{post['page_id']}{post['n']:06d}_{number}"
    call.database.run("UPDATE post SET comments = ? WHERE id = ?", number, post["id"])
    call.database.run(
        "INSERT INTO comment (id, post_id, n, message, created_at) VALUES (?, ?, ?, ?, ?)",
        *(comment_id, post["id"], number, message, int(call.at)),
    )
    return {"id": comment_id}


def delete_comment(call: Call) -> Json:
    """DELETE /{comment}."""
    require_page_token(call, "pages_manage_engagement", "MODERATE")
    sql = "UPDATE comment SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL"
    if not call.database.run(sql, call.at, call.object_id):
        raise missing_object(call.object_id, call.method)
    return {"success": True}


def read_comment(call: Call) -> Json:
    """GET /{comment}."""
    require_page_token(call, "pages_read_engagement")
    sql = "SELECT * FROM comment WHERE id = ? AND deleted_at IS NULL"
    row = call.database.one(sql, call.object_id)
    if row is None:
        raise missing_object(call.object_id, call.method)
    return show_comment(call, row, call.parameters.get("fields"))


def wanted_ids(call: Call) -> list[str]:
    """The ids of a `?ids=` call; each of them counts as a call of its own."""
    ids = [part.strip() for part in call.parameters.get("ids", "").split(",") if part.strip()]
    if not 1 <= len(ids) <= 50:
        raise GraphError(100, message="(#100) Param ids must name 1 to 50 objects")
    return ids


def read_many(call: Call) -> Json:
    """GET /?ids=a,b: posts, photos and Pages by id. One id that is missing fails the whole call."""
    return {object_id: _read_one(call, object_id) for object_id in wanted_ids(call)}


def _read_one(call: Call, object_id: str) -> Json:
    wanted = call.parameters.get("fields")
    token = call.own_token()
    page = call.database.one("SELECT * FROM page WHERE id = ?", object_id)
    if page:
        return show_page(call, page, wanted, role_on(call, object_id))
    scope = (object_id, token["page_id"])
    post = call.database.one("SELECT * FROM post WHERE id = ? AND page_id = ? AND deleted_at IS NULL", *scope)
    if post and post["readable_at"] <= call.at:
        return show_post(call, post, wanted)
    photo = call.database.one("SELECT * FROM photo WHERE id = ? AND page_id = ? AND deleted_at IS NULL", *scope)
    if photo:
        return show_photo(call, photo, wanted)
    text = f"(#803) Some of the aliases you requested do not exist: {object_id[:80]}"
    raise GraphError(803, message=text)
