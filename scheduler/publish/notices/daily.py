"""The daily notice: what went out, what waits, and the last seal of the log, which so lies outside this machine."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count

from scheduler.core.states import SCREEN, State
from scheduler.publish.notices import place
from scheduler.publish.notices.letter import DAILY
from scheduler.store.models import Notice, Post, Seal
from scheduler.store.notices import News, open_notices, raise_notice, settle

_DAY = timedelta(days=1)
_OUT = (State.PUBLISHED, State.RECALLED)
_TOLD = (State.FAILED, State.UNKNOWN, State.MISSED, State.PENDING)


@dataclass(frozen=True)
class Daily:
    """Raises one notice a day, at the first look after its hour."""

    zone: ZoneInfo
    at: time
    public_url: str

    def look(self, now: datetime) -> bool:
        """Raise today's notice once its hour has come; True where it was."""
        local = now.astimezone(self.zone)
        day = local.date().isoformat()
        if local.time() < self.at or Notice.objects.filter(kind=DAILY, subject=day).exists():
            return False
        reason = f"Tin ngày {local:%d/%m/%Y}: {self._summary(now)}. {_seal(self.zone)}"
        remedy = "soát nhật ký với niêm phong này: bhxh log --verify --seal MÃ"
        raise_notice(News(DAILY, day, reason, remedy, place.link(self.public_url, DAILY, day), repeats=False), now)
        settle(DAILY, {day}, now)
        return True

    def _summary(self, now: datetime) -> str:
        recent = Post.objects.filter(state__in=_OUT, due__gt=now - 2 * _DAY)
        out = recent.filter(published_at__gt=now - _DAY, published_at__lte=now).count()
        counts = Post.objects.filter(state__in=_TOLD).values_list("state").annotate(count=Count("pk"))
        waiting = [f"{count} bài {SCREEN[State(state)]}" for state, count in sorted(counts)]
        to_do = open_notices().exclude(kind=DAILY).count()
        return ", ".join([f"24 giờ qua đăng {out} bài", *waiting, f"{to_do} việc đang mở"])


def _seal(zone: ZoneInfo) -> str:
    last = Seal.objects.order_by("-id").only("at", "hash", "count").first()
    if last is None:
        return "Nhật ký chưa có niêm phong nào"
    return f"Niêm phong cuối của nhật ký ({last.at.astimezone(zone):%H:%M %d/%m/%Y}, {last.count} dòng): {last.hash}"
