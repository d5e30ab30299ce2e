"""Placing scripts in the slots of radio stations. Each station stands alone: none depends on another's day."""

from collections.abc import Sequence
from datetime import date, datetime, time

from scheduler.core.campaign import Campaign
from scheduler.core.content import Content
from scheduler.core.phrase import phrase
from scheduler.core.plan.airtime import AirDay, Pattern, air_day, longest
from scheduler.core.plan.booking import Booked, nothing_booked
from scheduler.core.plan.cadence import Fire
from scheduler.core.plan.day import WEEKDAY_NAMES, Day
from scheduler.core.plan.mixes import Mixes
from scheduler.core.plan.programme import Programme
from scheduler.core.plan.roster import Member
from scheduler.core.plan.scripts import RADIO, Scripts, StationVoice
from scheduler.core.plan.setting import Reading, Setting
from scheduler.core.plan.voice import book
from scheduler.core.render import Renderer
from scheduler.core.slot import Reason, Slot


class Stations:
    """The plan of all stations."""

    def __init__(
        self,
        content: Content,
        campaign: Campaign,
        mixes: Mixes,
        booked: Booked,
        renderer: Renderer,
        earliest: time,
    ) -> None:
        self._content = content
        self._cadence = campaign.cadence[RADIO]
        self._mixes, self._booked = mixes, booked
        self._gap = int(self._cadence.min_gap.total_seconds())
        self._scripts = Scripts(renderer, campaign)
        # A message that only fits before the earliest firing would wait for its turn for ever.
        self._earliest = earliest
        self._longest: dict[Pattern, int] = {}
        self._voices: dict[str, StationVoice] = {}

    def place(self, day: Day, fired: Sequence[Fire], members: Sequence[Member]) -> None:
        """Add the day's slots and gaps."""
        air: dict[Pattern, AirDay] = {}
        settings: dict[str, Setting] = {}
        voices = [self._begin(member, day.day) for member in members]
        book(voices, self._booked, day.day, self._gap)
        for voice in voices:
            if voice.pattern not in air:
                air[voice.pattern] = air_day(voice.pattern, day, fired, self._cadence.quiet)
            if voice.main not in settings:
                settings[voice.main] = self._setting(day.day, fired, voice.main)
            self._station(voice, air[voice.pattern], settings[voice.main], day)

    def _setting(self, day: date, fired: Sequence[Fire], lang: str) -> Setting:
        mix = self._mixes.on(day, RADIO, lang)
        return Setting(day, self._content, self._cadence, self._gap, fired, mix, self._scripts)

    def _begin(self, member: Member, day: date) -> StationVoice:
        voice = self._voices.get(member.channel.id)
        if voice is None:
            voice = self._voices[member.channel.id] = StationVoice(member)
        voice.begin(member)
        if voice.pattern not in self._longest:
            self._longest[voice.pattern] = longest(voice.pattern, self._earliest, self._cadence.quiet)
        voice.longest = self._longest[voice.pattern]
        self._scripts.begin(voice, day)
        return voice

    def _station(self, voice: StationVoice, air: AirDay, setting: Setting, day: Day) -> None:
        channel = voice.member.channel.id
        if why := self._silence(voice, air, day.day):
            day.gap(channel, why)
            return
        programme = Programme(voice, air, setting)
        if self._booked is not nothing_booked:
            for booking in self._booked(channel, day.day):
                programme.slate.book(booking)
        for reading in programme.fill():
            self._add(voice, air, setting.fires[reading.script.number], reading, day)
        voice.notes.tell(channel, day)

    def _silence(self, voice: StationVoice, air: AirDay, day: date) -> str | None:
        for silent in voice.station.silent_days:
            if silent.holds(day):
                return phrase("đài nghỉ phát ngày này (silent_days)")
        if air.starts:
            return None
        return phrase("đài không có khung giờ phát vào {day}", day=WEEKDAY_NAMES[day.weekday()])

    def _add(self, voice: StationVoice, air: AirDay, fire: Fire, reading: Reading, day: Day) -> None:
        script, lang = reading.script, reading.lang
        channel, unit = voice.member.channel.id, voice.member.unit
        ordinal = fire.earlier * self._cadence.repeats + reading.nth
        key = f"{day.campaign}/{channel}/{lang}/{fire.text}/{ordinal}"
        reason = Reason(
            fire.line, fire.planned, script.turn, 0, reading.nth, lang != voice.main, script.moves
        )  # fmt: skip
        due: datetime = air.dues[reading.at]
        slot = Slot(key, day.campaign, script.message, unit, channel, RADIO, lang, due, reading.seconds, reason)
        day.add(air.starts[reading.at], slot)
