"""Units: the offices that speak. Names, addresses, telephones and parents hold from a day to a day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field

from scheduler.core.fields import Content, Identifier, Interval, Text, Truth

Level = Literal["trung_uong", "khu_vuc", "tinh", "huyen", "co_so"]


class UnitPeriod(Interval):
    """What a unit is called and where it is found during some days."""

    name: Text
    short_name: Text
    parent: Identifier | None = None
    address: Text | None = None
    phone: Text | None = None
    areas: tuple[Text, ...] = ()
    source: Text | None = None
    note: Text | None = None
    example: Truth = False


class Unit(Content):
    """An organisation that speaks. Its periods neither overlap nor leave a gap; a successor follows it."""

    id: Identifier
    level: Level
    successor: Identifier | None = None
    note: Text | None = None
    periods: tuple[UnitPeriod, ...] = Field(min_length=1)

    def on(self, day: date) -> UnitPeriod | None:
        """The period that holds on the day, or None where the unit did not exist."""
        return next((period for period in self.periods if period.holds(day)), None)


class UnitsFile(Content):
    """`content/units.yaml`."""

    units: tuple[Unit, ...]


@dataclass(frozen=True)
class Units:
    """All units by id."""

    by_id: Mapping[str, Unit]

    def __getitem__(self, unit: str) -> Unit:
        return self.by_id[unit]

    def __contains__(self, unit: str) -> bool:
        return unit in self.by_id

    def __iter__(self) -> Iterator[Unit]:
        return iter(self.by_id.values())

    def above(self, unit: str, day: date) -> Iterator[str]:
        """The unit and every unit above it on the day, nearest first; stops where a circle would close."""
        seen: set[str] = set()
        current: str | None = unit
        while current is not None and current in self.by_id and current not in seen:
            seen.add(current)
            yield current
            period = self.by_id[current].on(day)
            current = period.parent if period else None

    def below(self, unit: str, day: date) -> list[str]:
        """The unit and every unit below it that exists on the day, in the order of the file."""
        return [u.id for u in self if u.on(day) and unit in self.above(u.id, day)]
