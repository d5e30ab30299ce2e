"""The Vietnamese text that a translation stands for, shown beside it: who approves need not know the language."""

from dataclasses import dataclass
from datetime import datetime

from scheduler.core.content import Content
from scheduler.core.render import CannotRender, Place, Renderer
from scheduler.core.translation import VIETNAMESE, translation_fault
from scheduler.store.again import own_text
from scheduler.store.models import Post


@dataclass(frozen=True)
class Original:
    """What was translated, as it reads at the post's time, and by whom. `fault`: why the translation is not current;
    `text` is "" where content has no Vietnamese text for it (any more)."""

    lang: str
    translator: str
    text: str
    fault: str


def original(content: Content, renderer: Renderer, post: Post, due: datetime) -> Original | None:
    """The original of a post in another language, `due` being wall time; None for a Vietnamese one."""
    if post.lang == VIETNAMESE:
        return None
    message = content.messages.get(post.message)
    if message is None or own_text(post):
        return Original(post.lang, "", "", "")
    body = message.body(post.kind, post.lang)
    fault = translation_fault(content, message, post.kind, post.lang, due.date()) or ""
    channel = content.channels.get(post.channel)
    try:
        place = channel and Place(channel, post.unit, VIETNAMESE, due, content.campaigns.get(post.campaign))
        text = renderer.render(message, place).payload.text if place else ""
    except CannotRender:
        text = ""
    return Original(post.lang, (body.translator if body else None) or "", text, fault)
