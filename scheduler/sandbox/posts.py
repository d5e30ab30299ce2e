"""Posts: created, changed and deleted by the rules of Graph."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from scheduler.sandbox.call import Call, Json
from scheduler.sandbox.errors import GraphError, bad_parameter, missing_object
from scheduler.sandbox.nodes import check_post_fields, show_post
from scheduler.sandbox.params import COMMON, flag, instant, media_ids
from scheduler.sandbox.photos import attach, release_photos
from scheduler.sandbox.post_rules import (
    NO_TIME_ON_PUBLISHED,
    check_link,
    check_message,
    check_window,
    planned_state,
    refuse_if_locked,
)
from scheduler.sandbox.tokens import require_page_token
from scheduler.sandbox.visibility import publish, record

_EXTRA = (
    "targeting",
    "feed_targeting",
    "place",
    "tags",
    "call_to_action",
    "backdated_time",
    "child_attachments",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A post about to be stored."""

    message: str
    link: str | None
    state: str
    scheduled_at: int | None
    extra: dict[str, str]


def require_publisher(call: Call, *, published: bool = True) -> None:
    """The right to create content; unpublished posts only as the Page itself."""
    if not published and call.own_token()["kind"] == "USER":
        text = "(#200) Unpublished posts must be posted to a page as the page itself"
        raise GraphError(200, message=text)
    require_page_token(call, "pages_manage_posts", "CREATE_CONTENT")


def create_post(call: Call) -> Json:
    """POST /{page}/feed."""
    published = flag(call.parameters, "published", True)
    require_publisher(call, published=published)
    if not published and call.twist.refuse_drafts:
        raise GraphError(3)
    media = media_ids(call.parameters)
    draft = _draft(call, published, has_media=bool(media))
    if published and not media:
        _refuse_duplicate(call, draft)
    post_id = insert_post(call, draft)
    attach(call, post_id, media)
    return answer_with_fields(call, post_id, {"id": post_id})


def _draft(call: Call, published: bool, *, has_media: bool) -> Draft:
    message, link = call.parameters.get("message", ""), call.parameters.get("link")
    if not message.strip() and not link and not has_media:
        raise GraphError(100, message="(#100) A message, a link or attached media is required")
    check_message(call, message)
    check_link(link)
    extra = {name: call.parameters[name] for name in _EXTRA if name in call.parameters}
    if "tags" in extra and "place" not in extra:
        raise bad_parameter("tags", "needs a place")
    state, scheduled_at = planned_state(call, published, has_media)
    return Draft(message, link, state, scheduled_at, extra)


def _refuse_duplicate(call: Call, draft: Draft) -> None:
    last = call.database.one(
        "SELECT message, link FROM post WHERE page_id = ? AND state = 'published' AND deleted_at IS NULL "
        "ORDER BY created_at DESC, n DESC LIMIT 1",
        call.page_id,
    )
    if last and draft.message and (last["message"], last["link"]) == (draft.message, draft.link):
        raise GraphError(506)


def insert_post(call: Call, draft: Draft) -> str:
    """Store a post under the next number of its Page; its id."""
    page_id, at = call.page_id, int(call.at)
    call.database.run("UPDATE page SET posts = posts + 1 WHERE id = ?", page_id)
    row = call.database.one("SELECT posts FROM page WHERE id = ?", page_id)
    number = row["posts"] if row else 0
    post_id = f"{page_id}_{number}"
    shown = at if draft.state == "published" else None
    call.database.run(
        "INSERT INTO post (id, page_id, n, app_id, message, link, state, created_at, updated_at, published_at, "
        "scheduled_at, readable_at, stuck, extra) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(
            post_id,
            page_id,
            number,
            call.own_token()["app_id"],
            draft.message,
            draft.link,
            draft.state,
            at,
            at,
        ),
        *(shown, draft.scheduled_at, call.at + call.twist.lag, call.twist.stuck),
        json.dumps(draft.extra, ensure_ascii=False),
    )
    if draft.state == "published":
        record(call.database, page_id, post_id, call.at, "visible", "call")
    return post_id


def answer_with_fields(call: Call, post_id: str, plain: Json) -> Json:
    """Read-after-write: the answer with the fields that the POST asked for."""
    wanted = call.parameters.get("fields")
    if not wanted:
        return plain
    check_post_fields(wanted)
    return plain | show_post(call, find_post(call, post_id), wanted)


def find_post(call: Call, post_id: str) -> sqlite3.Row:
    """A post that exists. Raises GraphError 100/33."""
    sql = "SELECT * FROM post WHERE id = ? AND deleted_at IS NULL"
    post = call.database.one(sql, post_id)
    if post is None:
        raise missing_object(post_id, call.method)
    return post


def update_post(call: Call) -> Json:
    """POST /{post}: text, release, schedule, hiding. Repeating a release is harmless."""
    require_publisher(call)
    post = find_post(call, call.object_id)
    if post["app_id"] != call.own_token()["app_id"]:
        raise GraphError(200, message="(#200) Only the app that created a post may change it")
    if not call.parameters.keys() - COMMON:
        raise GraphError(100, message="(#100) Nothing to change was given")
    release = flag(call.parameters, "is_published", post["state"] == "published")
    _check_update(call, post, release)
    _store_update(call, post)
    if release and post["state"] != "published":
        publish(call.database, find_post(call, post["id"]), call.at, "call")
    return answer_with_fields(call, post["id"], {"success": True})


def _check_update(call: Call, post: sqlite3.Row, release: bool) -> None:
    published = post["state"] == "published"
    if published and not release:
        raise bad_parameter("is_published", "cannot be false: a published post stays published")
    if "scheduled_publish_time" in call.parameters and release:
        raise GraphError(100, message=NO_TIME_ON_PUBLISHED)
    if published and media_ids(call.parameters):
        raise bad_parameter("attached_media", "cannot be changed on a published post")
    check_message(call, call.parameters.get("message", ""))
    if not release:
        refuse_if_locked(call, post)


def _store_update(call: Call, post: sqlite3.Row) -> None:
    message = call.parameters.get("message", post["message"])
    hidden = flag(call.parameters, "is_hidden", bool(post["hidden"]))
    state, scheduled_at = _rescheduled(call, post)
    call.database.run(
        "UPDATE post SET message = ?, hidden = ?, state = ?, scheduled_at = ?, stuck = ?, updated_at = ? WHERE id = ?",
        *(message, hidden, state, scheduled_at, post["stuck"] or call.twist.stuck, int(call.at), post["id"]),
    )
    if media := media_ids(call.parameters):
        release_photos(call, post["id"])
        attach(call, post["id"], media)


def _rescheduled(call: Call, post: sqlite3.Row) -> tuple[str, int | None]:
    """The state after a change of schedule; 0 takes a schedule away (Meta's 2012 notes: "or remove it")."""
    when = instant(call.parameters, "scheduled_publish_time")
    if when is None:
        return post["state"], post["scheduled_at"]
    if when == 0 or call.twist.as_draft:
        return "draft", None
    check_window(call, when)
    return "scheduled", when


def delete_post(call: Call) -> Json:
    """DELETE /{post}."""
    require_publisher(call)
    post = find_post(call, call.object_id)
    refuse_if_locked(call, post)
    call.database.run("UPDATE post SET deleted_at = ? WHERE id = ?", call.at, post["id"])
    call.database.run("UPDATE photo SET deleted_at = ? WHERE post_id = ?", call.at, post["id"])
    if post["state"] == "published":
        record(call.database, post["page_id"], post["id"], call.at, "gone", "call")
    return {"success": True}
