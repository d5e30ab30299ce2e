"""What a probe left behind, because it was killed or Facebook did not answer: deleted as soon as it can be.

A probe schedules its post weeks ahead. Forgotten, it would be shown then.
"""

from datetime import datetime, timedelta

from scheduler.core.channel import Page
from scheduler.errors import BhxhError
from scheduler.publish.notices import place
from scheduler.publish.tokens.probe import AHEAD, Probe, clean_up
from scheduler.publish.tokens.reach import Reach
from scheduler.store import health
from scheduler.store.models import Health
from scheduler.store.notices import News, raise_notice, resolve

PROBE = "probe"
_RUNNING = timedelta(minutes=30)
"""A probe younger than this may still be at work."""


def sweep_leftovers(reach: Reach, now: datetime, public_url: str) -> int:
    """Delete what probes left; how many could not be. Those are told until they are gone."""
    remain = 0
    for row in Health.objects.filter(probed_at__lte=now - _RUNNING):
        page = reach.pages.get(row.channel)
        if page is not None and row.probe.get("clean") is False and not _swept(reach, page, row, now):
            tell_leftover(page, row.probe, row.probed_at or now, now, public_url)
            remain += 1
    return remain


def _swept(reach: Reach, page: Page, row: Health, now: datetime) -> bool:
    found = Probe(text=row.probe["text"], left=row.probe.get("left", ""))
    try:
        graph = reach.page(page.id, now)
    except BhxhError:
        return False
    if not clean_up(graph, page, found):
        return False
    health.record_probe(page.id, {**row.probe, "left": "", "clean": True}, row.probed_at or now)
    resolve(PROBE, page.id, now)
    return True


def tell_leftover(page: Page, probe: dict[str, object], probed_at: datetime, now: datetime, public_url: str) -> None:
    """Raise the notice that a test post must be deleted by hand if nothing else deletes it."""
    what = f"mã {probe['left']}" if probe.get("left") else f'có chữ "{probe["text"]}"'
    reason = f'Trang "{page.name}" ({page.id}): bài thử chưa xóa được, {what}'
    remedy = f"vào Meta Business Suite xóa bài này trước ngày {probed_at + AHEAD:%d/%m/%Y}; máy vẫn tự thử xóa"
    raise_notice(News(PROBE, page.id, reason, remedy, place.link(public_url, PROBE, page.id)), now)
