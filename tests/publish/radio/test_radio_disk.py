"""Disks that are full, in the way or slow: a script is whole or not there."""

import errno
import os
import resource
import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduler.core.outcome import Again, Sent
from scheduler.publish.carrier import Step
from scheduler.publish.radio.carrier import RadioCarrier

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)  # as long before the broadcast as scripts are released
RELEASE = Step("release", visible=True)


def files_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def full_disk() -> Iterator[Callable[[int], None]]:
    """Writes beyond so many bytes fail, as the kernel itself refuses them (RLIMIT_FSIZE, EFBIG)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_leaves_no_half_file_and_is_tried_again(
    carrier: RadioCarrier, job: Any, queues: Path, full_disk: Callable[[int], None]
) -> None:
    full_disk(100)
    outcome = carrier.perform(RELEASE, job(), NOW).outcome
    assert isinstance(outcome, Again) and outcome.at > NOW and "kiểm tra ổ đĩa" in outcome.why
    assert files_below(queues) == {}
    full_disk(resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    assert isinstance(carrier.perform(RELEASE, job(), NOW).outcome, Sent)


def test_a_disk_that_fills_while_correcting_keeps_the_old_sheet_whole(
    carrier: RadioCarrier, job: Any, queues: Path, full_disk: Callable[[int], None]
) -> None:
    carrier.perform(RELEASE, job(), NOW)
    before = files_below(queues)
    full_disk(100)
    assert isinstance(carrier.perform(RELEASE, job(rev=1), NOW).outcome, Again)
    assert isinstance(carrier.recall(job(), NOW).outcome, Again)
    assert files_below(queues) == before


def test_a_folder_in_the_way_is_told_and_tried_again(carrier: RadioCarrier, job: Any, queues: Path) -> None:
    queues.mkdir()
    (queues / "ben-luc").write_text("a file where the folder should be")
    result = carrier.perform(RELEASE, job(attempts=2), NOW)
    assert isinstance(result.outcome, Again) and result.outcome.at == NOW + timedelta(minutes=4)
    assert result.call.note.startswith("errno ")


def test_every_file_is_on_the_disk_before_it_is_named(
    carrier: RadioCarrier, job: Any, queues: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script, then its manifest: each synced before it replaces what was there."""
    done: list[str] = []
    sync, move = os.fsync, Path.replace

    def watched_sync(handle: int) -> None:
        done.append(f"sync {Path(f'/proc/self/fd/{handle}').readlink().name.split('.')[0]}")
        sync(handle)

    def watched_move(self: Path, target: Path) -> Path:
        done.append(f"move {target.name}")
        return move(self, target)

    carrier.perform(RELEASE, job(), NOW)
    monkeypatch.setattr(os, "fsync", watched_sync)
    monkeypatch.setattr(Path, "replace", watched_move)
    carrier.perform(RELEASE, job(rev=1), NOW)
    steps = [step for name in ("0530-14-vi.txt", "0530-14-vi.json", "manifest.json")
             for step in (f"sync {name.split('.')[0]}", f"move {name}")]  # fmt: skip
    assert done == [*steps, "sync 2026-11-23"]


def test_the_error_number_of_the_disk_is_kept_for_the_technician(
    carrier: RadioCarrier, job: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    assert carrier.perform(RELEASE, job(), NOW).call.note == f"errno {errno.ENOSPC}"
