"""One day of the plan: what was placed, what was not, and the hours in which nothing may be."""

from collections.abc import Iterator
from datetime import date, timedelta
from operator import attrgetter
from zoneinfo import ZoneInfo

from scheduler.core.campaign import Quiet
from scheduler.core.phrase import phrase
from scheduler.core.plan.cadence import Fire, at_wall, midnight
from scheduler.core.slot import Gap, Slot

WEEKDAY_NAMES = (
    phrase("thứ Hai"),
    phrase("thứ Ba"),
    phrase("thứ Tư"),
    phrase("thứ Năm"),
    phrase("thứ Sáu"),
    phrase("thứ Bảy"),
    phrase("Chủ nhật"),
)

_CHANNEL = attrgetter("channel")


class Day:
    """A day under construction. It holds the slots of this day alone, by the instant at which they are due."""

    def __init__(self, day: date, campaign: str, zone: ZoneInfo) -> None:
        self.day, self.campaign, self.zone = day, campaign, zone
        self.start = midnight(day, zone)
        self.end = midnight(day + timedelta(days=1), zone)
        self.slots: dict[int, list[Slot]] = {}
        self._gaps: list[Gap] = []

    def add(self, second: int, slot: Slot) -> None:
        """Place a slot; those of one channel at one instant are said in the order in which they come."""
        self.slots.setdefault(second, []).append(slot)

    def gap(self, channel: str, why: str) -> None:
        """The channel says less than its cadence asks."""
        self._gaps.append(Gap(self.campaign, channel, self.day, why))

    def items(self) -> Iterator[Slot | Gap]:
        """The slots by (due, channel), then the gaps by channel."""
        for second in sorted(self.slots):
            yield from sorted(self.slots[second], key=_CHANNEL)
        yield from sorted(self._gaps, key=_CHANNEL)


class Notes:
    """Why a channel's firings of a day were not, or not wholly, used: one sentence per cause, not per firing."""

    __slots__ = ("_causes",)

    def __init__(self) -> None:
        self._causes: dict[str, list[str]] = {}

    def add(self, why: str, fire: Fire | None = None) -> None:
        """Note a cause; `fire` is the firing that it struck, None where it struck the whole day."""
        struck = self._causes.setdefault(why, [])
        if fire is not None and fire.text[-5:] not in struck:  # each repeated reading strikes its firing anew
            struck.append(fire.text[-5:])

    def tell(self, channel: str, day: Day) -> None:
        """Turn the notes into gaps."""
        for why, struck in self._causes.items():
            more = phrase(" và {n} lượt nữa", n=len(struck) - 4) if len(struck) > 5 else ""
            shown = ", ".join(struck[:4] if more else struck)
            day.gap(channel, phrase("lượt {shown}{more}: {why}", shown=shown, more=more, why=why) if struck else why)


def quiet_seconds(quiet: Quiet | None, day: Day) -> list[tuple[int, int]]:
    """The quiet hours that lie in the day, as instants from and up to; over midnight they are two stretches."""
    if quiet is None:
        return []
    start, end = (at_wall(day.day, wall, day.zone) for wall in (quiet.from_, quiet.to))
    if quiet.from_ < quiet.to:
        return [(start, end)]
    return [(day.start, end), (start, day.end)]


def on_weekday(day: date) -> str:
    """The day as it is said: thứ Sáu 07/05/2021."""
    return phrase("{weekday} {day:%d/%m/%Y}", weekday=WEEKDAY_NAMES[day.weekday()], day=day)
