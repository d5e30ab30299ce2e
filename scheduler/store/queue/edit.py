"""Words of its own for one post: written over what it had, held against what the writer saw, approved anew."""

from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.core.approval import Person, forbidden, out_of_reach
from scheduler.core.channel import Channel
from scheduler.core.phrase import phrase
from scheduler.core.post import Picture, Rendered, Uses
from scheduler.core.render import Renderer
from scheduler.core.states import State
from scheduler.core.text import nfc
from scheduler.errors import BhxhError
from scheduler.store.models import Post
from scheduler.store.payloads import Shelf, load_payload, load_uses
from scheduler.store.queue.act import in_state
from scheduler.store.queue.move import Overtaken, move

EDITABLE = frozenset({State.DRAFT, State.PENDING, State.APPROVED, State.HELD, State.FAILED})
"""Where the text may still become another. What is out never changes: that takes a correction."""

EDITED = "sửa lời riêng cho bài này"


@dataclass(frozen=True)
class Words:
    """What a person may change of a post. `seconds` is how long a text takes that the machine cannot read."""

    text: str
    link: str = ""
    photos: tuple[Picture, ...] = ()
    title: str = ""
    seconds: int = 0


def words_of(post: Post) -> Words:
    """The words that a post has now."""
    payload = load_payload(post.payload)
    return Words(payload.text, payload.link, payload.photos, payload.title, post.seconds)


def reworded(post: Post, words: Words, channel: Channel, renderer: Renderer) -> Rendered:
    """The post in other words. It rests on those of its figures that the words still state."""
    uses = load_uses(post.uses)
    text = nfc(words.text.replace("\r\n", "\n")).strip()
    facts = tuple(fact for fact in uses.facts if fact.text in text)
    link, title = words.link.strip(), nfc(words.title.strip())
    payload = replace(load_payload(post.payload), text=text, link=link, photos=words.photos, title=title, reading="")
    return renderer.plain(payload, Uses(uses.unit, uses.unit_name, facts), channel, words.seconds)


def edit(post: Post, rendered: Rendered, person: Person, *, seen: str, now: datetime, submit: bool = True) -> bool:
    """Give the post these words; the person is its author then, and it is pending again (a draft may stay one).

    `seen` is the SHA-256 of the payload that the person had before him. False where nothing changes. Raises
    BhxhError where he may not or the post is out, Overtaken where it reads otherwise by now.
    """
    if reason := forbidden(person, "queue") or out_of_reach(person, post.unit, post.due):
        raise BhxhError(reason, where=post.key, fix=phrase("hãy nhờ người soạn của đơn vị ấy"))
    if post.state not in EDITABLE:
        raise BhxhError(in_state(post), where=post.key, fix=phrase("bài đã ra ngoài thì dùng đính chính"))
    if post.payload.sha256 != seen:
        raise Overtaken(post.key)
    stays = not submit and post.state in (State.DRAFT, State.PENDING)
    new = State.DRAFT if stays else State.PENDING
    if rendered.payload.sha256 == seen and new == post.state:
        return False
    _store(post, rendered, person, new, now)
    return True


def _store(post: Post, rendered: Rendered, person: Person, new: State, now: datetime) -> None:
    sha = rendered.payload.sha256
    if sha == post.payload.sha256:
        move(post, new, by=person.name, now=now)
        return
    shelf = Shelf()
    move(
        post, new, by=person.name, now=now, why=EDITED, sha=sha, payload_id=shelf.payload(rendered),
        uses_id=shelf.uses(rendered.uses), seconds=rendered.seconds, author=person.name, own=True, next_try=None,
    )  # fmt: skip
