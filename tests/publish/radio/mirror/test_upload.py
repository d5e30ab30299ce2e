"""An upload takes away first what may not be seen, brings what is new, and mends what an earlier one left behind."""

import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.core.channel import Station
from scheduler.errors import BhxhError
from scheduler.publish.radio.mirror.folder import FolderHost
from scheduler.publish.radio.mirror.host import HostDown
from scheduler.publish.radio.mirror.ledger import Ledger
from scheduler.publish.radio.mirror.names import OVERLAP, Names
from scheduler.publish.radio.mirror.upload import Report, Upload
from scheduler.publish.radio.shelf import Piece
from tests.sheets import STATION

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
OTHER = STATION.model_copy(update={"id": "dai-b"})


class Watched(FolderHost):
    """A folder that notes what is done to it, and breaks after so many calls."""

    def __init__(self, root: Path, breaks_after: int = 10**9) -> None:
        super().__init__(root)
        self.done: list[str] = []
        self._left = breaks_after

    def put(self, path: str, content: bytes) -> None:
        self._note(f"put {path}")
        super().put(path, content)

    def remove(self, path: str) -> None:
        self._note(f"remove {path}")
        super().remove(path)

    def _note(self, what: str) -> None:
        if self._left == 0:
            raise HostDown("máy chủ tắt")
        self._left -= 1
        self.done.append(what)


@dataclass
class Site:
    """A mirror in a folder, with what each station has."""

    path: Path
    has: dict[str, dict[str, str]] = field(default_factory=dict)
    host: Watched | None = None

    @property
    def names(self) -> Names:
        return Names(self.path / "key.json")

    @property
    def root(self) -> Path:
        return self.path / "site"

    def folder(self, station: Station = STATION) -> Path:
        return self.root / self.names.current(station.id)

    def run(self, *, stations: Sequence[Station] = (STATION,), breaks_after: int = 10**9, now: datetime = NOW,
            limit: float = 60, clock: Iterator[float] | None = None) -> Report:  # fmt: skip
        def make(station: Station) -> list[Piece]:
            has = self.has.get(station.id, {})
            return [Piece(path, text, 0 if "thu hồi" in text else 1, text.encode) for path, text in has.items()]

        self.host = Watched(self.root, breaks_after)
        upload = Upload(self.names, Ledger(self.path / "ledger"), make, limit)
        if clock is not None:
            upload.clock = lambda: next(clock)

        @contextmanager
        def opened() -> Iterator[Watched]:
            assert self.host is not None
            yield self.host

        return upload.run(opened(), stations, now)

    def seen(self, station: Station = STATION) -> dict[str, str]:
        """What the station finds in its folder."""
        folder = self.folder(station)
        return {str(file.relative_to(folder)): file.read_text() for file in sorted(folder.rglob("*")) if file.is_file()}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path, {STATION.id: {"index.html": "danh sách", "23/a.txt": "lời A"}})


def test_every_file_lies_under_the_stations_secret_name(site: Site) -> None:
    report = site.run()
    assert (report.put, report.problem, report.left) == (2, "", 0)
    assert site.seen() == site.has[STATION.id]
    assert len(site.folder().name) == 32 and STATION.id not in site.folder().name


def test_what_is_unchanged_is_not_sent_again(site: Site) -> None:
    site.run()
    site.has[STATION.id]["index.html"] = "danh sách mới"
    report = site.run()
    assert (report.put, report.kept) == (1, 1) and site.seen() == site.has[STATION.id]


def test_what_is_over_goes_before_anything_comes(site: Site) -> None:
    site.run()
    site.has[STATION.id] = {"index.html": "danh sách mới", "24/b.txt": "lời B"}
    assert site.run().removed == 1
    assert site.host is not None and [done.split()[0] for done in site.host.done] == ["remove", "put", "put"]
    assert site.seen() == site.has[STATION.id] and not (site.folder() / "23").exists()


def test_nobody_can_list_the_stations_by_the_front_page(site: Site) -> None:
    site.run()
    front = (site.root / "index.html").read_text(encoding="utf-8")
    assert site.folder().name not in front and "noindex" in front


def test_an_upload_that_broke_off_is_finished_by_the_next(site: Site) -> None:
    report = site.run(breaks_after=2)
    assert (report.problem, report.put) == ("máy chủ tắt", 1)
    assert site.run().problem == "" and site.seen() == site.has[STATION.id]


