"""Script sheets for tests: a station, a message, and a script that says every Vietnamese letter."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.core.channel import Ownership, Station, StationSlot
from scheduler.core.message import Message
from scheduler.core.post import Payload, UsedFact, Uses
from scheduler.core.radio.day import Day
from scheduler.core.radio.sheet import Released, Sheet, Signer, build
from scheduler.core.unit import UnitPeriod

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DUE = datetime(2026, 11, 23, 5, 30, tzinfo=ZONE)

LETTERS = (
    "aàảãáạ ăằẳẵắặ âầẩẫấậ đ eèẻẽéẹ êềểễếệ iìỉĩíị oòỏõóọ ôồổỗốộ ơờởỡớợ uùủũúụ ưừửữứự yỳỷỹýỵ "
    "bcdghklmnpqrstvx fjwz"
)  # fmt: skip
"""Every letter of Vietnamese with every tone, in NFC."""

STATION = Station(
    id="dai-a", name="Đài truyền thanh xã A", area="Xã A", phone="0216 000 1001", syllables_per_minute=180,
    owners=(Ownership(unit="u", from_=date(2020, 1, 1)),), slots=(StationSlot(id="s", time="05:30", seconds=300),),
)  # fmt: skip
MESSAGE = Message(
    id="m", topic="bhyt", title="Thẻ", audience=("Mọi người",), legal_basis=("Luật X",), valid_from=date(2026, 1, 1),
    priority="uu_tien", texts={"radio": {"vi": "x"}},
)  # fmt: skip
UNIT = UnitPeriod(
    name="BHXH cơ sở A", short_name="BHXH A", phone="0216 000 0001", address="Số 1, xã A", from_=date(2020, 1, 1)
)
PAYLOAD = Payload(
    "radio", "vi", "Đóng 5 đồng.", reading="Đóng năm đồng.", notes="Đọc chậm.", music="Nhạc hiệu", title="Thẻ"
)
WHOLE = replace(
    PAYLOAD,
    title="Mức đóng & quyền lợi <mới>",
    text=f"Kính thưa bà con!\n{LETTERS}\n{LETTERS.upper()}\nMức đóng là 87.750 đồng.\n"
    "Xin nhắc lại: mức đóng là 87.750 đồng.\nXin trân trọng cảm ơn.",
    reading=f"Kính thưa bà con!\n{LETTERS}\n{LETTERS.upper()}\nMức đóng là tám mươi bảy nghìn bảy trăm năm mươi đồng."
    "\nXin nhắc lại: mức đóng là tám mươi bảy nghìn bảy trăm năm mươi đồng.\nXin trân trọng cảm ơn.",
)
"""A payload with every part, every letter and a figure."""

USES = Uses("u", "BHXH cơ sở A", (UsedFact("muc", "5 đồng", (), "Nghị định 1"),))
SCRIPT = Released(
    7, "c/dai-a/vi/2026-11-23T05:30/1", 0, 1, 14, "u", DUE, 61, "usable", DUE - timedelta(days=1),
    DUE - timedelta(days=1), PAYLOAD, USES, Signer("Lan"), Signer("Minh", "Phó Giám đốc"), DUE - timedelta(days=2),
)  # fmt: skip


def sheet(message: Message | None = MESSAGE, unit: UnitPeriod | None = None, **changes: object) -> Sheet:
    """The sheet of SCRIPT with other fields."""
    return build(replace(SCRIPT, **changes), STATION, message, None, unit)  # type: ignore[arg-type]  # fields of Released


def whole(**changes: object) -> Sheet:
    """A sheet with all that a sheet can have."""
    return sheet(unit=UNIT, **{"payload": WHOLE, "editor": Signer("Hoa", "Chuyên viên")} | changes)


def day(*sheets: Sheet) -> Day:
    """The day of DUE with these scripts."""
    return Day(STATION, DUE.date(), sheets, DUE.replace(hour=0, minute=0) + timedelta(days=1))
