"""Small contents for tests of the planner: one office, its channels, and messages with plain texts."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.core.calendar import Calendar
from scheduler.core.campaign import Campaign
from scheduler.core.channel import Channel, Page, Station
from scheduler.core.content import Content
from scheduler.core.fact import Fact
from scheduler.core.figures import Facts
from scheduler.core.message import Message
from scheduler.core.plan import Booked, nothing_booked, plan
from scheduler.core.slot import Gap, Slot
from scheduler.core.unit import Unit, Units

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
OFFICE = "bhxh-a"
MONDAY = date(2021, 5, 3)
DAILY = {"cron": {"hour": 8, "minute": 0}}
FOREVER = [{"unit": OFFICE, "from": "2000-01-01"}]


def unit(id_: str = OFFICE, **more: Any) -> Unit:
    periods = [{"from": "2000-01-01", "name": f"BHXH {id_}", "short_name": id_}]
    return Unit.model_validate({"id": id_, "level": "huyen", "periods": periods, **more})


def page(id_: str = "fb-a", **more: Any) -> Page:
    return Page.model_validate({"id": id_, "name": id_, "owners": FOREVER, "page_id": "1", **more})


def station(
    id_: str = "dai-a", slots: Sequence[tuple[Any, ...]] = (("05:00", 300), ("17:00", 300)), **more: Any
) -> Station:
    """A station; each slot is its time, its seconds and, if not daily, its weekdays."""
    times = [
        {"id": f"s{n}", "time": time, "seconds": seconds, **({"days": days[0]} if days else {})}
        for n, (time, seconds, *days) in enumerate(slots)
    ]
    values = {"id": id_, "name": id_, "owners": FOREVER, "area": "xa-a", "phone": "0", "slots": times}
    return Station.model_validate({**values, **more})


def words(seconds: int) -> str:
    """A text that a station of 200 syllables a minute reads in so many seconds."""
    return " ".join(["xin"] * (seconds * 200 // 60))


def message(id_: str, seconds: int = 30, **more: Any) -> Message:
    texts = {"facebook": {"vi": f"Bài {id_}"}, "radio": {"vi": words(seconds)}}
    values = {
        "id": id_, "topic": "bhxh", "title": id_, "audience": ["bà con"], "legal_basis": ["Luật BHXH"],
        "valid_from": "2000-01-01", "texts": texts,
    }  # fmt: skip
    return Message.model_validate({**values, **more})


def messages(count: int, **more: Any) -> list[Message]:
    return [message(f"m{n}", **more) for n in range(1, count + 1)]


def campaign(
    mix: Iterable[Message | tuple[str, int]] = (), *, days: int = 7, start: date = MONDAY, **more: Any
) -> Campaign:
    shares = [{"id": m.id} if isinstance(m, Message) else {"id": m[0], "weight": m[1]} for m in mix]
    cadence = more.pop("cadence", {"facebook": {"triggers": [DAILY]}})
    to = date.fromordinal(start.toordinal() + days - 1)
    values = {"id": "c", "name": "C", "from": start, "to": to, "basis": ["CV 1"], "units": [OFFICE], "messages": shares}
    return Campaign.model_validate({**values, "cadence": cadence, **more})


def content(
    channels: Iterable[Channel] = (), said: Iterable[Message] = (), *, units: Iterable[Unit] = (), **more: Any
) -> Content:
    facts: Iterable[Fact] = more.pop("facts", ())
    return Content(
        digest="", units=Units({u.id: u for u in (unit(), *units)}), channels={c.id: c for c in channels},
        facts=Facts(tuple(facts), ()), messages={m.id: m for m in said}, campaigns={},
        calendar=more.pop("calendar", Calendar()), **more,
    )  # fmt: skip


class Planned:
    """A plan, read to its end."""

    def __init__(self, items: Iterable[Slot | Gap]) -> None:
        self.items = list(items)
        self.slots = [item for item in self.items if isinstance(item, Slot)]
        self.gaps = [item for item in self.items if isinstance(item, Gap)]

    def on(self, day: date) -> "Planned":
        return Planned(i for i in self.items if (i.due.date() if isinstance(i, Slot) else i.day) == day)

    def of(self, channel: str) -> "Planned":
        return Planned(item for item in self.items if item.channel == channel)

    def __iter__(self) -> Iterator[Slot]:
        return iter(self.slots)

    def __len__(self) -> int:
        return len(self.slots)

    @property
    def said(self) -> list[str]:
        return [slot.message for slot in self.slots]

    @property
    def times(self) -> list[str]:
        return [f"{slot.due:%H:%M}" for slot in self.slots]

    @property
    def why(self) -> str:
        return "\n".join(gap.why for gap in self.gaps)


def planned(
    about: Content, run: Campaign, *, zone: ZoneInfo = ZONE, booked: Booked = nothing_booked, **more: Any
) -> Planned:
    return Planned(plan(about, run, zone=zone, booked=booked, **more))


def by_channel_and_day(slots: Iterable[Slot]) -> dict[tuple[str, date], list[Slot]]:
    ordered = sorted(slots, key=lambda s: (s.channel, s.due))
    return {key: list(some) for key, some in groupby(ordered, key=lambda s: (s.channel, s.due.date()))}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)
