"""A small content folder: a province and two offices, two pages and a station, three messages, four days."""

from pathlib import Path

from scheduler.core.content import Content
from scheduler.library import load

UNITS = """\
units:
  - id: u-tinh
    level: tinh
    periods:
      - {from: 1995-01-01, name: BHXH tỉnh Thử, short_name: BHXH Thử, phone: "0216 000 0000", example: true}
  - id: u-a
    level: huyen
    periods:
      - {from: 1995-01-01, parent: u-tinh, name: BHXH huyện An, short_name: An, phone: "0216 000 0001", example: true}
  - id: u-b
    level: huyen
    periods:
      - {from: 1995-01-01, parent: u-tinh, name: BHXH huyện Bình, short_name: Bình, phone: "0216 000 0002"}
"""

CHANNELS = """\
pages:
  - {id: fb-a, kind: facebook, name: Trang An, page_id: "999000000000901", owners: [{unit: u-a, from: 1995-01-01}], example: true}
  - {id: fb-b, kind: facebook, name: Trang Bình, page_id: "999000000000902", owners: [{unit: u-b, from: 1995-01-01}], example: true}
stations:
  - id: dai-a
    kind: radio
    name: Đài An
    area: Xã An
    phone: "0216 000 1001"
    owners: [{unit: u-a, from: 1995-01-01}]
    slots:
      - {id: sang, time: "06:00", seconds: 240}
      - {id: chieu, time: "17:00", seconds: 240}
    example: true
"""  # noqa: E501  # a row of the table a line

FACTS = """\
facts:
  - key: ty_le
    label: Tỷ lệ đóng
    kind: percent
    periods: [{from: 2014-01-01, value: "22", source: Luật số 58/2014/QH13, status: secondary}]
  - key: chuan
    label: Chuẩn nghèo
    kind: money
    per: tháng
    periods: [{from: 2016-01-01, value: "700000", source: Quyết định số 59/2015/QĐ-TTg, status: verified}]
derived:
  - {key: muc_dong, label: Mức đóng thấp nhất, kind: money, per: tháng, formula: chuan * ty_le}
"""

LEXICON = """\
entries:
  - {written: BHXH, spoken: bảo hiểm xã hội}
  - {written: BHYT, spoken: bảo hiểm y tế}
"""

PART = "Điện thoại: {{ unit.phone }}.\n"


def message(name: str, text: str, *, topic: str = "bhxh", more: str = "") -> str:
    """A message with the same words for pages and stations."""
    return (
        f"id: {name}\ntopic: {topic}\ntitle: Thông điệp {name}\naudience: [Mọi người]\n"
        f"legal_basis: [Luật số 58/2014/QH13]\nvalid_from: 2018-01-01\n{more}"
        f"texts:\n  facebook: {{vi: {{text: '{text}'}}}}\n  radio: {{vi: {{text: '{text}'}}}}\n"
    )


CAMPAIGN = """\
id: thu
name: Chiến dịch thử
from: 2021-05-07
to: 2021-05-10
basis: [Công văn số 1/BHXH]
units_below: [u-tinh]
messages: [{id: muc, weight: 1}, {id: loi-ich, weight: 1}, {id: lien-he, weight: 1}]
cadence:
  facebook: {triggers: [{cron: {hour: 19, minute: 30}}], max_per_day: 1}
  radio: {triggers: [{cron: {hour: 5, minute: 30}}], max_per_day: 1, holidays: keep}
"""

FILES = {
    "units.yaml": UNITS,
    "channels/channels.yaml": CHANNELS,
    "facts/facts.yaml": FACTS,
    "lexicon/lexicon.yaml": LEXICON,
    "templates/lien-he.j2": PART,
    "messages/bhxh/muc.yaml": message("muc", "Mức đóng thấp nhất là {{ fact.muc_dong }} một tháng."),
    "messages/bhyt/loi-ich.yaml": message("loi-ich", "Có thẻ BHYT là yên tâm.", topic="bhyt"),
    "messages/bhtn/lien-he.yaml": message("lien-he", 'Mời bà con gọi. {% include "lien-he.j2" %}', topic="bhtn"),
    "campaigns/thu.yaml": CAMPAIGN,
}


class Folder:
    """A content folder on disk that a test edits as an officer would."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        text = (self.path / name).read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold {old!r}"
        self.write(name, text.replace(old, new))

    def load(self) -> Content:
        return load(self.path)
