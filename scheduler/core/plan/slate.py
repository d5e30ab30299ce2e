"""A station's day under construction: seconds left in each slot, and what is read in which."""

from collections.abc import Iterator
from operator import attrgetter

from scheduler.core.plan.airtime import AirDay
from scheduler.core.plan.booking import Booking
from scheduler.core.plan.scripts import StationVoice
from scheduler.core.plan.setting import Reading, Script, Setting
from scheduler.core.render import CannotRender

_AT = attrgetter("at")

Found = tuple[int, int]
"""A slot of the day and the seconds that the script takes there."""


class Slate:
    """Slots are numbered in order of time. Scripts stand in the order in which they were put in."""

    __slots__ = ("air", "left", "readings", "scripts", "setting", "voice")

    def __init__(self, voice: StationVoice, air: AirDay, setting: Setting) -> None:
        self.voice, self.air, self.setting = voice, air, setting
        self.left = list(air.seconds)
        self.scripts: list[Script] = []
        self.readings: list[Reading] = []

    def book(self, booking: Booking) -> None:
        """Another campaign's script takes its seconds from the slot it is read in: the latest that had begun."""
        second = int(booking.due.timestamp())
        begun = [at for at, start in enumerate(self.air.starts) if start <= second]
        if begun:
            self.left[begun[-1]] -= booking.seconds

    def find(self, message: str, slots: range, *, apart: bool = True) -> Found | None:
        """The first of the slots that takes the message, in the station's main language."""
        for at in slots:
            seconds = self.fits(message, self.voice.main, at)
            if seconds and (not apart or self._is_apart(message, at)) and self._is_spaced(at):
                return at, seconds
        return None

    def fits(self, message: str, lang: str, at: int) -> int:
        """The seconds that the message takes in the slot; 0 where there is no room, or it is read there already."""
        seconds = self.voice.lengths.get((message, lang)) or self._measured(message, lang, at)
        if not 0 < seconds <= self.left[at]:
            return 0
        for reading in self.readings:
            if reading.at == at and reading.lang == lang and reading.script.message == message:
                return 0
        return seconds

    def _measured(self, message: str, lang: str, at: int) -> int:
        try:
            return self.setting.scripts.seconds(self.voice, message, lang, self.air.dues[at])
        except CannotRender:
            return 0

    def put(self, reading: Reading) -> None:
        """Enter a reading."""
        self.left[reading.at] -= reading.seconds
        self.readings.append(reading)
        self.voice.count += reading.lang == self.voice.main

    def remove(self, script: Script) -> None:
        """Take a script out again, with all its readings."""
        for reading in self.readings:
            if reading.script is script:
                self.left[reading.at] += reading.seconds
                self.voice.count -= reading.lang == self.voice.main
        self.readings = [reading for reading in self.readings if reading.script is not script]
        self.scripts.remove(script)

    def free_of_bookings(self, at: int) -> bool:
        """Whether the slot lies the least gap away from what other campaigns have booked."""
        start, gap = self.air.starts[at], self.setting.gap
        return not gap or all(abs(start - other) >= gap for other in self.voice.busy)

    def in_order(self) -> list[Script]:
        """The scripts in the order in which they are first heard."""
        return sorted(self.scripts, key=_AT) if len(self.scripts) > 1 else self.scripts[:]

    def _is_spaced(self, at: int) -> bool:
        gap = self.setting.gap
        return not gap or all(abs(self.air.starts[at] - other) >= gap for other in self._others())

    def _others(self) -> Iterator[int]:
        yield from self.voice.busy
        if self.voice.last is not None:
            yield self.voice.last
        for reading in self.readings:
            if reading.lang == self.voice.main:
                yield self.air.starts[reading.at]

    def _is_apart(self, message: str, at: int) -> bool:
        """Whether neither the script heard before the slot's end nor the one heard after it is the same message."""
        before, after = self.voice.cursor.last, None
        for script in self.in_order():
            if script.at <= at:
                before = script.message
            elif after is None:
                after = script.message
        return message not in (before, after)
