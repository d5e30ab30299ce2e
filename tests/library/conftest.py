"""A small content folder without a problem, for tests to spoil in one place each."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from scheduler.library import Problem, Report, check

UNITS = """\
units:
  - id: tinh
    level: tinh
    periods:
      - {from: 1995-01-01, name: Bảo hiểm xã hội tỉnh, short_name: BHXH tỉnh, phone: "0216 000 0000", address: Số 1}
  - id: huyen
    level: huyen
    periods:
      - from: 1995-01-01
        name: Bảo hiểm xã hội huyện
        short_name: BHXH huyện
        parent: tinh
        phone: "0216 000 0001"
        address: Số 2
"""
CHANNELS = """\
pages:
  - id: fb-huyen
    name: Trang huyện
    page_id: "111"
    owners:
      - {unit: huyen, from: 1995-01-01}
stations:
  - id: dai-xa
    name: Đài xã
    area: Xã Một
    phone: "0216 000 0002"
    owners:
      - {unit: huyen, from: 1995-01-01}
    slots:
      - {id: sang, time: "05:30", seconds: 240}
"""
FACTS = """\
facts:
  - key: luong
    label: Lương cơ sở
    kind: money
    periods:
      - {from: 2019-07-01, to: 2023-06-30, value: 1490000, source: Nghị định 38, status: verified}
      - {from: 2023-07-01, value: 1800000, source: Nghị định 24, status: verified}
  - key: ho_tro
    label: Hỗ trợ
    kind: percent
    groups: {ngheo: Hộ nghèo, khac: Người khác}
    periods:
      - {group: ngheo, from: 2018-01-01, value: "30", source: Nghị định 134, status: verified}
      - {group: khac, from: 2018-01-01, value: "10", source: Nghị định 134, status: verified}
derived:
  - {key: gap_doi, label: Gấp đôi, kind: money, formula: luong * 2}
  - {key: tien_ho_tro, label: Tiền hỗ trợ, kind: money, each: ho_tro, formula: luong * each}
"""
MESSAGE = """\
id: bhyt-mot
topic: bhyt
title: Bảo hiểm y tế hộ gia đình
audience: [Người dân]
legal_basis: [Luật Bảo hiểm y tế]
valid_from: 2021-01-01
valid_to: 2021-12-31
texts:
  facebook:
    vi: |
      Lương cơ sở là {{ fact.luong }}.
      Hộ nghèo được hỗ trợ {{ fact.tien_ho_tro.ngheo }}.
      Gọi {{ unit.phone }}.
  radio:
    vi:
      text: |
        Kính thưa bà con.
        Lương cơ sở là {{ fact.luong }}.
"""
CAMPAIGN = """\
id: thang-5
name: Tháng Năm
from: 2021-05-07
to: 2021-05-31
basis: [Công văn số một]
units: [huyen]
messages:
  - {id: bhyt-mot}
cadence:
  facebook:
    triggers:
      - cron: {hour: 19, minute: 30}
  radio:
    triggers:
      - cron: {hour: 5}
"""
FILES = {
    "units.yaml": UNITS,
    "channels/kenh.yaml": CHANNELS,
    "facts/so-lieu.yaml": FACTS,
    "messages/bhyt/mot.yaml": MESSAGE,
    "campaigns/thang-5.yaml": CAMPAIGN,
}


@dataclass
class Folder:
    """A content folder that a test changes and checks."""

    path: Path

    def write(self, name: str, text: str | bytes) -> None:
        """Write a file, making its folders."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, bytes):
            file.write_bytes(text)
        else:
            file.write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace a piece of a file that must be there once or more."""
        text = (self.path / name).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new, 1))

    def check(self) -> Report:
        """Everything that is wrong."""
        return check(self.path)

    def shown(self) -> list[str]:
        """The problems as printed, with paths from the folder."""
        return [str(problem).removeprefix(f"{self.path}/") for problem in self.check().problems]

    def only(self) -> Problem:
        """The one problem there must be."""
        problems = self.check().problems
        assert len(problems) == 1, "\n".join(map(str, problems))
        return problems[0]


def build(path: Path) -> Folder:
    """The small folder, at a path that may exist."""
    folder = Folder(path)
    for name, text in FILES.items():
        folder.write(name, text)
    return folder


@pytest.fixture
def content(tmp_path: Path) -> Folder:
    """A content folder without a problem."""
    return build(tmp_path / "content")


@pytest.fixture
def changed(content: Folder) -> Callable[[str, str, str], list[str]]:
    """Change one piece of one file and get the problems as printed."""

    def apply(name: str, old: str, new: str) -> list[str]:
        content.change(name, old, new)
        return content.shown()

    return apply
