"""Scripts in a station's queue folder: real files, read as the station reads them."""

import errno
import json
import os
import resource
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from scheduler.config import Config, Publishing
from scheduler.core.channel import Station
from scheduler.core.outcome import Again, Prepared, Refused, Sent
from scheduler.core.post import Payload
from scheduler.publish import files
from scheduler.publish.carrier import RECALLED, Job, Setup, Step
from scheduler.publish.radio import RadioCarrier

DUE = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)  # 05:30 of the 23rd in Hà Nội
AHEAD = timedelta(hours=14)
NOW = DUE - AHEAD
RELEASE = Step("release", visible=True)
PLACE = "ben-luc/2026-11-23/0530-14-vi"
PAYLOAD = Payload(
    "radio", "vi", "Mức đóng là 87.750 đồng.\n\nTổng đài 1900 9068.",
    reading="Mức đóng là tám mươi bảy nghìn bảy trăm năm mươi đồng.\n\nTổng đài một chín không không.",
    notes="Đọc chậm phần số.", music="Nhạc hiệu 5 giây", title="Đóng BHXH tự nguyện",
)  # fmt: skip


@pytest.fixture
def queues(tmp_path: Path) -> Path:
    return tmp_path / "queues"


@pytest.fixture
def carrier(queues: Path, tmp_path: Path) -> RadioCarrier:
    config = Config(publishing=Publishing(release_ahead=AHEAD), zone="Asia/Ho_Chi_Minh")
    return RadioCarrier(Setup(config, {}, tmp_path, queues))


def station(name: str = "ben-luc") -> Station:
    return Station.model_validate({
        "id": name, "name": "Đài truyền thanh xã Bến Lức", "area": "Bến Lức", "phone": "0272 000 0000",
        "owners": [{"unit": "bhxh", "from": "2020-01-01"}], "slots": [{"id": "sang", "time": "05:30", "seconds": 240}],
    })  # fmt: skip


def job(**changes: Any) -> Job:
    plain = Job("luong-huu/ben-luc/vi/1", station(), "BHXH cơ sở Bến Lức", DUE, PAYLOAD, number=14, seconds=65)
    return replace(plain, **changes)


def listed(queues: Path) -> list[dict[str, Any]]:
    manifest = json.loads((queues / "ben-luc/2026-11-23/manifest.json").read_text(encoding="utf-8"))
    return cast("list[dict[str, Any]]", manifest["scripts"])


def files_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_script_is_released_ahead_of_its_time(carrier: RadioCarrier) -> None:
    assert carrier.next_step(job(), NOW - timedelta(seconds=1)) is None
    assert carrier.next_step(job(), NOW) == RELEASE


def test_a_released_script_lies_in_the_folder_of_its_day(carrier: RadioCarrier, queues: Path) -> None:
    outcome = carrier.perform(RELEASE, job(), NOW).outcome
    assert outcome == Sent("ben-luc/14/2026", f"{PLACE}.txt", NOW)
    names = [f"{PLACE}.json", f"{PLACE}.txt", "ben-luc/2026-11-23/manifest.json"]
    assert list(files_below(queues)) == names


def test_the_announcer_sees_what_to_read_apart_from_what_not_to(carrier: RadioCarrier, queues: Path) -> None:
    carrier.perform(RELEASE, job(), NOW)
    sheet = (queues / f"{PLACE}.txt").read_text(encoding="utf-8")
    head, _, rest = sheet.partition("= ĐỌC =")
    reading, _, unread = rest.partition("= HẾT PHẦN ĐỌC =")
    assert head.splitlines()[:6] == [
        "ĐÀI TRUYỀN THANH XÃ BẾN LỨC",
        "Bản tin số: 14/2026",
        "Giờ phát: 05:30, thứ Hai, ngày 23/11/2026",
        "Thời lượng ước tính: 1 phút 5 giây",
        "Đơn vị phát hành: BHXH cơ sở Bến Lức",
        "Tiêu đề: Đóng BHXH tự nguyện",
    ]
    assert " ".join(reading.replace("=", "").split()) == " ".join(PAYLOAD.reading.split())
    assert "KHÔNG ĐỌC" in unread
    for told in (PAYLOAD.notes, PAYLOAD.music, "87.750 đồng"):
        assert told in unread and told not in reading


def test_programs_get_the_script_with_its_identity_and_hash(carrier: RadioCarrier, queues: Path) -> None:
    carrier.perform(RELEASE, job(), NOW)
    assert json.loads((queues / f"{PLACE}.json").read_text(encoding="utf-8")) == {
        "id": "luong-huu/ben-luc/vi/1", "rev": 0, "number": 14, "station": "ben-luc", "unit": "BHXH cơ sở Bến Lức",
        "lang": "vi", "due": "2026-11-23T05:30:00+07:00", "title": PAYLOAD.title, "text": PAYLOAD.text,
        "reading": PAYLOAD.reading, "seconds": 65, "notes": PAYLOAD.notes, "music": PAYLOAD.music,
        "sha256": PAYLOAD.sha256, "status": "usable",
    }  # fmt: skip
    assert listed(queues) == [{
        "id": "luong-huu/ben-luc/vi/1", "rev": 0, "number": 14, "sha256": PAYLOAD.sha256, "status": "usable",
        "file": "0530-14-vi.txt",
    }]  # fmt: skip


