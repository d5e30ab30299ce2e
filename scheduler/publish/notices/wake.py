"""A clock that stood still, or jumped: told when it runs again, for while it stood nobody could tell."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.publish.notices import place
from scheduler.store import clock
from scheduler.store.notices import News, raise_notice

CLOCK = "clock"
GAP = timedelta(minutes=10)
"""A longer silence than this is no pause between two ticks."""

_BACK = timedelta(minutes=2)


def look(now: datetime, zone: ZoneInfo, public_url: str) -> bool:
    """Raise a notice where the last tick is long past, or lies in the future. Call before the tick that beats."""
    last = clock.last_beat()
    if last is None or -_BACK <= now - last <= GAP:
        return False
    was, here = (f"{at.astimezone(zone):%H:%M %d/%m/%Y}" for at in (last, now))
    if last < now:
        reason = f"Đồng hồ đã dừng từ {was} đến {here}: bài đến giờ trong lúc đó ra muộn hoặc lỡ giờ"
        remedy = "xem máy có bị tắt hay mất điện không; bài lỡ giờ: bhxh log --state missed"
    else:
        reason = f"Giờ của máy đã lùi: lần chạy trước ghi {was}, bây giờ là {here}"
        remedy = "chỉnh lại giờ của máy và bật đồng bộ giờ qua mạng (NTP)"
    link = place.link(public_url, CLOCK, last.isoformat())
    raise_notice(News(CLOCK, last.isoformat(), reason, remedy, link), now)
    return True
