"""Putting right what is out: a correction as a new post on the same channel, linked with the old one both ways."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from scheduler.core.approval import Person, forbidden, out_of_reach
from scheduler.core.content import Content
from scheduler.core.correction import correction_text
from scheduler.core.phrase import phrase
from scheduler.core.render import SPOKEN_KINDS, Renderer, render_by_hand
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.store.corrections import link
from scheduler.store.models import Post
from scheduler.store.payloads import load_payload, load_uses
from scheduler.store.queue.by_hand import write_by_hand


@dataclass(frozen=True)
class Putting:
    """Who puts right, when, and from what the words are made."""

    content: Content
    renderer: Renderer
    zone: ZoneInfo
    person: Person
    now: datetime


@dataclass(frozen=True)
class Wrong:
    """What was said wrong, what is right, and by which source."""

    wrong: str
    right: str
    source: str


def worded(job: Putting, old: Post, about: Wrong) -> str:
    """The text of the correction. Raises BhxhError where the post is not out, its channel is gone, a person has to
    write it in another language, or one of the three is empty."""
    _require_out(job, old)
    for name, words in (
        (phrase("đã nói sai"), about.wrong),
        (phrase("đúng là"), about.right),
        (phrase("căn cứ"), about.source),
    ):
        if not words.strip():
            fix = phrase("nêu rõ đã nói sai gì, đúng là gì, theo văn bản nào")
            raise BhxhError(phrase("chỗ này còn trống"), where=name, fix=fix)
    spoken = old.kind in SPOKEN_KINDS
    when = (old.due if spoken else old.published_at) or old.due
    return correction_text(
        published=when.astimezone(job.zone), title=load_payload(old.payload).title, wrong=about.wrong,
        right=about.right, source=about.source, unit_name=load_uses(old.uses).unit_name, spoken=spoken,
    )  # fmt: skip


@transaction.atomic
def correct(
    job: Putting, old: Post, text: str, due: datetime, *, comment: bool = False, submit: bool = True
) -> Post:  # fmt: skip
    """Store the correction, for approval or as a draft. `comment`: said under the old post too, once it is out.

    Raises BhxhError where the person may not, the post is not out, or the channel cannot say it then.
    """
    if reason := forbidden(job.person, "queue") or out_of_reach(job.person, old.unit, old.due):
        raise BhxhError(reason, where=old.key, fix=phrase("hãy nhờ người soạn của đơn vị ấy"))
    _require_out(job, old)
    channel, title = job.content.channels[old.channel], f"Đính chính: {load_payload(old.payload).title or old.key}"
    rendered = render_by_hand(job.renderer, channel, text, lang=old.lang, title=title, seconds=old.seconds, due=due)
    key = write_by_hand(
        job.content, channel, due, rendered, person=job.person, now=job.now, zone=job.zone,
        state=State.PENDING if submit else State.DRAFT,
    )  # fmt: skip
    new = Post.objects.select_related("payload", "uses").get(key=key, rev=0)
    link(new, old, person=job.person, now=job.now, comment=text if comment and old.kind == "facebook" else "")
    return new


def _require_out(job: Putting, old: Post) -> None:
    if old.published_at is None:
        raise BhxhError(
            phrase("bài này chưa đăng, không cần đính chính"), where=old.key, fix=phrase("hãy sửa hoặc hủy bài")
        )
    if old.channel not in job.content.channels:
        raise BhxhError(phrase('kênh "{channel}" không còn trong content/channels', channel=old.channel), where=old.key)
    if old.lang != "vi":
        raise BhxhError(
            phrase("bài tiếng dân tộc phải do người dịch viết đính chính"),
            where=old.key,
            fix=phrase("dùng bhxh post --lang"),
            at_desk=phrase("gửi lời của người dịch cho người giữ máy của cơ quan"),
        )
