"""Putting a released script right, as a person asks for it: newer issues, and for what was aired corrections on air."""

from dataclasses import dataclass, replace

from scheduler.core.approval import forbidden, out_of_reach
from scheduler.core.channel import Station
from scheduler.core.kind import KINDS_BUILT_IN
from scheduler.core.phrase import phrase
from scheduler.core.post import Rendered, Uses
from scheduler.core.render import CannotRender
from scheduler.core.text import nfc
from scheduler.core.translation import VIETNAMESE
from scheduler.errors import BhxhError
from scheduler.store.again import again
from scheduler.store.models import Post
from scheduler.store.payloads import load_payload, load_uses
from scheduler.store.queue.by_hand import untimed
from scheduler.store.queue.correct import Putting
from scheduler.store.queue.revise import Render, Revised, Revising, revise
from scheduler.store.radio.correcting import Correcting, propose
from scheduler.store.radio.room import require_room


@dataclass(frozen=True)
class Put:
    """What is to stand and why. `words` None: as content says it today; `seconds` for a language the machine does not
    read; `withheld`: the older issue is not read meanwhile."""

    words: str | None
    why: str
    withheld: bool = False
    seconds: int = 0


@dataclass(frozen=True)
class Proposed:
    """The correction proposed for an aired script: its key, or why there is none."""

    corrects: str
    key: str = ""
    why: str = ""


def put_right(job: Putting, script: Post, put: Put) -> tuple[Revised, list[Proposed]]:
    """Newer issues of the readings to come, and corrections of those that were aired, all pending.

    Raises BhxhError where the person may not, or where nothing can be made of the words.
    """
    reason = forbidden(job.person, "queue") or out_of_reach(job.person, script.unit, script.due)
    if reason:
        raise BhxhError(reason, where=script.key, fix=phrase("hãy nhờ người của đơn vị ấy"))
    render = newer(job, put)
    typed = put.words is not None
    done = revise(
        Revising(_fitting(job, render), job.person.name, job.now, put.why, put.withheld, typed=typed), script
    )  # fmt: skip
    correcting = Correcting(job.content, job.renderer, job.zone, job.person.name, job.now, put.why)
    return done, [_proposed(post, render, correcting) for post in done.aired]


def newer(job: Putting, put: Put) -> Render:
    """The newer issue of a script: of a person's words, or else as content would make it today.

    Raises BhxhError for words that are none, or too many.
    """
    if put.words is None:
        return _anew(job)
    words = nfc(put.words.replace("\r\n", "\n")).strip()
    if not words:
        raise BhxhError(
            phrase("chưa có chữ nào"),
            where=phrase("lời mới"),
            fix=phrase("viết lời mới, hoặc để máy soạn lại từ content"),
        )
    _require_short(words)
    return _typed(job, words, put.seconds)


def _require_short(words: str) -> None:
    """Raise BhxhError for more than any script may hold; before the machine begins to read it aloud."""
    rules = KINDS_BUILT_IN["radio"]
    if length := rules.excess(words):
        what = phrase("nội dung dài {length} ký tự; radio chỉ nhận {limit}", length=length, limit=rules.limit)
        raise BhxhError(what, where=phrase("lời mới"), fix=phrase("viết ngắn lại"))


def _typed(job: Putting, words: str, seconds: int) -> Render:
    """The words as a person typed them; notes, music and title stay those of the script."""

    def render(post: Post) -> Rendered:
        if post.lang != VIETNAMESE and seconds <= 0:
            raise untimed(post.lang)
        old, station = load_payload(post.payload), _station(job, post)
        uses = Uses(post.unit, load_uses(post.uses).unit_name)
        return job.renderer.plain(replace(old, text=words, reading=""), uses, station, seconds)

    return render


def _fitting(job: Putting, render: Render) -> Render:
    """The same, refused where it no longer fits into the broadcast of the script."""

    def fitting(post: Post) -> Rendered:
        rendered = render(post)
        if post.due > job.now and rendered.seconds > post.seconds:
            require_room(_station(job, post), post.due, rendered.seconds, job.zone, job.now, but=post.key)
        return rendered

    return fitting


def _anew(job: Putting) -> Render:
    """The script as today's content would make it."""

    def render(post: Post) -> Rendered:
        try:
            rendered = again(post, job.content, job.renderer, job.zone)
        except CannotRender as error:
            raise BhxhError(
                phrase("không soạn lại được: {error}", error=error),
                where=post.key,
                fix=phrase("sửa content, hoặc thêm --text"),
                at_desk=phrase("sửa content, hoặc viết lời mới vào ô Lời"),
            ) from None
        if rendered is None:
            raise BhxhError(
                phrase("kịch bản này do người viết tay"),
                where=post.key,
                fix=phrase("thêm --text hoặc --file với lời mới"),
                at_desk=phrase("viết lời mới vào ô Lời, và bỏ dấu chọn lấy lời của content"),
            )
        return rendered

    return render


def _station(job: Putting, post: Post) -> Station:
    found = job.content.channels.get(post.channel)
    if isinstance(found, Station):
        return found
    raise BhxhError(
        phrase('không còn đài "{channel}"', channel=post.channel),
        where="content/channels",
        fix=phrase("xem các đài: bhxh station list"),
        at_desk=phrase("xem trang Đài & fanpage"),
    )


def _proposed(post: Post, render: Render, correcting: Correcting) -> Proposed:
    try:
        return Proposed(post.key, propose(correcting, post, render(post).payload).key)
    except BhxhError as error:
        return Proposed(post.key, why=str(error))
