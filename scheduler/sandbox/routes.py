"""Which operation a call is: by its method, its object and its edge."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from scheduler.sandbox import accounts, insights, photo_posts, photos, posts, reads
from scheduler.sandbox.call import Call, Json
from scheduler.sandbox.errors import GraphError, missing_object
from scheduler.sandbox.tokens import USER_KINDS, authenticate
from scheduler.sandbox.versions import split_version

Handler = Callable[[Call], Json]
OBJECT_ID = re.compile(r"\d{1,40}(_\d{1,20})?")


@dataclass(frozen=True, slots=True)
class Operation:
    """`edge` is the word by which faults and the journal know it; `names` its row of allowed parameters."""

    edge: str
    names: str
    handler: Handler


_LISTS = {edge: Operation(edge, "list_posts", reads.list_posts) for edge in reads.EDGES}
PAGE: dict[tuple[str, str], Operation] = {
    ("GET", ""): Operation("page", "read", reads.read_page),
    ("POST", "feed"): Operation("feed", "create_post", posts.create_post),
    ("POST", "photos"): Operation("photos", "create_photo", photo_posts.create_photo),
    ("GET", "insights"): Operation("insights", "insights", insights.read_insights),
} | {("GET", edge): operation for edge, operation in _LISTS.items()}
POST: dict[tuple[str, str], Operation] = {
    ("GET", ""): Operation("post", "read", reads.read_post),
    ("POST", ""): Operation("post", "update_post", posts.update_post),
    ("DELETE", ""): Operation("post", "delete", posts.delete_post),
    ("GET", "comments"): Operation("comments", "list_comments", reads.list_comments),
    ("POST", "comments"): Operation("comments", "create_comment", reads.create_comment),
    ("GET", "insights"): Operation("insights", "insights", insights.read_insights),
}
PHOTO: dict[tuple[str, str], Operation] = {
    ("GET", ""): Operation("photo", "read", photos.read_photo),
    ("DELETE", ""): Operation("photo", "delete", photo_posts.delete_photo),
}
COMMENT: dict[tuple[str, str], Operation] = {
    ("GET", ""): Operation("comment", "read", reads.read_comment),
    ("DELETE", ""): Operation("comment", "delete", reads.delete_comment),
}
READ_ME = Operation("me", "read", accounts.read_me)
ACCOUNTS = Operation("accounts", "list_accounts", accounts.list_accounts)
DEBUG = Operation("debug_token", "debug_token", accounts.debug_token)
EXCHANGE = Operation("oauth", "exchange_token", accounts.exchange_token)
MANY = Operation("ids", "read_many", reads.read_many)


def locate(call: Call) -> Operation:
    """Find the operation and set the call's version, object, edge and, where there is one, its Page.

    Raises GraphError: 2500 for an unknown path, 100/33 for an unknown object.
    """
    call.version, parts = split_version(call.path, call.now)
    if call.method == "GET" and not parts and "ids" in call.parameters:
        call.page = _page_of_token(call)
        return MANY
    if call.method == "GET" and parts in (["debug_token"], ["oauth", "access_token"]):
        return DEBUG if parts == ["debug_token"] else EXCHANGE
    if not 1 <= len(parts) <= 2 or not (parts[0] == "me" or OBJECT_ID.fullmatch(parts[0])):
        raise GraphError(2500, message=f"Unknown path components: /{'/'.join(parts)[:200]}")
    call.object_id, call.edge = parts[0], parts[1] if len(parts) == 2 else ""
    return _of_me(call) if parts[0] == "me" else _of_object(call)


def _page_of_token(call: Call) -> sqlite3.Row | None:
    """The Page of the presented token, if it is a Page's."""
    sql = "SELECT page.* FROM token JOIN page ON page.id = token.page_id WHERE token.token = ?"
    return call.database.one(sql, call.access_token)


def _of_me(call: Call) -> Operation:
    token = call.database.one("SELECT kind, page_id FROM token WHERE token = ?", call.access_token)
    if token is not None and token["kind"] not in USER_KINDS:
        call.object_id = token["page_id"]
        return _of_object(call)
    if call.method == "GET" and call.edge in ("", "accounts"):
        return ACCOUNTS if call.edge else READ_ME
    raise _unknown_edge(call, "User")


def _of_object(call: Call) -> Operation:
    kind, table, page_id = _kind(call)
    call.page = call.database.one("SELECT * FROM page WHERE id = ?", page_id)
    operation = table.get((call.method, call.edge))
    if operation is None:
        raise _unknown_edge(call, kind)
    return operation


def _kind(call: Call) -> tuple[str, dict[tuple[str, str], Operation], str]:
    """What the object is, and the id of its Page. A deleted post is still known as a post."""
    for kind, table, sql in (
        ("Page", PAGE, "SELECT id AS page_id FROM page WHERE id = ?"),
        ("Post", POST, "SELECT page_id FROM post WHERE id = ?"),
        ("Photo", PHOTO, "SELECT page_id FROM photo WHERE id = ?"),
        (
            "Comment",
            COMMENT,
            "SELECT page_id FROM post JOIN comment ON post_id = post.id WHERE comment.id = ?",
        ),
    ):
        row = call.database.one(sql, call.object_id)
        if row:
            return kind, table, row["page_id"]
    page_id, _, number = call.object_id.partition("_")
    if number and call.database.one("SELECT 1 FROM page WHERE id = ?", page_id):
        return "Post", POST, page_id
    raise missing_object(call.object_id, call.method)


def _unknown_edge(call: Call, kind: str) -> GraphError:
    if not call.edge:
        return missing_object(call.object_id, call.method)
    if call.method == "GET":
        text = f"(#100) Tried accessing nonexisting field ({call.edge[:60]}) on node type ({kind})"
        return GraphError(100, message=text)
    return missing_object(call.object_id, call.method)


def authorise(call: Call, operation: Operation) -> None:
    """Check the token as this operation needs it. Raises GraphError as `tokens.authenticate` does."""
    if operation is EXCHANGE:
        call.access_token = call.parameters.get("fb_exchange_token")
        if not call.access_token:
            return
    if operation is DEBUG and "|" in (call.access_token or ""):
        return
    authenticate(call)