@pytest.mark.parametrize("breaks_after", range(6))
def test_wherever_it_breaks_off_nothing_that_is_over_stays_for_ever(breaks_after: int, site: Site) -> None:
    site.run()
    site.has[STATION.id] = {"index.html": "mới", "23/a.txt": "thu hồi", "24/b.txt": "lời B"}
    site.run(breaks_after=breaks_after)
    site.has[STATION.id] = {"index.html": "sau"}
    site.run()
    assert site.seen() == {"index.html": "sau"}


def test_what_is_on_its_way_is_known_before_the_host_is_touched(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that dies in the middle comes back to a ledger that knows of all that may lie there."""
    known: list[bool] = []
    ledger, put = Ledger(site.path / "ledger"), Watched.put

    def noted(host: Watched, path: str, content: bytes) -> None:
        folder, _, rest = path.partition("/")
        known.append(not rest or rest in (ledger.read(folder) or {}))
        put(host, path, content)

    monkeypatch.setattr(Watched, "put", noted)
    site.run()
    assert known == [True] * 3


def test_what_was_cut_off_by_a_power_cut_goes_with_its_file(site: Site) -> None:
    site.run()
    (site.folder() / "23/a.txt.part").write_text("nửa")
    site.has[STATION.id] = {"index.html": "sau"}
    site.run()
    assert site.seen() == {"index.html": "sau"}


def test_a_lost_ledger_is_made_good_by_looking(site: Site) -> None:
    site.run()
    for file in (site.path / "ledger").iterdir():
        file.unlink()
    site.has[STATION.id] = {"index.html": "sau"}
    report = site.run()
    assert report.removed == 1 and site.seen() == {"index.html": "sau"}


def test_time_that_is_up_leaves_the_rest_for_the_next(site: Site) -> None:
    site.has[OTHER.id] = {"index.html": "đài B"}
    report = site.run(stations=(STATION, OTHER), limit=10, clock=iter([0.0, 5.0, 11.0]))
    assert (report.stations, report.left, report.begin) == (1, 1, OTHER.id) and not site.folder(OTHER).exists()
    assert site.run(stations=(STATION, OTHER)).left == 0 and site.seen(OTHER) == {"index.html": "đài B"}


def test_a_station_that_is_gone_takes_its_folder_along(site: Site) -> None:
    site.has[OTHER.id] = {"index.html": "đài B", "23/b.txt": "lời B"}
    site.run(stations=(STATION, OTHER))
    site.run(stations=(STATION,))
    assert not site.folder(OTHER).exists() and site.seen() == site.has[STATION.id]


def test_what_others_keep_on_the_host_is_left_alone(site: Site) -> None:
    (site.root / "tin-tuc").mkdir(parents=True)
    (site.root / "tin-tuc/bai.html").write_text("của người khác")
    (site.root / "index.html").write_text("trang của họ")
    site.run()
    site.run(stations=())
    assert (site.root / "tin-tuc/bai.html").read_text() == "của người khác"
    assert (site.root / "index.html").read_text() == "trang của họ"


def test_a_turned_name_leads_to_the_scripts_at_once_and_the_old_one_for_a_while(site: Site) -> None:
    site.run()
    old = site.folder()
    new = site.root / site.names.rotate(STATION.id, NOW)
    assert new != old
    site.run()
    assert (old / "23/a.txt").exists() and (new / "23/a.txt").exists()
    site.run(now=NOW + OVERLAP)
    assert not old.exists() and (new / "23/a.txt").exists()


def test_the_key_is_for_this_account_alone_and_gives_the_same_names_again(tmp_path: Path) -> None:
    names = Names(tmp_path / "mirror/key.json")
    assert stat.S_IMODE((tmp_path / "mirror/key.json").stat().st_mode) == 0o600
    again = Names(tmp_path / "mirror/key.json")
    assert names.current("dai-a") == again.current("dai-a") != names.current("dai-b")
    assert Names(tmp_path / "elsewhere/key.json").current("dai-a") != names.current("dai-a")
    names.rotate("dai-a", NOW)
    assert stat.S_IMODE((tmp_path / "mirror/key.json").stat().st_mode) == 0o600
    assert len(set(Names(tmp_path / "mirror/key.json").valid("dai-a", NOW + timedelta(days=1)))) == 2


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"key": "xx", "turns": {}}', '{"key": "00"}'])
def test_a_broken_key_is_told_and_never_replaced(text: str, tmp_path: Path) -> None:
    (tmp_path / "key.json").write_text(text)
    with pytest.raises(BhxhError, match="khóa của trang gương"):
        Names(tmp_path / "key.json")
    assert (tmp_path / "key.json").read_text() == text
