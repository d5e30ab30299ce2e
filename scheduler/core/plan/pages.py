"""Placing posts on channels that take one at any minute: pages, and whatever kind else has no slots of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.core.campaign import Campaign
from scheduler.core.content import Content
from scheduler.core.phrase import listed, phrase
from scheduler.core.plan.booking import Booked, nothing_booked
from scheduler.core.plan.cadence import Fire
from scheduler.core.plan.day import Day, quiet_seconds
from scheduler.core.plan.minutes import Minutes
from scheduler.core.plan.mixes import Mixes
from scheduler.core.plan.roster import Member
from scheduler.core.plan.voice import Voice, book
from scheduler.core.slot import Reason, Slot
from scheduler.core.translation import translation_fault

QUIET = phrase("giờ yên lặng")
TAKEN = phrase("phút đó đã có kênh cùng loại đăng")
NEAR = phrase("giãn cách tối thiểu giữa hai bài")


@dataclass(frozen=True, slots=True)
class _Spot:
    """A firing at a page's place in the spread; `start` is the instant before any rule moves it."""

    fire: Fire
    place: int
    start: int


class Pages:
    """The plan of one such kind. A minute is given once within the kind: who follows several pages sees no burst."""

    def __init__(self, content: Content, campaign: Campaign, kind: str, mixes: Mixes, booked: Booked) -> None:
        self._content, self._kind = content, kind
        self._cadence = campaign.cadence[kind]
        self._mixes, self._booked = mixes, booked
        self._gap = int(self._cadence.min_gap.total_seconds())
        self._peers = sorted(c.id for c in content.channels.values() if c.kind == kind)
        self._voices: dict[str, Voice] = {}

    def place(self, day: Day, fires: Sequence[Fire], members: Sequence[Member]) -> None:
        """Add the day's slots and gaps."""
        minutes = Minutes(day, quiet_seconds(self._cadence.quiet, day))
        self._reserve(day.day, minutes)
        voices = [self._begin(member) for member in members]
        book(voices, self._booked, day.day, self._gap)
        speaking = [(place, voice) for place, voice in enumerate(voices) if self._enter(voice, day.day)]
        for fire in fires:
            for place, voice in speaking:
                spot = _Spot(fire, place, fire.second + self._offset(place, len(voices)))
                self._fire(voice, spot, minutes, day)
        for voice in voices:
            voice.notes.tell(voice.member.channel.id, day)

    def _reserve(self, day: date, minutes: Minutes) -> None:
        if self._booked is nothing_booked:
            return
        for channel in self._peers:
            for booking in self._booked(channel, day):
                minutes.take(int(booking.due.timestamp()))

    def _begin(self, member: Member) -> Voice:
        voice = self._voices.get(member.channel.id)
        if voice is None:
            voice = self._voices[member.channel.id] = Voice(member)
        voice.begin(member)
        return voice

    def _enter(self, voice: Voice, day: date) -> bool:
        return voice.enter(self._mixes.on(day, self._kind, voice.main))

    def _offset(self, place: int, pages: int) -> int:
        spread = self._cadence.spread
        return place * 60 if spread is None else place * int(spread.total_seconds()) // pages // 60 * 60

    def _fire(self, voice: Voice, spot: _Spot, minutes: Minutes, day: Day) -> None:
        found = self._find(voice, spot, minutes, day)
        if found is None:
            return
        message = voice.cursor.next()
        turn = voice.cursor.take(message)
        voice.cursor.last = message
        reason = Reason(spot.fire.line, spot.fire.planned, turn, spot.place + 1, moves=found[1])
        minutes.take(found[0])
        self._add(voice, day, found[0], (message, voice.main), spot.fire, reason)
        for lang in voice.others:
            self._translate(voice, _Spot(spot.fire, spot.place, found[0] + 60), (message, lang), reason, minutes, day)

    def _translate(
        self, voice: Voice, spot: _Spot, said: tuple[str, str], reason: Reason, minutes: Minutes, day: Day
    ) -> None:
        message, lang = said
        fault = translation_fault(self._content, self._content.messages[message], self._kind, lang, day.day)
        if fault:
            voice.notes.add(phrase('thông điệp "{message}": {fault}', message=message, fault=fault), spot.fire)
        elif found := self._find(voice, spot, minutes, day):
            minutes.take(found[0])
            reason = reason._replace(translated=True, moves=found[1])
            self._add(voice, day, found[0], said, spot.fire, reason)

    def _find(self, voice: Voice, spot: _Spot, minutes: Minutes, day: Day) -> tuple[int, tuple[str, ...]] | None:
        if voice.count >= self._cadence.max_per_day:
            voice.notes.add(
                phrase("đã đủ {max_per_day} bài trong ngày (max_per_day)", max_per_day=self._cadence.max_per_day),
                spot.fire,
            )
            return None
        second, moves = self._settle(voice, spot.start, minutes)
        if second < day.end:
            return second, tuple(moves)
        cause = listed(moves) or phrase("mỗi kênh cùng loại cách nhau ít nhất một phút")
        voice.notes.add(
            phrase("không còn phút nào trước nửa đêm ({cause}); hãy đặt giờ sớm hơn", cause=cause), spot.fire
        )
        return None

    def _settle(self, voice: Voice, second: int, minutes: Minutes) -> tuple[int, dict[str, None]]:
        """The first instant from `second` that every rule allows, and the rules that moved it."""
        moves: dict[str, None] = {}
        while True:
            quiet = minutes.after_quiet(second)
            clear = voice.clear_of(quiet, self._gap)
            free = minutes.free(clear)
            if free == second:
                return second, moves
            steps = ((second, quiet, QUIET), (quiet, clear, NEAR), (clear, free, TAKEN))
            moves.update((cause, None) for before, after, cause in steps if after != before)
            second = free

    def _add(self, voice: Voice, day: Day, second: int, said: tuple[str, str], fire: Fire, reason: Reason) -> None:
        message, lang = said
        channel, unit = voice.member.channel.id, voice.member.unit
        key = f"{day.campaign}/{channel}/{lang}/{fire.text}/{fire.earlier + 1}"
        due = datetime.fromtimestamp(second, day.zone)
        day.add(second, Slot(key, day.campaign, message, unit, channel, self._kind, lang, due, 0, reason))
        voice.busy.append(second)  # not `last` alone: a gap can push a post far behind later firings
        voice.last = second
        voice.count += 1
