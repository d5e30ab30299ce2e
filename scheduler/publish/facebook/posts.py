"""A post at Facebook: the calls that create, show, read and delete it, and what a reading proves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from scheduler.core.post import Payload, Picture
from scheduler.publish.answer import Answer
from scheduler.publish.graph import Graph

FACEBOOK = "https://www.facebook.com"
_LONGEST_LINK = 500
_FAR_FUTURE = 2**33
_FIELDS = "id,is_published,permalink_url,created_time,message,scheduled_publish_time"
_LISTED = f"{_FIELDS},application"
_PAGE_SIZE = 50


@dataclass(frozen=True)
class Seen:
    """A post as Facebook gave it back. `permalink` is empty where none, or no web address, was given; `hidden` only
    where Facebook says that it is not published; `due` is the time at which it will show it."""

    id: str
    published: bool
    permalink: str
    created: datetime | None
    message: str
    due: datetime | None = None
    app: str = ""
    hidden: bool = False


def words(payload: Payload) -> str:
    """The text that the Page shows. Facebook takes no link beside photos, so there it follows the text."""
    if payload.photos and payload.link and payload.link not in payload.text:
        return f"{payload.text}\n\n{payload.link}"
    return payload.text


def upload_photo(graph: Graph, page_id: str, picture: Picture, content: bytes) -> Answer:
    """Upload a photo that nobody sees. Its id serves for one post; unused, it vanishes after about a day."""
    alt = picture.alt or None
    path = f"{page_id}/photos"
    return cast(Answer, graph.put_photo(content, album_path=path, published=False, alt_text_custom=alt))


def create_draft(graph: Graph, page_id: str, payload: Payload, media: Sequence[str]) -> Answer:
    """Create the post unpublished."""
    link = payload.link if payload.link and not media else None
    attached = [{"media_fbid": photo} for photo in media] or None
    call = graph.put_object(
        page_id, "feed", message=words(payload), link=link, attached_media=attached, published=False
    )
    return cast(Answer, call)


def create_visible(graph: Graph, page_id: str, payload: Payload, media: Sequence[str]) -> Answer:
    """Create the post so that everybody sees it at once. Never to be repeated unlooked."""
    link = payload.link if payload.link and not media else None
    attached = [{"media_fbid": photo} for photo in media] or None
    return cast(Answer, graph.put_object(page_id, "feed", message=words(payload), link=link, attached_media=attached))


def schedule(graph: Graph, post_id: str, due: datetime) -> Answer:
    """Let Facebook show a draft at a time, in UNIX seconds: no question of zones. Repeating it changes nothing."""
    return graph.update_object(post_id, scheduled_publish_time=int(due.timestamp()))


def listed(graph: Graph, page_id: str, edge: str, after: str | None = None) -> Answer:
    """A page of a list of the Page's posts, newest first; `after` is the cursor of the page before."""
    call = graph.get_connections(page_id, edge, fields=_LISTED, limit=_PAGE_SIZE, after=after)
    return cast(Answer, call)


def show(graph: Graph, post_id: str) -> Answer:
    """Make a draft visible. Repeating it changes nothing."""
    return graph.update_object(post_id, is_published=True)


def read(graph: Graph, post_id: str) -> Answer:
    """Read a post back."""
    return cast(Answer, graph.get_object(post_id, fields=_FIELDS))


def exists(graph: Graph, page_id: str) -> Answer:
    """Read the Page itself: whether the token still reaches it."""
    return cast(Answer, graph.get_object(page_id, fields="id"))


def delete(graph: Graph, post_id: str) -> Answer:
    """Delete a post, visible or not."""
    return cast(Answer, graph.delete_object(post_id))


def seen(answer: Answer) -> Seen:
    """The post of a successful reading."""
    return _seen(answer.id, answer.data)


def seen_many(answer: Answer) -> list[Seen]:
    """The posts of a page of a list; what is no post is passed over."""
    data = answer.data.get("data")
    rows = [row for row in data if isinstance(row, dict)] if isinstance(data, list) else []
    return [_seen(str(row.get("id") or ""), row) for row in rows if row.get("id")]


def next_cursor(answer: Answer) -> str | None:
    """Where the list goes on; None only where Facebook names no next page: a page may be short or empty."""
    paging = answer.data.get("paging")
    if not isinstance(paging, dict) or not paging.get("next"):
        return None
    cursors = paging.get("cursors")
    after = cursors.get("after") if isinstance(cursors, dict) else None
    return after if isinstance(after, str) else None


def _seen(post_id: str, data: Mapping[str, Any]) -> Seen:
    app = data.get("application")
    return Seen(
        post_id,
        data.get("is_published") is True,
        _address(str(data.get("permalink_url") or "")),
        _instant(data.get("created_time")),
        str(data.get("message") or ""),
        _unix(data.get("scheduled_publish_time")),
        str(app.get("id") or "") if isinstance(app, dict) else "",
        data.get("is_published") is False,
    )


def _address(link: str) -> str:
    """Graph gives some permalinks without their host; what is no web address, or far too long, is none."""
    if link.startswith("/") and not link.startswith("//"):
        link = FACEBOOK + link
    return link if link.startswith(("https://", "http://")) and len(link) <= _LONGEST_LINK else ""


def _instant(value: object) -> datetime | None:
    try:
        parsed = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return parsed if parsed.tzinfo else None


def _unix(value: object) -> datetime | None:
    """UNIX seconds; nothing for 0 and for what is no number of this age."""
    if not isinstance(value, int) or not 0 < value < _FAR_FUTURE:
        return None
    return datetime.fromtimestamp(value, UTC)
