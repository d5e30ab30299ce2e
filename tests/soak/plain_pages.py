"""Pages as Facebook keeps them, in memory: a second opinion on the Graph API, independent of the product's sandbox.

It knows what publishing needs and nothing more, and refuses every parameter and field that the reference does not
name. It tells things otherwise (ids that count nothing, permalinks late and without their host, times as text, lists
that leave out whether a post is published and that go on by address alone, no usage headers), and writes each call and
each appearance into a file as it happens.
"""

import json
import random
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Json = dict[str, Any]
_LISTS = {"published_posts": "published", "feed": "published", "scheduled_posts": "scheduled"}
_PAGE_SIZE = 4
_COMMON = frozenset({"access_token", "appsecret_proof"})
_PARAMETERS = {
    "photos": frozenset({"source", "published", "temporary", "caption", "alt_text_custom", "scheduled_publish_time"}),
    "feed": frozenset({
        "message", "link", "published", "attached_media", "scheduled_publish_time", "unpublished_content_type",
    }),
    "object": frozenset({"message", "is_published", "scheduled_publish_time", "is_hidden", "attached_media"}),
    "read": frozenset({"fields", "limit", "after", "before", "offset"}),
}  # fmt: skip
_FIELDS = frozenset({
    "id", "name", "message", "created_time", "updated_time", "is_published", "is_hidden", "permalink_url",
    "scheduled_publish_time", "status_type", "full_picture", "from", "application", "attachments", "shares",
})  # fmt: skip


class GraphError(Exception):
    """A refusal in Graph's words."""

    def __init__(self, code: int, message: str, subcode: int | None = None) -> None:
        super().__init__(message)
        self.body: Json = {"error": {"message": f"(#{code}) {message}", "type": "OAuthException", "code": code}}
        if subcode is not None:
            self.body["error"]["error_subcode"] = subcode


@dataclass
class Post:
    """A post, visible or not. Instants in UNIX seconds."""

    id: str
    page: str
    message: str
    created: float
    state: str = "draft"
    scheduled: int | None = None
    visible_at: float | None = None
    late: float = 0.0
    """For so long after it appeared its permalink is not told."""


