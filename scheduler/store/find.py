"""Choosing posts: by key, campaign, channel, unit, kind, message, state and day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from scheduler.errors import BhxhError
from scheduler.store.models import Post


@dataclass(frozen=True)
class Choice:
    """Which posts. Empty fields choose all; at least one must be given for an act on many."""

    keys: tuple[str, ...] = ()
    campaign: str = ""
    channel: str = ""
    unit: str = ""
    kind: str = ""
    message: str = ""
    lang: str = ""
    states: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def narrow(self) -> bool:
        """Whether the choice names anything but states."""
        return any((self.keys, self.campaign, self.channel, self.unit, self.kind, self.message, self.since, self.until))


def find(choice: Choice, zone: ZoneInfo) -> QuerySet[Post]:
    """The posts of a choice, by time. Days are of the configured zone and of the due time."""
    rows = Post.objects.select_related("payload", "uses")
    for name in ("campaign", "channel", "unit", "kind", "message", "lang"):
        if value := getattr(choice, name):
            rows = rows.filter(**{name: value})
    if choice.keys:
        rows = rows.filter(key__in=choice.keys)
    if choice.states:
        rows = rows.filter(state__in=choice.states)
    if choice.since:
        rows = rows.filter(due__gte=start_of(choice.since, zone))
    if choice.until:
        rows = rows.filter(due__lt=start_of(choice.until + timedelta(days=1), zone))
    return rows.order_by("due", "key", "rev")


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """Midnight at which the day begins here."""
    return datetime.combine(day, time(), zone)


def require_known(choice: Choice) -> None:
    """Raise BhxhError, with the nearest names, where a key or campaign of the choice is not in the queue."""
    missing = set(choice.keys) - set(Post.objects.filter(key__in=choice.keys).values_list("key", flat=True))
    for key in sorted(missing):
        head = key.rsplit("/", 2)[0]
        near = get_close_matches(key, _keys(head), 1)
        raise BhxhError("không có bài này trong hàng đợi", where=key, fix=_hint(near))
    if choice.campaign and not Post.objects.filter(campaign=choice.campaign).exists():
        names = list(Post.objects.values_list("campaign", flat=True).distinct())
        near = get_close_matches(choice.campaign, names, 1)
        fix = _hint(near) if near else f"hãy đưa vào hàng đợi trước: bhxh queue {choice.campaign} --by TÊN"
        raise BhxhError("chiến dịch này chưa có bài nào trong hàng đợi", where=choice.campaign, fix=fix)


def _keys(head: str) -> Sequence[str]:
    return list(Post.objects.filter(key__startswith=head).values_list("key", flat=True)[:2000])


def _hint(near: Sequence[str]) -> str:
    return f'có phải ý bạn là "{near[0]}"?' if near else "hãy xem mã bài bằng: bhxh log --all"
