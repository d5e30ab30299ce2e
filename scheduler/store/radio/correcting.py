"""A correction on air, proposed where a script was aired before it was put right: drafted, pending like any post."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.core.approval import Person, Role
from scheduler.core.channel import Station
from scheduler.core.content import Content
from scheduler.core.correction import correction_text
from scheduler.core.phrase import phrase
from scheduler.core.post import Payload, Rendered
from scheduler.core.radio.wrong import wrong_and_right
from scheduler.core.render import Renderer, render_by_hand
from scheduler.core.translation import VIETNAMESE, language_name
from scheduler.errors import BhxhError
from scheduler.store.corrections import link
from scheduler.store.models import Correction, Post
from scheduler.store.payloads import load_payload, load_uses
from scheduler.store.queue.by_hand import write_by_hand
from scheduler.store.radio.room import coming, in_time


@dataclass(frozen=True)
class Correcting:
    """Who proposes corrections, and from what. `source` is what the right words rest on, where the message of the
    script does not say it."""

    content: Content
    renderer: Renderer
    zone: ZoneInfo
    by: str
    now: datetime
    source: str = ""


def propose(job: Correcting, aired: Post, right: Payload) -> Post:
    """Draft the correction of a script that was aired, for the station's next broadcast with room, and link both.

    Raises BhxhError where a person has to write it: another language, a station that is gone, nothing to say, no room.
    """
    station = job.content.channels.get(aired.channel)
    if not isinstance(station, Station):
        raise _by_hand(aired, phrase('không còn đài "{channel}" trong content', channel=aired.channel))
    if aired.lang != VIETNAMESE:
        raise _by_hand(aired, phrase("bài {lang} phải do người dịch viết đính chính", lang=language_name(aired.lang)))
    if Correction.objects.filter(corrects__key=aired.key).exists():
        raise BhxhError(
            phrase("lần phát này đã có tin đính chính"),
            where=aired.key,
            fix=phrase("xem: bhxh log --all --json"),
            at_desk=phrase("xem trang của lần phát ấy"),
        )
    text = _text(job, aired, right)
    due = _due(job, station, _rendered(job, station, aired, text, job.now))
    rendered = _rendered(job, station, aired, text, due)
    # Whether the script was within reach was asked of whoever replaced it; the clock reaches all.
    author = Person(job.by, Role.AUTHOR)
    key = write_by_hand(job.content, station, due, rendered, person=author, now=job.now, zone=job.zone)
    new = Post.objects.select_related("payload", "uses").get(key=key, rev=0)
    link(new, aired, person=author, now=job.now)
    return new


def _text(job: Correcting, aired: Post, right: Payload) -> str:
    old = load_payload(aired.payload)
    wrong, correct = wrong_and_right(old.text, right.text)
    if not wrong or not correct:
        raise _by_hand(aired, phrase("bản mới chỉ thêm hoặc chỉ bớt câu, máy không rút ra được câu sai và câu đúng"))
    return correction_text(
        published=aired.due.astimezone(job.zone), title=old.title, wrong=wrong, right=correct,
        source=_source(job, aired), unit_name=load_uses(aired.uses).unit_name, spoken=True,
    )  # fmt: skip


def _source(job: Correcting, aired: Post) -> str:
    """What the message says it rests on; an issue that was typed by hand is about what the first one was about."""
    issues = Post.objects.filter(key=aired.key).exclude(message="").order_by("rev")
    name = aired.message or issues.values_list("message", flat=True).first() or ""
    message = job.content.messages.get(name)
    if message is not None:
        return "; ".join(message.legal_basis)
    return job.source or "văn bản hiện hành"


def _rendered(job: Correcting, station: Station, aired: Post, text: str, due: datetime) -> Rendered:
    title = f"Đính chính: {load_payload(aired.payload).title or aired.key}"
    due = due.astimezone(job.zone)
    return render_by_hand(job.renderer, station, text, lang=aired.lang, title=title, seconds=0, due=due)


def _due(job: Correcting, station: Station, rendered: Rendered) -> datetime:
    """The next broadcast that takes it and that the station can still be told of; else the next that takes it."""
    found = list(coming(station, rendered.seconds, job.now, job.zone))
    reachable = [room for room in found if in_time(station, job.now)(room)]
    if not found:
        raise BhxhError(
            phrase("hai tuần tới không khung giờ nào đủ {seconds} giây cho tin đính chính", seconds=rendered.seconds),
            where=station.id,
            fix=phrase("hủy bớt kịch bản của đài, rồi: bhxh correct"),
            at_desk=phrase("hủy bớt kịch bản của đài, rồi bấm Đính chính"),
        )
    return (reachable or found)[0].start


def _by_hand(aired: Post, what: str) -> BhxhError:
    return BhxhError(
        what,
        where=aired.key,
        fix=phrase("viết tin đính chính: bhxh correct, hoặc bhxh post --lang"),
        at_desk=phrase("bấm Đính chính và viết lời"),
    )