class Pages:
    """All Pages. `journal` gets a line of JSON for each call and each appearance."""

    def __init__(self, pages: Mapping[str, str], journal: Path, seed: int) -> None:
        self._pages, self._posts, self._photos = pages, dict[str, Post](), dict[str, str]()
        self._dice = random.Random(f"ids/{seed}")
        self._journal = journal.open("a", encoding="utf-8")

    def note(self, **row: object) -> None:
        """Write a line."""
        self._journal.write(json.dumps(row, ensure_ascii=False) + "\n")
        self._journal.flush()

    def call(self, method: str, path: list[str], given: Mapping[str, str], token: str) -> Json:
        """Carry out a call. Raises GraphError."""
        self._show_scheduled()
        page = path[0].partition("_")[0]
        if page not in self._pages:
            raise GraphError(100, "Unsupported request. Object does not exist", 33)
        if token != self._pages[page]:
            raise GraphError(190, "Invalid OAuth access token.")
        _require_known(method, path, given)
        if len(path) == 2:
            return self._edge(method, page, path[1], given)
        return self._page(page) if path[0] == page else self._object(method, path[0], given)

    def _edge(self, method: str, page: str, edge: str, given: Mapping[str, str]) -> Json:
        if method == "POST" and edge == "photos":
            photo = str(self._dice.randrange(10**14, 10**15))
            self._photos[photo] = ""
            return {"id": photo}
        if method == "POST" and edge == "feed":
            return {"id": self._create(page, given).id}
        if method == "GET" and edge in _LISTS:
            return self._list(page, _LISTS[edge], given)
        raise GraphError(100, f"Tried accessing nonexisting field ({edge}) on node type (Page)")

    def _page(self, page: str) -> Json:
        return {"id": page, "name": "Trang"}

    def _create(self, page: str, given: Mapping[str, str]) -> Post:
        photos = re.findall(r'"media_fbid":"(\d+)"', given.get("attached_media", ""))
        if not given.get("message"):
            raise GraphError(100, "A message is required")
        if any(photo not in self._photos for photo in photos):
            raise GraphError(100, "Invalid parameter")
        if any(self._photos[photo] for photo in photos):
            raise GraphError(100, "These photos were already posted", 1366051)
        post = Post(f"{page}_{self._dice.randrange(10**14, 10**15)}", page, given["message"], time.time())
        post.late = self._dice.choice((0.0, 0.0, 0.0, 1.5, 10**9))
        self._posts[post.id] = post
        self._photos |= dict.fromkeys(photos, post.id)
        if given.get("published", "true") == "true":
            self._show(post, time.time(), "call")
        return post

    def _object(self, method: str, name: str, given: Mapping[str, str]) -> Json:
        post = self._posts.get(name)
        if post is None:
            raise GraphError(100, "Unsupported request. Object does not exist", 33)
        if method == "GET":
            return self._shown(post)
        if method == "DELETE":
            del self._posts[name]
            self._photos = {photo: owner for photo, owner in self._photos.items() if owner != name}
        else:
            self._change(post, given)
        return {"success": True}

    def _change(self, post: Post, given: Mapping[str, str]) -> None:
        if post.state == "published":
            raise GraphError(100, "The post is already published")
        if given.get("is_published") == "true":
            self._show(post, time.time(), "call")
        elif "scheduled_publish_time" in given:
            post.state, post.scheduled = "scheduled", int(given["scheduled_publish_time"])

    def _show(self, post: Post, at: float, cause: str) -> None:
        post.state, post.visible_at, post.created, post.scheduled = "published", at, at, None
        self.note(
            visible=post.id, page_id=post.page, message=post.message, cause=cause,
            visible_at=datetime.fromtimestamp(at, UTC).isoformat(),
        )  # fmt: skip

    def _show_scheduled(self) -> None:
        for post in self._posts.values():
            if post.scheduled is not None and post.scheduled <= time.time():
                self._show(post, post.scheduled, "schedule")

    def _list(self, page: str, state: str, given: Mapping[str, str]) -> Json:
        """Newest first, a few at a time, with the addresses of further pages as Graph gives them."""
        rows = sorted(
            (post for post in self._posts.values() if post.page == page and post.state == state),
            key=lambda post: -post.created,
        )
        start = int(given.get("offset", "0"))
        data = [self._shown(post) for post in rows[start : start + _PAGE_SIZE]]
        for row in data:
            del row["is_published"]
        if start + _PAGE_SIZE >= len(rows):
            return {"data": data}
        following = f"https://graph.invalid/v26.0/{page}/posts?access_token=x&limit=4&offset={start + _PAGE_SIZE}"
        return {"data": data, "paging": {"next": following}}

    def _shown(self, post: Post) -> Json:
        shown: Json = {
            "id": post.id,
            "message": post.message,
            "is_published": post.state == "published",
            "created_time": datetime.fromtimestamp(int(post.created), UTC).strftime("%Y-%m-%dT%H:%M:%S+0000"),
        }
        if post.visible_at is not None and time.time() - post.visible_at > post.late:
            shown["permalink_url"] = f"/{post.page}/posts/{post.id.partition('_')[2]}"
        if post.scheduled is not None:
            shown["scheduled_publish_time"] = datetime.fromtimestamp(post.scheduled, UTC).isoformat()
        return shown


def _require_known(method: str, path: list[str], given: Mapping[str, str]) -> None:
    """Raises GraphError for parameters and fields that the reference does not name."""
    edge = "read" if method == "GET" else path[1] if len(path) == 2 else "object"
    allowed = _COMMON | _PARAMETERS.get(edge, frozenset())
    strange = [name for name in given if name not in allowed]
    strange += [name for name in filter(None, given.get("fields", "").split(",")) if name not in _FIELDS]
    if strange and method != "DELETE":
        raise GraphError(100, f"Unknown name: {strange[0]}")
