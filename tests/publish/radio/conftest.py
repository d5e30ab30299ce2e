"""A station, its queue folder, and scripts to release into it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduler.config import Config, Publishing
from scheduler.core.channel import Station
from scheduler.core.post import Payload
from scheduler.publish.carrier import Job, Setup
from scheduler.publish.radio.carrier import RadioCarrier
from tests.publish.radio.machine import Machine
from tests.store.campaigns import Desk

DUE = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)  # 05:30 of the 23rd in Hà Nội
AHEAD = timedelta(hours=14)
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


@pytest.fixture
def job() -> Callable[..., Job]:
    """A script, with changes."""

    def make(**changes: Any) -> Job:
        key, unit = "luong-huu/ben-luc/vi/1", "BHXH cơ sở Bến Lức"
        return replace(Job(key, station(), unit, DUE, PAYLOAD, number=14, seconds=65), **changes)

    return make


def station(name: str = "ben-luc") -> Station:
    return Station.model_validate({
        "id": name, "name": "Đài truyền thanh xã Bến Lức", "area": "Bến Lức", "phone": "0272 000 0000",
        "owners": [{"unit": "bhxh", "from": "2020-01-01"}], "slots": [{"id": "sang", "time": "05:30", "seconds": 240}],
    })  # fmt: skip


@pytest.fixture
def desk(db: str, tmp_path: Path) -> Desk:
    return Desk(tmp_path / "content")


@pytest.fixture
def machine(desk: Desk, tmp_path: Path) -> Machine:
    return Machine(desk, tmp_path / "var")
