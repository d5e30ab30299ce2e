"""A post written by hand, for one channel and time."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from scheduler.core.channel import Channel
from scheduler.core.content import Content
from scheduler.core.post import HAND_WRITTEN, Rendered
from scheduler.core.slot import Reason, Slot, Turn, slot_key
from scheduler.errors import BhxhError
from scheduler.store.models import Post
from scheduler.store.payloads import Shelf
from scheduler.store.queue.insert import Numbers, insert_posts


def write_by_hand(
    content: Content, channel: Channel, due: datetime, rendered: Rendered, *, by: str, now: datetime, zone: ZoneInfo
) -> str:
    """Store a hand-written post, pending, and give its key. Raises BhxhError where the time has passed or the
    channel belongs to nobody that day."""
    due = due.astimezone(zone)
    unit = channel.owner_on(due.date())
    if unit is None or unit not in content.units:
        what = f"kênh này không thuộc đơn vị nào ngày {due:%d/%m/%Y}"
        raise BhxhError(what, where=channel.id, fix="chọn ngày khác, hoặc ghi owners trong content/channels")
    if due <= now:
        raise BhxhError(f"giờ đăng {due:%H:%M %d/%m/%Y} đã qua", where="--at", fix="hãy chọn giờ sau bây giờ")
    while True:
        try:
            return _store(channel, unit, due, rendered, by=by, now=now)
        except IntegrityError:
            continue  # another post took the key or the script's number just now; the next ones are free


def _store(channel: Channel, unit: str, due: datetime, rendered: Rendered, *, by: str, now: datetime) -> str:
    lang = rendered.payload.lang
    with transaction.atomic():
        key = _free_key(channel.id, lang, due)
        reason = Reason("", due, Turn(1, 1, 1))
        slot = Slot(key, HAND_WRITTEN, "", unit, channel.id, channel.kind, lang, due, rendered.seconds, reason)
        insert_posts([(slot, rendered, 0)], Shelf(), Numbers(), by=by, now=now)
    return key


def _free_key(channel: str, lang: str, due: datetime) -> str:
    ordinal = 1
    while Post.objects.filter(key=slot_key(HAND_WRITTEN, channel, lang, due, ordinal)).exists():
        ordinal += 1
    return slot_key(HAND_WRITTEN, channel, lang, due, ordinal)
