"""The mirror of this machine: which host, which stations, when; and telling somebody where it fails."""

from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from scheduler.config import Config
from scheduler.config_radio import Mirror
from scheduler.core.channel import Station
from scheduler.core.content import Content
from scheduler.publish.notices import place
from scheduler.publish.radio.mirror.folder import open_folder
from scheduler.publish.radio.mirror.host import Host
from scheduler.publish.radio.mirror.ledger import Ledger
from scheduler.publish.radio.mirror.names import Names
from scheduler.publish.radio.mirror.upload import Report, Upload
from scheduler.publish.radio.outputs import pdf
from scheduler.publish.radio.shelf import pieces, shelf_of
from scheduler.store.notices import News, raise_notice, resolve
from scheduler.store.radio.bulletin import Bulletin
from scheduler.store.radio.rate import learned_rates
from scheduler.store.radio.taken import changed_since, newest_row, stations_with_taken

NOTICE = "mirror"


def home(config: Config) -> Path:
    """Where the mirror's key and ledger lie, and in a rehearsal the mirror itself."""
    return config.var / config.mode / "mirror"


def names_of(config: Config) -> Names:
    """The secret names of the stations. Raises BhxhError where the key cannot be read."""
    return Names(home(config) / "key.json")


def host_of(config: Config, settings: Mirror) -> AbstractContextManager[Host]:
    """Where it goes; a rehearsal shows nothing outside, so there it is a folder beside the database."""
    if config.mode == "rehearsal":
        return open_folder(home(config) / "site")
    if settings.over_sftp:
        from scheduler.publish.radio.mirror.sftp import open_sftp

        return open_sftp(settings)
    return open_folder(Path(settings.to))


def refresh(
    config: Config, settings: Mirror, content: Content, now: datetime, stopping: Callable[[], bool] = lambda: False,
    begin: str = "",
) -> Report:  # fmt: skip
    """Bring the mirror up to date: stations with something taken back first, then the others from `begin` on.

    Raises BhxhError where the key is bad.
    """
    zone, stations = ZoneInfo(config.zone), stations_of(content)
    bulletin = Bulletin(content, zone, learned_rates(station.id for station in stations))
    forms = tuple(form for form in settings.forms if form != "pdf" or pdf.lack() is None)
    upload = Upload(
        names_of(config),
        Ledger(home(config) / "ledger"),
        lambda station: pieces(shelf_of(bulletin, station, now, days=settings.days, forms=forms)),
        settings.time_limit.total_seconds(),
        stopping,
    )
    return upload.run(host_of(config, settings), _in_order(stations, stations_with_taken(now), begin), now)


def _in_order(stations: Iterable[Station], first: Collection[str], begin: str) -> list[Station]:
    """Without `begin`, whoever comes late in the alphabet would never have a turn where time is always up before."""
    return sorted(stations, key=lambda station: (station.id not in first, station.id < begin, station.id))


def stations_of(content: Content) -> list[Station]:
    """Every station."""
    return [channel for channel in content.channels.values() if isinstance(channel, Station)]


@dataclass
class MirrorClock:
    """When the mirror's turn is: as often as it is set, and at once where a script was released or taken back."""

    config: Config
    settings: Mirror
    stopping: Callable[[], bool]
    _next: datetime | None = field(default=None)
    _seen: int = 0
    _begin: str = ""

    def look(self, now: datetime, content: Content) -> Report | None:
        """Refresh where it is time; None where it is not. What fails is told, and tried again at the next turn."""
        newest = newest_row()
        if self._next is not None and now < self._next and not changed_since(self._seen):
            self._seen = newest
            return None
        report = refresh(self.config, self.settings, content, now, self.stopping, self._begin)
        self._next = now if report.left else now + self.settings.every
        self._seen, self._begin = newest, report.begin
        tell(report, now, self.config.public_url)
        return report


def tell(report: Report, now: datetime, link: str) -> None:
    """Open a notice where the mirror could not be refreshed; close it where it was."""
    if report.problem:
        what = f"không làm mới được trang gương của các đài: {report.problem}"
        remedy = "sửa mục radio.mirror trong config.yaml, rồi thử: bhxh station mirror"
        raise_notice(News(NOTICE, NOTICE, what, remedy, place.link(link, NOTICE, NOTICE)), now)
    elif not report.left:
        resolve(NOTICE, NOTICE, now)
