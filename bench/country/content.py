"""The country as content: the founding campaign's messages and figures, said by 700 offices instead of ten.

Names, addresses and telephones are made up and visibly unreal. Each office has its own, so every office's
texts differ. Facebook texts name their day, so they also differ from day to day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from scheduler.core.campaign import Cadence, Campaign
from scheduler.core.channel import Channel, Page, Station
from scheduler.core.content import Content
from scheduler.core.message import Message
from scheduler.core.unit import Unit, Units
from scheduler.library import load

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FOUNDING = "thang-5-2021"
COUNTRY = "toan-quoc"
FIRST_DAY = date(2021, 5, 2)

OFFICES, STATIONS, DAYS, READINGS = 700, 11_000, 30, 3
PER_OFFICE = DAYS * (1 + READINGS * STATIONS / OFFICES)
"""Posts of an office: a page once a day, and its share of the stations three times a day."""

_HEADS = ("An", "Bình", "Cao", "Đông", "Gia", "Hòa", "Kim", "Lạc", "Minh", "Nam", "Phú", "Quảng", "Tân", "Thuận",
          "Trà", "Trung", "Văn", "Vĩnh", "Xuân", "Yên")  # fmt: skip
_TAILS = ("Bảo", "Châu", "Dương", "Đài", "Giang", "Hải", "Hưng", "Khê", "Lâm", "Lộc", "Mỹ", "Ninh", "Phong", "Sơn",
          "Thạch", "Thành", "Thịnh", "Thủy", "Tiến", "Trạch", "Vân", "Xá", "Điền", "Đức", "Phước")  # fmt: skip
_AREAS = ("huyện", "thị xã")


@dataclass(frozen=True)
class Country:
    """Content and the campaign that fills its month."""

    content: Content
    campaign: Campaign


def build(posts: int, folder: Path) -> Country:
    """A country, or a part of it, whose month has about so many posts.

    Offices, pages and stations shrink together and the days stay: so a small part has as many different texts
    per post as the whole, and what a post costs can be compared.
    """
    offices = max(1, round(posts / PER_OFFICE))
    stations = round((posts / DAYS - offices) / READINGS)
    founding = load(folder)
    units = Units({unit.id: unit for unit in _units(offices)})
    channels: dict[str, Channel] = {c.id: c for c in (*_pages(offices), *_stations(stations, offices))}
    campaign = _campaign(founding.campaigns[FOUNDING])
    messages = {share.id: _dated(founding.messages[share.id]) for share in campaign.messages}
    content = replace(
        founding, units=units, channels=channels, messages=messages, campaigns={COUNTRY: campaign}, places={}
    )
    return Country(content, campaign)


def _campaign(founding: Campaign) -> Campaign:
    last = FIRST_DAY + timedelta(days=DAYS - 1)
    cadence = {"facebook": _cadence("7", "12h", 1), "radio": _cadence("5,11,17", None, READINGS)}
    changes = {
        "id": COUNTRY, "from_": FIRST_DAY, "to": last, "units": (), "units_below": ("ca-nuoc",), "cadence": cadence,
    }  # fmt: skip
    return founding.model_copy(update=changes)


def _cadence(hours: str, spread: str | None, most: int) -> Cadence:
    form: dict[str, object] = {"triggers": [{"cron": {"hour": hours, "minute": 0}}], "max_per_day": str(most)}
    return Cadence.model_validate(form | ({"spread": spread} if spread else {}))


def _dated(message: Message) -> Message:
    """The message with its day in the Facebook text, and valid throughout the month."""
    body = message.texts["facebook"]["vi"]
    dated = body.model_copy(update={"text": body.text + "\nNgày {{ slot.date }}\n"})
    texts = {**message.texts, "facebook": {"vi": dated}}
    return message.model_copy(update={"texts": texts, "valid_from": FIRST_DAY})


def _units(offices: int) -> Iterator[Unit]:
    yield _unit("ca-nuoc", "Bảo hiểm xã hội ví dụ", "0200 000 0000", "", None)
    for n in range(offices):
        area = _area(n)
        address = f"Số 00, đường Ví Dụ, {area}"
        yield _unit(f"bhxh-{n:03}", f"Bảo hiểm xã hội {area}", f"0200 000 {n + 1000}", address, "ca-nuoc")


def _unit(key: str, name: str, phone: str, address: str, parent: str | None) -> Unit:
    period: Mapping[str, object] = {
        "from": "1995-02-16", "name": name, "short_name": name.replace("Bảo hiểm xã hội", "BHXH"), "phone": phone,
        "address": address or "Số 00, đường Ví Dụ", "example": True,
    }  # fmt: skip
    return Unit.model_validate({"id": key, "level": "huyen", "periods": [{**period, "parent": parent}]})


def _area(n: int) -> str:
    name = f"{_HEADS[n % len(_HEADS)]} {_TAILS[n // len(_HEADS) % len(_TAILS)]}"
    return f"{_AREAS[n // (len(_HEADS) * len(_TAILS))]} {name}"


def _owner(n: int) -> dict[str, object]:
    return {"unit": f"bhxh-{n:03}", "from": "1995-02-16"}


def _pages(offices: int) -> Iterator[Page]:
    for n in range(offices):
        name, number = f"BHXH {_area(n)} (trang ví dụ)", f"99900000000{n:04}"
        yield Page.model_validate({"id": f"fb-{n:03}", "name": name, "page_id": number, "owners": [_owner(n)]})


def _stations(stations: int, offices: int) -> Iterator[Station]:
    for n in range(stations):
        office = n % offices
        area = f"Xã {_HEADS[n // offices % len(_HEADS)]} {_TAILS[n % len(_TAILS)]}, {_area(office)}"
        yield Station.model_validate({
            "id": f"dai-{n:05}", "name": f"Đài truyền thanh {area}", "area": area, "phone": f"0200 001 {n:05}",
            "owners": [_owner(office)], "slots": list(_slots(n)), "example": True,
        })  # fmt: skip


def _slots(n: int) -> Iterator[dict[str, object]]:
    """Three broadcasts a day; stations begin at four different minutes and give three to five minutes."""
    for name, hour in (("sang", 5), ("trua", 11), ("chieu", 17)):
        yield {"id": name, "time": time(hour, n % 4 * 15), "seconds": str(180 + n % 3 * 60)}
