"""A post written by hand, for one channel and time."""

from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from scheduler.core.approval import Person, forbidden, out_of_reach
from scheduler.core.channel import Channel, Station
from scheduler.core.content import Content
from scheduler.core.phrase import listed, phrase
from scheduler.core.post import HAND_WRITTEN, Rendered
from scheduler.core.slot import Reason, Slot, Turn, slot_key
from scheduler.core.states import State
from scheduler.core.translation import language_name
from scheduler.errors import BhxhError
from scheduler.store.models import Post
from scheduler.store.payloads import Shelf
from scheduler.store.queue.insert import Numbers, insert_posts
from scheduler.store.radio.room import require_room

TRIES = 20
"""How often a post is tried whose key or number another one takes at the same moment."""


def write_by_hand(
    content: Content, channel: Channel, due: datetime, rendered: Rendered, *, person: Person, now: datetime,
    zone: ZoneInfo, state: State = State.PENDING, message: str = "", own: bool = False,
) -> str:  # fmt: skip
    """Store a hand-written post, pending or as a draft, and give its key.

    With `message`, it says that message: as content has it, or (`own`) in words of its own. Raises BhxhError where
    the person may not, the time has passed, the channel belongs to nobody that day, or the station has no room then.
    """
    if due <= now:  # first: a time in the year 1 is none in another zone
        raise BhxhError(
            phrase("giờ đăng {due:%H:%M %d/%m/%Y} đã qua", due=due),
            where="--at",
            fix=phrase("hãy chọn giờ sau bây giờ"),
        )
    due = due.astimezone(zone)
    unit = channel.owner_on(due.date())
    if unit is None or unit not in content.units:
        what = phrase("kênh này không thuộc đơn vị nào ngày {due:%d/%m/%Y}", due=due)
        raise BhxhError(what, where=channel.id, fix=phrase("chọn ngày khác, hoặc ghi owners trong content/channels"))
    if reason := forbidden(person, "queue") or out_of_reach(person, unit, due):
        raise BhxhError(reason, where=channel.id, fix=phrase("hãy nhờ người soạn của đơn vị ấy"))
    if isinstance(channel, Station):
        require_readable(channel, rendered)
        require_room(channel, due, rendered.seconds, zone, now)
    for _ in range(TRIES):
        with suppress(IntegrityError):  # another post took the key or the script's number just now: the next are free
            return _store(channel, unit, due, rendered, message, own=own, by=person.name, now=now, state=state)
    raise BhxhError(
        phrase("nhiều bài cùng được ghi vào kênh này một lúc"), where=channel.id, fix=phrase("hãy thử lại sau một phút")
    )


def require_readable(station: Station, rendered: Rendered) -> None:
    """Raise BhxhError for a language that the station does not speak, or one whose reading time nobody gave."""
    lang = rendered.payload.lang
    if lang not in station.languages:
        spoken = listed(phrase("{code} ({name})", code=code, name=language_name(code)) for code in station.languages)
        what = phrase("đài không phát {lang}; đài phát: {spoken}", lang=language_name(lang), spoken=spoken)
        raise BhxhError(
            what, where="--lang", fix=phrase("chọn ngôn ngữ khác, hoặc ghi languages của đài trong content/channels")
        )
    if rendered.seconds <= 0:
        raise untimed(lang)


def untimed(lang: str) -> BhxhError:
    """What is said where nobody gave the reading time of a text that the machine does not read."""
    what = phrase("bài {lang} cần thời lượng đọc, máy không tự tính được", lang=language_name(lang))
    return BhxhError(what, where="--seconds", fix=phrase("đọc thử, bấm giờ, rồi ghi số giây"))


def _store(
    channel: Channel, unit: str, due: datetime, rendered: Rendered, message: str, *, own: bool, by: str, now: datetime,
    state: State,
) -> str:  # fmt: skip
    lang = rendered.payload.lang
    with transaction.atomic():
        key = _free_key(channel.id, lang, due)
        reason = Reason("", due, Turn(1, 1, 1))
        slot = Slot(key, HAND_WRITTEN, message, unit, channel.id, channel.kind, lang, due, rendered.seconds, reason)
        insert_posts([(slot, rendered, 0)], Shelf(), Numbers(), by=by, now=now, state=state)
        if own:
            Post.objects.filter(key=key, rev=0).update(own=True)
    return key


def _free_key(channel: str, lang: str, due: datetime) -> str:
    ordinal = 1
    while Post.objects.filter(key=slot_key(HAND_WRITTEN, channel, lang, due, ordinal)).exists():
        ordinal += 1
    return slot_key(HAND_WRITTEN, channel, lang, due, ordinal)
