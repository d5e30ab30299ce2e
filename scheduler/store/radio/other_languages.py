"""The other languages of a script whose Vietnamese words a person changed: they go on saying what it said before."""

from datetime import datetime

from scheduler.core.phrase import listed, phrase
from scheduler.core.states import State
from scheduler.core.translation import VIETNAMESE, language_name
from scheduler.store.models import Post

_GONE = (State.CANCELLED, State.RECALLED, State.MISSED)


def still_said(post: Post, now: datetime) -> list[Post]:
    """The scripts in other languages that say the post's message in the same turn and are still to be read, by time."""
    if post.lang != VIETNAMESE or not post.message:
        return []
    rows = Post.objects.filter(channel=post.channel, due__gt=now, planned=post.planned, campaign=post.campaign)
    rows = rows.filter(message=post.message).exclude(lang=VIETNAMESE).exclude(state__in=_GONE)
    return list(rows.order_by("due", "number", "rev"))


def warning(posts: list[Post]) -> str:
    """What to say of them; "" where there is none."""
    if not posts:
        return ""
    named = (
        phrase("số {number} ({language})", number=post.number, language=language_name(post.lang))
        if post.number
        else post.key
        for post in posts
    )
    return phrase(
        "kịch bản tiếng khác của bài này vẫn nói như cũ: {named}; nhờ người dịch xem lại, chưa kịp thì tạm giữ hoặc"
        " thu hồi",
        named=listed(dict.fromkeys(named)),
    )
