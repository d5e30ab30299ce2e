"""A post at Facebook: the calls that create, show, read and delete it, and what a reading proves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

from scheduler.core.post import Payload, Picture
from scheduler.publish.answer import Answer, id_of
from scheduler.publish.graph import Graph

FACEBOOK = "https://www.facebook.com"
_LONGEST_LINK = 500
_FAR_FUTURE = 2**33
_FIELDS = "id,is_published,permalink_url,created_time,message,scheduled_publish_time"
_LISTED = f"{_FIELDS},application"
_PAGE_SIZE = 50
_NOT_ONWARD = ("access_token", "appsecret_proof", "fields", "limit")
"""What the address of a next page repeats of our own call; its token stays out of every URL of ours."""


@dataclass(frozen=True)
class Seen:
    """A post as Facebook gave it back. `permalink` is empty where none, or no web address, was given; `published` and
    `hidden` only where Facebook says so: it may say neither; `due` is the time at which it will show it."""

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


def listed(graph: Graph, page_id: str, edge: str, onward: Mapping[str, str] | None = None) -> Answer:
    """A page of a list of the Page's posts, newest first; `onward` is what `next_page` said of the page before."""
    return graph.get_connections(page_id, edge, fields=_LISTED, limit=_PAGE_SIZE, **(onward or {}))


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
    return [_seen(id_of(row), row) for row in rows if id_of(row)]


def next_page(answer: Answer) -> dict[str, str] | None:
    """How the list goes on; None where it ends. A short or empty page goes on too where Facebook names a next one, by
    its cursor or by its address alone; a full page that names none goes on at its cursor, to be sure."""
    data, paging = answer.data.get("data"), answer.data.get("paging")
    if not isinstance(paging, dict):
        return None
    cursors, following = paging.get("cursors"), paging.get("next")
    after = cursors.get("after") if isinstance(cursors, dict) else None
    full = isinstance(data, list) and len(data) >= _PAGE_SIZE
    if isinstance(after, str) and after and (following or full):
        return {"after": after}
    return _onward(following) if isinstance(following, str) else None


def gone_past(rows: Sequence[Seen], since: datetime) -> bool:
    """Whether a page of a list holds something older than an instant and the list is newest first: what follows is
    older still. Graph does not promise the order, so a list that runs the other way is read to its end."""
    made = [row.created for row in rows if row.created]
    return any(at < since for at in made) and made == sorted(made, reverse=True)


def _onward(address: str) -> dict[str, str] | None:
    """What the address of a next page asks for beyond our own call."""
    try:
        given = dict(parse_qsl(urlsplit(address).query))
    except ValueError:
        return None
    return {name: value for name, value in given.items() if name not in _NOT_ONWARD} or None


def _seen(post_id: str, data: Mapping[str, Any]) -> Seen:
    app = data.get("application")
    return Seen(
        post_id,
        data.get("is_published") is True,
        _address(str(data.get("permalink_url") or "")),
        _instant(data.get("created_time")),
        str(data.get("message") or "").replace("\0", ""),
        _instant(data.get("scheduled_publish_time")),
        str(app.get("id") or "") if isinstance(app, dict) else "",
        data.get("is_published") is False,
    )


def address_of(post_id: str) -> str:
    """Where a post stands by its id alone: the form that Facebook documents, for where it gives no permalink."""
    return f"{FACEBOOK}/{post_id}"


def _address(link: str) -> str:
    """Graph gives some permalinks without their host; what is no web address, or far too long, is none."""
    if link.startswith("/") and not link.startswith("//"):
        link = FACEBOOK + link
    return link if link.startswith(("https://", "http://")) and len(link) <= _LONGEST_LINK else ""


def _instant(value: object) -> datetime | None:
    """UNIX seconds, as a number or as digits, or ISO 8601 with its offset; nothing for 0 and for any other thing."""
    if isinstance(value, str) and not value.isdecimal():
        return _iso(value)
    try:
        seconds = 0.0 if isinstance(value, bool) else float(cast(Any, value))
    except (TypeError, ValueError):
        return None
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < _FAR_FUTURE else None


def _iso(text: str) -> datetime | None:
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return None
    return parsed if parsed.tzinfo else None