def test_releasing_again_writes_the_same_bytes(carrier: RadioCarrier, queues: Path) -> None:
    carrier.perform(RELEASE, job(), NOW)
    first = files_below(queues)
    carrier.perform(RELEASE, job(), NOW + timedelta(hours=1))
    assert files_below(queues) == first


def test_the_day_lists_all_its_scripts_by_time(carrier: RadioCarrier, queues: Path) -> None:
    for number, hours in ((9, 11), (7, 0), (8, 6)):
        due = DUE + timedelta(hours=hours)
        carrier.perform(RELEASE, job(key=f"k/{number}", number=number, due=due), NOW)
    assert [entry["file"] for entry in listed(queues)] == ["0530-7-vi.txt", "1130-8-vi.txt", "1630-9-vi.txt"]


def test_scripts_released_at_once_are_all_listed(carrier: RadioCarrier, queues: Path) -> None:
    jobs = [job(key=f"k/{number}", number=number) for number in range(24)]
    threads = [threading.Thread(target=carrier.perform, args=(RELEASE, one, NOW)) for one in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {entry["number"] for entry in listed(queues)} == set(range(24))
    assert not list(queues.rglob("*.part"))


def test_a_new_revision_takes_the_place_of_the_old_and_never_the_other_way(carrier: RadioCarrier, queues: Path) -> None:
    newer = job(rev=1, payload=replace(PAYLOAD, reading="Bản sửa."))
    carrier.perform(RELEASE, job(), NOW)
    assert isinstance(carrier.perform(RELEASE, newer, NOW).outcome, Sent)
    refused = carrier.perform(RELEASE, job(), NOW).outcome
    assert isinstance(refused, Refused) and "bản sửa lần 1" in refused.why
    assert [(entry["rev"], entry["sha256"]) for entry in listed(queues)] == [(1, newer.payload.sha256)]
    assert "bản sửa lần 1" in (queues / f"{PLACE}.txt").read_text(encoding="utf-8")


def test_a_script_never_overwrites_another_post(carrier: RadioCarrier, queues: Path) -> None:
    carrier.perform(RELEASE, job(), NOW)
    before = files_below(queues)
    outcome = carrier.perform(RELEASE, job(key="another/post"), NOW).outcome
    assert isinstance(outcome, Refused) and "luong-huu/ben-luc/vi/1" in outcome.why
    assert files_below(queues) == before


def test_a_recalled_script_loses_its_words_and_keeps_its_place(carrier: RadioCarrier, queues: Path) -> None:
    carrier.perform(RELEASE, job(), NOW)
    assert carrier.recall(job(), NOW).outcome == Prepared(RECALLED, "ben-luc/14/2026")
    sheet = (queues / f"{PLACE}.txt").read_text(encoding="utf-8")
    assert sheet.startswith("ĐÃ THU HỒI – KHÔNG ĐỌC\n") and "14/2026" in sheet
    data = json.loads((queues / f"{PLACE}.json").read_text(encoding="utf-8"))
    assert (data["status"], data["reading"], data["text"], data["sha256"]) == ("canceled", "", "", PAYLOAD.sha256)
    assert [entry["status"] for entry in listed(queues)] == ["canceled"]
    for content in files_below(queues).values():
        assert "nghìn" not in content.decode()


def test_a_recall_stands_even_if_the_files_were_cleared_away(carrier: RadioCarrier, queues: Path) -> None:
    assert isinstance(carrier.recall(job(), NOW).outcome, Prepared)
    assert [entry["status"] for entry in listed(queues)] == ["canceled"]
    assert isinstance(carrier.recall(job(), NOW).outcome, Prepared)


def test_a_recalled_script_is_not_released_again_but_a_new_revision_is(carrier: RadioCarrier) -> None:
    carrier.perform(RELEASE, job(), NOW)
    carrier.recall(job(), NOW)
    assert isinstance(carrier.perform(RELEASE, job(), NOW).outcome, Refused)
    assert isinstance(carrier.perform(RELEASE, job(rev=1), NOW).outcome, Sent)


def test_an_old_revision_cannot_recall_its_successor(carrier: RadioCarrier, queues: Path) -> None:
    carrier.perform(RELEASE, job(rev=1), NOW)
    assert isinstance(carrier.recall(job(), NOW).outcome, Refused)
    assert [entry["status"] for entry in listed(queues)] == ["usable"]


def test_looking_finds_a_released_script_and_asks_for_a_missing_one_again(carrier: RadioCarrier) -> None:
    assert carrier.look(job(), NOW) == Again(NOW, "Kịch bản chưa nằm đủ trong thư mục của đài")
    carrier.perform(RELEASE, job(), NOW)
    assert carrier.look(job(), NOW) == Sent("ben-luc/14/2026", f"{PLACE}.txt", NOW)
    assert isinstance(carrier.look(job(seconds=70), NOW), Again)


def test_before_its_release_there_is_nothing_to_take_back(carrier: RadioCarrier, queues: Path) -> None:
    assert carrier.take_back(job(), NOW).outcome == Prepared("")
    assert not queues.exists()


def test_a_script_without_a_number_goes_to_a_person(carrier: RadioCarrier, queues: Path) -> None:
    outcome = carrier.perform(RELEASE, job(number=None), NOW).outcome
    assert isinstance(outcome, Refused) and "số" in outcome.why
    assert not queues.exists()


@pytest.mark.parametrize("name", ["..", ".", "../../etc", "a/b", "", "a\\b", "C:", "x\0y"])
def test_no_station_or_language_leads_out_of_the_queue_folder(
    name: str, carrier: RadioCarrier, queues: Path, tmp_path: Path
) -> None:
    # Content is checked on reading; here the check is gone around on purpose.
    astray = station().model_copy(update={"id": name})
    outcomes = [carrier.perform(RELEASE, job(channel=astray), NOW).outcome]
    if name:
        foreign = replace(PAYLOAD, lang=f"vi/../{name}")
        outcomes.append(carrier.perform(RELEASE, job(payload=foreign), NOW).outcome)
    assert all(isinstance(outcome, Refused) for outcome in outcomes)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_link_out_of_the_queue_folder_is_not_followed(carrier: RadioCarrier, queues: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    queues.mkdir()
    (queues / "ben-luc").symlink_to(elsewhere)
    assert isinstance(carrier.perform(RELEASE, job(), NOW).outcome, Refused)
    assert list(elsewhere.iterdir()) == []


@pytest.fixture
def full_disk() -> Iterator[Callable[[int], None]]:
    """Writes beyond so many bytes fail, as the kernel itself refuses them (RLIMIT_FSIZE, EFBIG)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_leaves_no_half_file_and_is_tried_again(
    carrier: RadioCarrier, queues: Path, full_disk: Callable[[int], None]
) -> None:
    full_disk(100)
    outcome = carrier.perform(RELEASE, job(), NOW).outcome
    assert isinstance(outcome, Again) and outcome.at > NOW and "kiểm tra ổ đĩa" in outcome.why
    assert files_below(queues) == {}
    full_disk(resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    assert isinstance(carrier.perform(RELEASE, job(), NOW).outcome, Sent)


def test_a_disk_that_fills_while_correcting_keeps_the_old_sheet_whole(
    carrier: RadioCarrier, queues: Path, full_disk: Callable[[int], None]
) -> None:
    carrier.perform(RELEASE, job(), NOW)
    before = files_below(queues)
    full_disk(100)
    assert isinstance(carrier.perform(RELEASE, job(rev=1), NOW).outcome, Again)
    assert isinstance(carrier.recall(job(), NOW).outcome, Again)
    assert files_below(queues) == before


def test_a_folder_in_the_way_is_told_and_tried_again(carrier: RadioCarrier, queues: Path) -> None:
    queues.mkdir()
    (queues / "ben-luc").write_text("a file where the folder should be")
    result = carrier.perform(RELEASE, job(attempts=2), NOW)
    assert isinstance(result.outcome, Again) and result.outcome.at == NOW + timedelta(minutes=4)
    assert result.call.note.startswith("errno ")


def test_a_broken_file_in_the_folder_does_not_stop_the_day(carrier: RadioCarrier, queues: Path) -> None:
    carrier.perform(RELEASE, job(), NOW)
    (queues / "ben-luc/2026-11-23/0000-1-vi.json").write_bytes(b'{"id": "\xff')
    carrier.perform(RELEASE, job(key="k/15", number=15), NOW)
    assert [entry["number"] for entry in listed(queues)] == [14, 15]


def test_every_file_is_on_the_disk_before_it_is_named(
    carrier: RadioCarrier, queues: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script, then its manifest: each synced before it replaces what was there."""
    done: list[str] = []
    sync, move = os.fsync, Path.replace

    def watched_sync(handle: int) -> None:
        done.append(f"sync {Path(os.readlink(f'/proc/self/fd/{handle}')).name.split('.')[0]}")
        sync(handle)

    def watched_move(self: Path, target: Path) -> Path:
        done.append(f"move {target.name}")
        return move(self, target)

    carrier.perform(RELEASE, job(), NOW)
    monkeypatch.setattr(files.os, "fsync", watched_sync)
    monkeypatch.setattr(Path, "replace", watched_move)
    carrier.perform(RELEASE, job(rev=1), NOW)
    steps = [step for name in ("0530-14-vi.txt", "0530-14-vi.json", "manifest.json")
             for step in (f"sync {name.split('.')[0]}", f"move {name}", "sync 2026-11-23")]  # fmt: skip
    assert done == steps


def test_the_error_number_of_the_disk_is_kept_for_the_technician(
    carrier: RadioCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.os, "fsync", full)
    assert carrier.perform(RELEASE, job(), NOW).call.note == f"errno {errno.ENOSPC}"
