"""Looking over the queue for what needs a person, and raising a notice for it; what has passed is closed again.

Reads and writes the database alone: cheap enough for every minute, and nothing outside can hold it up.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min, Q

from scheduler.core.channel import Channel
from scheduler.core.states import State
from scheduler.publish.notices import place
from scheduler.store import health
from scheduler.store.corrections import MOST_TRIES, uncommented
from scheduler.store.models import Pause, Post
from scheduler.store.notices import News, raise_notice, settle

SOON = timedelta(hours=1)
"""A post due within it that cannot go out is told now, while there is time to mend it."""

EVERY = timedelta(minutes=1)
_SHORT = timedelta(minutes=15)
"""Pauses that end by themselves within it are part of the work, not news."""

_UNSURE = timedelta(minutes=15)
"""A post in state unknown is looked at by the machine first; after this it is told."""

_PAST = timedelta(days=1)
"""An unapproved post is told until so long after its time; then it is past mending."""

FAILED, UNKNOWN, MISSED, PAUSED, WAITING = "failed", "unknown", "missed", "paused", "waiting"
UNAPPROVED, COMMENT = "unapproved", "comment"


@dataclass
class Survey:
    """Looks over the queue for one machine. `now` may be simulated."""

    channels: Callable[[], Mapping[str, Channel]]
    zone: ZoneInfo
    public_url: str
    _looked: datetime | None = field(default=None, init=False)

    def look(self, now: datetime) -> None:
        """Raise and close notices, at most once a minute."""
        if self._looked is not None and timedelta(0) <= now - self._looked < EVERY:
            return
        self._looked = now
        self._posts(FAILED, Q(state=State.FAILED), now)
        unsure = Q(next_try=None) | Q(unsure_since__lte=now - _UNSURE)
        self._posts(UNKNOWN, Q(state=State.UNKNOWN) & unsure, now)
        self._posts(MISSED, Q(state=State.MISSED), now)
        soon = Q(due__lte=now + SOON, due__gt=now - _PAST)
        self._posts(UNAPPROVED, Q(state__in=(State.PENDING, State.DRAFT)) & soon, now)
        pauses = {row.channel: row for row in Pause.objects.filter(Q(until=None) | Q(until__gt=now))}
        self._pauses(pauses, now)
        self._waiting(pauses, now)
        self._comments(now)

    def _posts(self, kind: str, which: Q, now: datetime) -> None:
        """A notice per channel that has posts of this sort; a further such post is news again."""
        rows = list(Post.objects.filter(which).values("channel").annotate(count=Count("pk"), last=Max("pk")))
        last = Post.objects.in_bulk([row["last"] for row in rows])
        for row in rows:
            post = last[row["last"]]
            what, remedy = _TOLD[kind]
            why = f" ({post.why})" if post.why else ""
            reason = f"{self._name(row['channel'])}: {row['count']} bài {what}. Mới nhất: {post.key}{why}"
            link = self._link(kind, row["channel"])
            if row["count"] == 1:
                link = f"{self.public_url.rstrip('/')}/posts/{post.pk}"
            news = News(kind, row["channel"], reason, remedy.format(channel=row["channel"]), link, str(post.pk))
            raise_notice(news, now)
        settle(kind, {row["channel"] for row in rows}, now)

    def _pauses(self, pauses: Mapping[str, Pause], now: datetime) -> None:
        told = {name: row for name, row in pauses.items() if row.until is None or row.until - row.since > _SHORT}
        for name, row in told.items():
            reason = f"{self._name(name)}: tạm dừng {self._until(row.until)}. Lý do: {row.why}"
            news = News(PAUSED, name, reason, _resume(row), self._link(PAUSED, name), row.since.isoformat())
            raise_notice(news, now)
        settle(PAUSED, set(told), now)

    def _waiting(self, pauses: Mapping[str, Pause], now: datetime) -> None:
        """Channels with a post due within the hour that cannot publish: paused, or its token was found bad."""
        due = Post.objects.filter(state=State.APPROVED, due__lte=now + SOON, handed_due=None)
        rows = list(due.values("channel", "kind").annotate(count=Count("pk"), first=Min("due")))
        unwell = health.unwell([row["channel"] for row in rows])
        stuck = set[str]()
        for row in rows:
            name = row["channel"]
            pause = pauses.get(name) or pauses.get(f"*{row['kind']}")
            if pause and _too_long(pause, max(row["first"], now)):
                why, remedy = pause.why, _resume(pause)
            elif name in unwell:
                why, remedy = (
                    str(unwell[name].report.get("why", "")),
                    "lấy lại mã truy cập: bhxh token; xem: bhxh doctor",
                )
            else:
                continue
            stuck.add(name)
            when = f"{row['first'].astimezone(self.zone):%H:%M %d/%m}"
            reason = f"{self._name(name)}: {row['count']} bài đến giờ (sớm nhất {when}) chưa đăng được. Lý do: {why}"
            raise_notice(News(WAITING, name, reason, remedy, self._link(WAITING, name)), now)
        settle(WAITING, stuck, now)

    def _comments(self, now: datetime) -> None:
        """Corrections that are out while the comment under the old post, which was to name them, will not be made."""
        found = {f"{one.corrects.channel}#{one.corrects.pk}": (one, why) for one, why in uncommented(now)}
        for subject, (correction, why) in found.items():
            old = correction.corrects
            tried = "thôi không thử nữa" if correction.tries >= MOST_TRIES else "máy vẫn thử tiếp"
            reason = (
                f"{self._name(old.channel)}: đã {correction.tries} lần không ghi được lời đính chính dưới bài "
                f"{old.key}, {tried}{f' ({why})' if why else ''}. Lời cần ghi: {correction.comment}"
            )
            remedy = f"mở bài {old.permalink or old.key}, tự ghi bình luận; xem các lần thử: bhxh log {old.key}"
            stage = "spent" if correction.tries >= MOST_TRIES else ""
            raise_notice(News(COMMENT, subject, reason, remedy, self._link(COMMENT, subject), stage), now)
        settle(COMMENT, set(found), now)

    def _link(self, kind: str, subject: str) -> str:
        return place.link(self.public_url, kind, subject)

    def _name(self, channel: str) -> str:
        if channel.startswith("*"):
            return f"Mọi kênh {channel.removeprefix('*')}"
        known = self.channels().get(channel)
        return (
            f'{"Đài" if known and known.kind == "radio" else "Kênh"} "{known.name}" ({channel})' if known else channel
        )

    def _until(self, until: datetime | None) -> str:
        return f"đến {until.astimezone(self.zone):%H:%M %d/%m}" if until else "cho đến khi có người xử lý"


def _too_long(pause: Pause, due: datetime) -> bool:
    return pause.until is None or pause.until > due + _SHORT


def _resume(pause: Pause) -> str:
    if pause.until is not None:
        return "tự chạy lại khi hết giờ; nếu gấp, xem lý do rồi đăng tay trên trang"
    return f"sửa lý do trên (mã truy cập: bhxh token), rồi: bhxh retry --channel {pause.channel} --by TÊN"


_RENEW = "lấy lại mã truy cập: bhxh token; xem chi tiết: bhxh doctor"
_KIND = {"facebook": "Trang", "radio": "Đài"}
_TOLD = {
    FAILED: (
        "không đăng được",
        "xem: bhxh log --state failed --channel {channel}; sửa xong: bhxh retry --channel {channel} --by TÊN",
    ),
    UNKNOWN: (
        "chưa rõ đã đăng hay chưa",
        "mở trang xem đã có bài chưa, rồi ghi kết quả: bhxh settle MÃ_BÀI; "
        "danh sách: bhxh log --state unknown --channel {channel}",
    ),
    MISSED: (
        "lỡ giờ",
        "xem: bhxh log --state missed --channel {channel}; vẫn muốn đăng: bhxh retry --channel {channel} --by TÊN, "
        "không thì: bhxh cancel",
    ),
    UNAPPROVED: (
        "đến giờ mà chưa được duyệt",
        "xem: bhxh log --state pending --channel {channel}; duyệt: bhxh approve --channel {channel} --by TÊN, "
        "không thì: bhxh cancel",
    ),
}
