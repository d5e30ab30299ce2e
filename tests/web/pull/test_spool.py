"""The spool: on disk before the answer, in the database once."""

import asyncio
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from scheduler.store.models import Fetch, Pull, Setting, StationLink
from scheduler.store.radio.pulls import Pulled
from scheduler.store.radio.spool import Spool
from scheduler.web.pull.recorder import Recorder
from tests.web.pull.house import EVE, MORNING, House


def pulled(station: str, count: int = 1, posts: tuple[int, ...] = ()) -> list[Pulled]:
    return [Pulled(station, "html", MORNING + timedelta(seconds=n), None, posts) for n in range(count)]


def test_what_lies_in_the_spool_is_taken_once_and_in_order(small: House, tmp_path: Path) -> None:
    post = small.script(small.station())
    spool = Spool(tmp_path / "spool")
    spool.write(pulled("dai-0", 3, (post.pk,)))
    assert (spool.take(), spool.take()) == (3, 0)
    spool.write(pulled("dai-1"))
    spool.close()
    assert list(Pull.objects.order_by("pk").values_list("station", flat=True)) == ["dai-0"] * 3 + ["dai-1"]
    assert Fetch.objects.get().at == MORNING.astimezone(UTC)
    assert list((tmp_path / "spool").iterdir()) == [] and not Setting.objects.filter(name__startswith="pulls:").exists()


def test_what_another_process_left_is_taken_and_a_line_without_an_end_is_not(small: House, tmp_path: Path) -> None:
    folder = tmp_path / "spool"
    folder.mkdir()
    gone = folder / "4194303-00112233.spool"
    gone.write_text('["dai-0",null,"html",[],"2026-11-25 21:50:00"]\n["dai-0",null,"ht', encoding="utf-8")
    running = Spool(folder)
    running.write(pulled("dai-1"))
    spool = Spool(folder)
    assert spool.adopt() == 1
    spool.close()
    assert [row.station for row in Pull.objects.all()] == ["dai-0"]
    assert not gone.exists()
    assert running.take() == 1, "what a living process writes is its own to give"
    running.close()


def test_where_the_database_refuses_nothing_is_lost_and_nothing_is_taken_twice(small: House, tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    spool.write([Pulled("dai-0", "html", MORNING, 987_654, ())])  # no such link
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        spool.take()
    assert Pull.objects.count() == 0
    StationLink.objects.create(pk=987_654, station="dai-0", secret_sha="x", made_at=EVE, made_by="lan")
    assert spool.take() == 1
    spool.close()


def test_a_full_disk_is_told_and_leaves_no_half_line(
    small: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = Spool(tmp_path / "spool")
    spool.write(pulled("dai-0"))
    before = [path.read_bytes() for path in (tmp_path / "spool").iterdir()]

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("scheduler.store.radio.spool._flush", full)
        with pytest.raises(OSError, match="No space"):
            spool.write(pulled("dai-1"))
    assert [path.read_bytes() for path in (tmp_path / "spool").iterdir()] == before
    spool.write(pulled("dai-2"))
    spool.close()
    assert [row.station for row in Pull.objects.order_by("pk")] == ["dai-0", "dai-2"]


class Flushes:
    """A spool that counts, and that the database never takes from."""

    def __init__(self) -> None:
        self.flushes: list[int] = []

    def write(self, some: list[Pulled]) -> None:
        self.flushes.append(len(some))

    def take(self) -> int:
        return 0

    adopt = close = take


def test_those_who_come_together_share_a_flush_and_none_is_answered_before_it() -> None:
    async def come() -> list[int]:
        spool = Flushes()
        recorder = Recorder(spool)  # type: ignore[arg-type]  # stands in for a Spool
        waiting = [asyncio.ensure_future(recorder.record(each)) for each in pulled("dai-0", 50)]
        await asyncio.sleep(0)
        waiting[3].cancel()
        done = await asyncio.gather(*waiting, return_exceptions=True)
        assert [answered for answered in done if answered is True] == [True] * 49
        recorder.close()
        return spool.flushes

    assert asyncio.run(come()) == [50]
