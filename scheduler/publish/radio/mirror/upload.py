"""Bringing a mirror up to date: what may not be seen any more goes first, then what is new comes."""

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime

from scheduler.core.channel import Station
from scheduler.publish.radio.mirror.host import PART, Host, HostDown
from scheduler.publish.radio.mirror.ledger import UNSURE, Ledger
from scheduler.publish.radio.mirror.names import Names
from scheduler.publish.radio.shelf import Piece

_FRONT = "index.html"
_FRONT_PAGE = (
    '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><meta name="robots" content="noindex">'
    "<title>BHXH</title></head><body><p>Đài mở bằng đường dẫn riêng đã được cấp.</p></body></html>\n"
)
"""Stands where a web server would else list the secret names of all stations."""


@dataclass
class Report:
    """What an upload did. `left` are stations that had to wait for the next one, `begin` the first of them; `problem`
    is why it broke off."""

    stations: int = 0
    put: int = 0
    kept: int = 0
    removed: int = 0
    left: int = 0
    begin: str = ""
    problem: str = ""


@dataclass
class Upload:
    """One upload. `make` gives the files of a station; `clock` counts seconds, for the limit."""

    names: Names
    ledger: Ledger
    make: Callable[[Station], Iterable[Piece]]
    limit: float
    stopping: Callable[[], bool] = lambda: False
    clock: Callable[[], float] = time.monotonic
    report: Report = field(default_factory=Report)

    def run(self, host: AbstractContextManager[Host], stations: Sequence[Station], now: datetime) -> Report:
        """Bring every station up to date, in this order, until time is up. Never raises for what the host does."""
        ends = self.clock() + self.limit
        try:
            with host as there:
                self._front(there)
                self._clear(there, {name for station in stations for name in self.names.valid(station.id, now)})
                for number, station in enumerate(stations):
                    if self.clock() >= ends or self.stopping():
                        self.report.left, self.report.begin = len(stations) - number, station.id
                        break
                    self._station(there, station, now)
                    self.report.stations += 1
        except HostDown as down:
            self.report.problem = str(down)
        except OSError as error:
            self.report.problem = f"không ghi được sổ của trang gương ({error.strerror}): kiểm tra ổ đĩa"
        return self.report

    def _front(self, host: Host) -> None:
        if not host.has(_FRONT):
            host.put(_FRONT, _FRONT_PAGE.encode())

    def _clear(self, host: Host, valid: set[str]) -> None:
        """Take away the folders of names that are over, and of stations that are gone."""
        for folder in self.ledger.folders():
            if folder not in valid:
                marks = self.ledger.read(folder) or {}
                self._remove(host, folder, [*marks, *_short(host.files(folder), folder)])
                self.ledger.write(folder, {})

    def _station(self, host: Host, station: Station, now: datetime) -> None:
        pieces = list(self.make(station))
        for folder in self.names.valid(station.id, now):
            self._folder(host, folder, pieces)

    def _folder(self, host: Host, folder: str, pieces: Sequence[Piece]) -> None:
        marks = self._known(host, folder)
        wanted = {piece.path for piece in pieces}
        gone = [path for path in marks if path not in wanted]
        new = [piece for piece in pieces if marks.get(piece.path) != piece.mark]
        self.ledger.write(folder, marks | {piece.path: UNSURE for piece in new})
        try:
            self._remove(host, folder, gone)
            for path in gone:
                del marks[path]
            for piece in new:
                marks[piece.path] = UNSURE
                host.put(f"{folder}/{piece.path}", piece.make())
                marks[piece.path] = piece.mark
                self.report.put += 1
        finally:
            # Cut short, those that were not reached lie there as they did.
            self.ledger.write(folder, marks)
        self.report.kept += len(pieces) - len(new)

    def _known(self, host: Host, folder: str) -> dict[str, str]:
        """What lies there; looked up where the ledger does not say."""
        marks = self.ledger.read(folder)
        if marks is None:
            return dict.fromkeys(_short(host.files(folder), folder), UNSURE)
        return marks

    def _remove(self, host: Host, folder: str, paths: Iterable[str]) -> None:
        for path in dict.fromkeys(paths):
            host.remove(f"{folder}/{path}")
            self.report.removed += 1


def _short(paths: Iterable[str], folder: str) -> list[str]:
    """The paths as seen from the folder, once for a file and what is on its way to it."""
    return list(dict.fromkeys(path.removeprefix(f"{folder}/").removesuffix(PART) for path in paths))
