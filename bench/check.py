"""How long `check` takes for 1,000 message files of 2 KB, against PyYAML's C loader alone: cold 40×, warm 5×."""

import importlib
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from scheduler.library import check

FILES = 1_000
PER_CAMPAIGN = 50
COLD, WARM = 40, 5

_UNITS = """\
units:
  - id: tinh
    level: tinh
    periods:
      - {from: 1995-01-01, name: Bảo hiểm xã hội tỉnh, short_name: BHXH tỉnh, phone: "0216 000 0000", address: Số 1}
"""
_UNIT = """\
  - id: huyen-{n}
    level: huyen
    periods:
      - from: 1995-01-01
        name: Bảo hiểm xã hội huyện Số {n}
        short_name: BHXH huyện {n}
        parent: tinh
        phone: "0216 000 {n:04}"
        address: Số {n}, đường Ví Dụ
"""
_PAGE = '  - {{id: fb-{n}, name: Trang {n}, page_id: "{n}", owners: [{{unit: huyen-{n}, from: 1995-01-01}}]}}\n'
_STATION = """\
  - id: dai-{n}
    name: Đài {n}
    area: Xã {n}
    phone: "0"
    owners: [{{unit: huyen-{n}, from: 1995-01-01}}]
    slots: [{{id: chieu, time: "17:00", seconds: 240}}]
"""
_FACTS = """\
facts:
  - key: luong
    label: Lương cơ sở
    kind: money
    periods:
      - {from: 2019-07-01, to: 2023-06-30, value: 1490000, source: Nghị định 38, status: verified}
      - {from: 2023-07-01, value: 1800000, source: Nghị định 24, status: verified}
"""
_CAMPAIGN = """\
id: ca-nam-{n}
name: Cả năm, nhóm {n}
from: 2021-01-01
to: 2021-12-31
basis: [Công văn số một]
units_below: [tinh]
messages: [{messages}]
cadence:
  facebook:
    triggers:
      - cron: {{hour: 19, minute: 30}}
  radio:
    triggers:
      - cron: {{hour: 17}}
"""
_MESSAGE = """\
id: thong-diep-{n}
topic: bhyt
title: Tham gia bảo hiểm y tế hộ gia đình, bài số {n}
audience: [Người dân, Hộ gia đình]
legal_basis:
  - Luật Bảo hiểm y tế số 25/2008/QH12
  - Nghị định số 146/2018/NĐ-CP
valid_from: 2021-01-01
valid_to: 2021-12-31
tone: plain
texts:
  facebook:
    vi: |
      BẢO HIỂM Y TẾ HỘ GIA ĐÌNH: CÀNG ĐÔNG CÀNG GIẢM (bài số {n})

      Tất cả thành viên có tên trong sổ hộ khẩu cùng tham gia. Mức đóng tính theo mức lương cơ sở, hiện nay
      là {{{{ fact.luong }}}} một tháng. Từ người thứ hai trở đi, mức đóng giảm dần.

      Quyền lợi: được quỹ bảo hiểm y tế chi trả khi khám bệnh, chữa bệnh đúng tuyến; được lựa chọn nơi khám
      bệnh ban đầu thuận tiện cho gia đình; tham gia liên tục năm năm thì càng có thêm quyền lợi.

      Cách tham gia: đến đại lý thu gần nhà, hoặc bưu điện văn hóa xã, mang theo sổ hộ khẩu và giấy tờ tùy thân.
      Muốn biết thêm, mời bà con liên hệ {{{{ unit.name }}}}, {{{{ unit.address }}}}, điện thoại {{{{ unit.phone }}}}.

      #BHYT #HoGiaDinh #AnSinhXaHoi
  radio:
    vi:
      text: |
        Kính thưa bà con, đây là bài số {n}. Bảo hiểm y tế hộ gia đình là chỗ dựa của mọi nhà khi ốm đau.
        Mức đóng tính theo mức lương cơ sở, hiện nay là {{{{ fact.luong }}}} một tháng.
        Từ người thứ hai trở đi, mức đóng giảm dần. Cả nhà cùng tham gia thì cả nhà cùng được hưởng.
        Bà con cần biết thêm, mời liên hệ {{{{ unit.name }}}}, điện thoại {{{{ unit.phone }}}}.
        Xin trân trọng cảm ơn bà con đã chú ý lắng nghe.
"""


def write_content(folder: Path, files: int = FILES, units: int = 10) -> list[str]:
    """A province with so many messages, fifty to a campaign; the texts of the message files."""
    for name in ("channels", "facts", "campaigns", "messages/bhyt"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    numbers = range(1, units + 1)
    (folder / "units.yaml").write_text(_UNITS + "".join(_UNIT.format(n=n) for n in numbers), encoding="utf-8")
    pages = "pages:\n" + "".join(_PAGE.format(n=n) for n in numbers)
    pages += "stations:\n" + "".join(_STATION.format(n=n) for n in numbers)
    (folder / "channels/kenh.yaml").write_text(pages, encoding="utf-8")
    (folder / "facts/so-lieu.yaml").write_text(_FACTS, encoding="utf-8")
    for first in range(0, files, PER_CAMPAIGN):
        shares = ", ".join(f"{{id: thong-diep-{n}}}" for n in range(first, min(first + PER_CAMPAIGN, files)))
        text = _CAMPAIGN.format(n=first, messages=shares)
        (folder / f"campaigns/{first}.yaml").write_text(text, encoding="utf-8")
    texts = [_MESSAGE.format(n=n) for n in range(files)]
    for n, text in enumerate(texts):
        (folder / f"messages/bhyt/{n}.yaml").write_text(text, encoding="utf-8")
    return texts


def measure(folder: Path) -> dict[str, float]:
    """Seconds for PyYAML alone, a cold check and a warm one, in this process, of the processor."""
    importlib.import_module("scheduler.library.checks")  # the time of PyYAML alone counts no import either
    texts = write_content(folder / "content")
    alone = min(_seconds(lambda: [yaml.load(text, Loader=yaml.CSafeLoader) for text in texts]) for _ in range(3))
    cold = _seconds(lambda: _check(folder, folder / "cache"))
    warm = _seconds(lambda: _check(folder, folder / "cache"))
    return {"alone": alone, "cold": cold, "warm": warm}


def main() -> None:
    """Print both ratios. Fails where one is over its bound."""
    with tempfile.TemporaryDirectory() as name:
        found = measure(Path(name))
    cold, warm = found["cold"] / found["alone"], found["warm"] / found["alone"]
    print(f"{FILES} message files: PyYAML alone {found['alone'] * 1000:.0f} ms")
    print(f"check, cold: {found['cold'] * 1000:.0f} ms, {cold:.1f}x (at most {COLD}x)")
    print(f"check, warm: {found['warm'] * 1000:.0f} ms, {warm:.1f}x (at most {WARM}x)")
    if cold > COLD or warm > WARM:
        raise SystemExit(1)


def _check(folder: Path, cache: Path) -> None:
    report = check(folder / "content", cache=cache)
    if report.problems:
        raise SystemExit("\n".join(map(str, report.problems[:5])))


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
