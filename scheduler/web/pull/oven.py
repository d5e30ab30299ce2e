"""Making many pages at once, in the process that `baking` keeps for it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.config import Config
from scheduler.core.content import Content
from scheduler.store.find import start_of
from scheduler.store.radio import links
from scheduler.store.radio.glance import marks
from scheduler.web.pull.cache import Made
from scheduler.web.pull.content import read_content
from scheduler.web.pull.making import page_of
from scheduler.web.pull.station import Look

_content: Content | None = None
"""What this process read last: to read it again for each batch would take longer than the batch."""


def wanted(day: date, now: datetime, zone: ZoneInfo) -> dict[str, str]:
    """The marks of all stations that may come on a day."""
    return marks(sorted(links.stations_with_one(now)), start_of(day, zone), start_of(day + timedelta(days=1), zone))


def bake(
    config: Config, stations: Sequence[str], day: date, now: datetime, digest: str
) -> list[tuple[str, str, Made]]:  # fmt: skip
    """The pages of stations with their marks; none where the content on disk is another than asked for.

    The marks are read first: where something changes meanwhile, the page has a mark that nobody asks for any more.
    """
    content = _read(config, digest)
    if content is None:
        return []
    look = Look(content, ZoneInfo(config.zone))
    known = [station for name in stations if (station := look.station(name)) is not None]
    before = marks(stations, start_of(day, look.zone), start_of(day + timedelta(days=1), look.zone))
    shown = look.shown(known, day, now)
    return [(one.id, before[one.id], Made(page_of(shown[one.id][0]), shown[one.id][1])) for one in known]


def _read(config: Config, digest: str) -> Content | None:
    global _content  # this process serves one office
    if _content is None or _content.digest != digest:
        _content = read_content(config)
    return _content if _content.digest == digest else None
