"""A post at Facebook: the calls that create, show, read and delete it, and what a reading proves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from scheduler.core.post import Payload, Picture
from scheduler.publish.answer import Answer
from scheduler.publish.graph import Graph

FACEBOOK = "https://www.facebook.com"
_LONGEST_LINK = 500
_FIELDS = "id,is_published,permalink_url,created_time,message"


@dataclass(frozen=True)
class Seen:
    """A post as Facebook gave it back. `permalink` is empty where none, or no web address, was given."""

    id: str
    published: bool
    permalink: str
    created: datetime | None
    message: str


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
    data = answer.data
    return Seen(
        answer.id,
        data.get("is_published") is True,
        _address(str(data.get("permalink_url") or "")),
        _instant(data.get("created_time")),
        str(data.get("message") or ""),
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
