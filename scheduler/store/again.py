"""A stored post as today's content would make it, and how that differs."""

from datetime import date, datetime
from difflib import unified_diff
from zoneinfo import ZoneInfo

from scheduler.core.content import Content
from scheduler.core.figures import NoFigure
from scheduler.core.phrase import phrase
from scheduler.core.post import Rendered
from scheduler.core.render import CannotRender, Place, Renderer
from scheduler.core.translation import VIETNAMESE, translation_fault
from scheduler.store.models import Post
from scheduler.store.payloads import load_payload, load_uses


def again(
    post: Post, content: Content, renderer: Renderer, zone: ZoneInfo, due: datetime | None = None
) -> Rendered | None:
    """The post rendered from today's content for its due time, or another; None for words that a person typed.

    Raises CannotRender where its message, channel or unit is gone, a figure is missing or another on that day, or a
    translation is no longer that of the Vietnamese text and its figures.
    """
    due = (due or post.due).astimezone(zone)
    channel = content.channels.get(post.channel)
    if channel is None:
        raise CannotRender(phrase('không còn kênh "{channel}" trong content', channel=post.channel))
    owner = channel.owner_on(due.date())
    if owner is None:
        raise CannotRender(
            phrase('kênh "{channel}" không thuộc đơn vị nào ngày {due:%d/%m/%Y}', channel=channel.id, due=due)
        )
    if own_text(post):
        if owner != post.unit and post.issue == 1:  # what is out stays the word of the unit that gave it
            raise CannotRender(
                phrase(
                    'ngày {due:%d/%m/%Y} kênh "{channel}" thuộc "{owner}", không phải "{unit}"',
                    due=due,
                    channel=channel.id,
                    owner=owner,
                    unit=post.unit,
                )
            )
        _require_figures(post, content, due.date())
        return None
    message = content.messages.get(post.message)
    if message is None:
        raise CannotRender(phrase('không còn thông điệp "{message}" trong content', message=post.message))
    if not message.holds(due.date()):
        raise CannotRender(
            phrase('thông điệp "{message}" không còn hiệu lực ngày {due:%d/%m/%Y}', message=message.id, due=due)
        )
    if post.lang != VIETNAMESE and (fault := translation_fault(content, message, post.kind, post.lang, due.date())):
        raise CannotRender(phrase('thông điệp "{message}": {fault}', message=message.id, fault=fault))
    return renderer.render(message, Place(channel, owner, post.lang, due, content.campaigns.get(post.campaign)))


def own_text(post: Post) -> bool:
    """Whether a person wrote the text for this post: content makes no other of it."""
    return post.own or not post.message


def _require_figures(post: Post, content: Content, day: date) -> None:
    """Raise CannotRender where the text states a figure that is another, or none, on the day."""
    figures = content.facts.on(day)
    for fact in load_uses(post.uses).facts:
        try:
            now = str(figures[fact.key])
        except NoFigure as error:
            raise CannotRender(str(error)) from None
        if now != fact.text:
            raise CannotRender(
                phrase(
                    'số liệu "{fact}" ngày {day:%d/%m/%Y} là {now}, bài viết riêng đang nói {text}',
                    fact=fact.key,
                    day=day,
                    now=now,
                    text=fact.text,
                )
            )


def compare(post: Post, rendered: Rendered) -> str:
    """The lines that differ, old with `-`, new with `+`."""
    old = load_payload(post.payload)
    before = [*old.text.splitlines(), old.link, *(photo.file for photo in old.photos)]
    after = [*rendered.payload.text.splitlines(), rendered.payload.link]
    after += [photo.file for photo in rendered.payload.photos]
    lines = list(unified_diff(before, after, lineterm="", n=0))[2:]
    return "\n".join(line for line in lines if not line.startswith("@@")) or phrase(
        "cách đọc, ảnh hoặc chú thích đã đổi"
    )
