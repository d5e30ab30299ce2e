"""The scripts of a station on one day: what a list, a feed, a calendar and a manifest are made from."""

from dataclasses import dataclass
from datetime import date, datetime

from scheduler.core.channel import Station
from scheduler.core.radio.sheet import Sheet


@dataclass(frozen=True)
class Day:
    """A station's scripts of one day, by time. `until` is when the list would be another without anybody's doing.

    `recalls`: scripts of other days that were taken back, and that nobody at the station has acknowledged.
    """

    station: Station
    day: date
    sheets: tuple[Sheet, ...]
    until: datetime
    recalls: tuple[Sheet, ...] = ()

    @property
    def current(self) -> tuple[Sheet, ...]:
        """The newest revision of each script: what people look at. Programs are told of the older ones as well."""
        newest = {sheet.key: sheet for sheet in self.sheets}
        return tuple(sheet for sheet in self.sheets if newest[sheet.key] is sheet)

    def named(self, name: str) -> Sheet | None:
        """The current script whose files have this name."""
        return next((sheet for sheet in self.current if sheet.name == name), None)
