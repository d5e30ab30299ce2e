"""A station's day: which script goes into which of its slots.

Every firing gives one message its turn, in the first slot at or after it that has room and does not put the message
beside itself. Its language variants follow in the same slot or the next with room. When all turns are given,
the further readings that `repeats` asks for go into later slots. A message of priority `uu_tien` takes the place
of `thuong` ones; those move on to a later slot, or keep their turn for another day.
"""

from operator import attrgetter

from scheduler.core.phrase import phrase
from scheduler.core.plan.airtime import AirDay
from scheduler.core.plan.scripts import StationVoice
from scheduler.core.plan.setting import Reading, Script, Setting
from scheduler.core.plan.slate import Found, Slate
from scheduler.core.render import CannotRender
from scheduler.core.translation import language_name

LATER = phrase("khung giờ sớm hơn không đủ giây, đã có thông điệp này hoặc quá gần bài khác")
YIELDED = phrase("nhường khung giờ sớm hơn cho thông điệp ưu tiên")
SWAPPED = phrase("thông điệp đến lượt không vừa khung giờ nên chờ lượt sau")
URGENT = phrase("thông điệp ưu tiên lấy chỗ của thông điệp thường")

_AT = attrgetter("at")

Choice = tuple[str, Found, tuple[str, ...]]
"""A message, where it goes, and what moved it there."""


class Programme:
    """The giving of turns at one station on one day."""

    __slots__ = ("cursor", "displaced", "setting", "slate", "slots", "voice")

    def __init__(self, voice: StationVoice, air: AirDay, setting: Setting) -> None:
        self.slate = Slate(voice, air, setting)
        self.voice, self.setting = voice, setting
        self.cursor = voice.cursor
        self.slots = len(air.starts)
        self.displaced: list[Script] = []

    def fill(self) -> list[Reading]:
        """Every reading of the day, in the order in which they are heard."""
        if not self._enter():
            return []
        for number in range(len(self.setting.fires)):
            self._turn(number)
        for nth in range(2, self.setting.cadence.repeats + 1):
            self._read_again(nth)
        return self._heard()

    def _enter(self) -> bool:
        return self.voice.enter(self.setting.mix, self.voice.excluded)

    def _turn(self, number: int) -> None:
        if self._is_full(number):
            return
        if not self.slate.air.reach[number]:
            self._note(phrase("đài không còn khung giờ phát nào từ giờ này"), number)
        elif choice := self._choose(number):
            message, (at, seconds), moves = choice
            self._put(Script(number, message, self.cursor.take(message), at, moves), seconds)
            displaced, self.displaced = self.displaced, []
            for script in displaced:
                self._put_later(script)

    def _choose(self, number: int) -> Choice | None:
        while not self._is_readable(self.cursor.next(), number):
            if not self._enter():
                return None
        message, slots = self.cursor.next(), self._slots(number)
        apart = self.cursor.has_choice
        found = self.slate.find(message, slots, apart=apart)
        if found and found[0] == slots.start:
            return message, found, ()
        if self.setting.is_urgent(message) and (taken := self._make_room(message, slots, found)):
            return message, taken, (URGENT,)
        return (message, found, (LATER,)) if found else self._choose_other(number)

    def _choose_other(self, number: int) -> Choice | None:
        """The next message in the rotation that fits; the one in turn again if no other could ever fit here."""
        slots, reach = self._slots(number), self.slate.air.reach[number]
        readable = [message for message in self.cursor.candidates() if self._is_readable(message, number)]
        if not self._enter():
            return None
        short = [message for message in readable if self._length(message, number) <= reach]
        for message in readable:
            if found := self.slate.find(message, slots, apart=len(short) > 1):
                return message, found, () if message == self.cursor.next() else (SWAPPED,)
        self._note_no_room(readable, number)
        return None

    def _make_room(self, message: str, slots: range, found: Found | None) -> Found | None:
        """Take ordinary scripts out of an earlier slot than the one found, where that makes the message fit."""
        slate = self.slate
        for at in range(slots.start, found[0] if found else slots.stop):
            kept = (slate.left[:], slate.scripts[:], slate.readings[:], self.voice.count)
            for script in reversed([s for s in slate.scripts if s.at == at and not self.setting.is_urgent(s.message)]):
                slate.remove(script)
                self.displaced.insert(0, script)
                if taken := slate.find(message, range(at, at + 1)):
                    return taken
            slate.left, slate.scripts, slate.readings, self.voice.count = kept
            self.displaced.clear()
        return None

    def _put(self, script: Script, seconds: int) -> None:
        self.slate.scripts.append(script)
        self.slate.put(Reading(script, self.voice.main, script.at, seconds))
        for lang in self.voice.others:
            self._translate(script, lang, script.at, 1)

    def _put_later(self, script: Script) -> None:
        """Find another slot for a script that gave way; without one its message keeps its turn."""
        found = None if self._is_full(script.number) else self.slate.find(script.message, self._slots(script.number))
        if found:
            script.at, script.moves = found[0], (*script.moves, YIELDED)
            self._put(script, found[1])
        else:
            self.cursor.owe(script.message)
            self._note(
                phrase(
                    'thông điệp "{message}" nhường chỗ cho thông điệp ưu tiên, chờ lượt sau', message=script.message
                ),
                script.number,
            )

    def _translate(self, script: Script, lang: str, begin: int, nth: int) -> None:
        message = script.message
        if fault := self.setting.fault(message, lang) or self._unmade(message, lang, begin):
            self._note(phrase('thông điệp "{message}": {fault}', message=message, fault=fault), script.number)
        else:
            self._read_variant(script, lang, begin, nth)

    def _read_variant(self, script: Script, lang: str, begin: int, nth: int) -> None:
        for at in range(begin, self.slots):
            seconds = self.slate.fits(script.message, lang, at)
            if seconds and (at == begin or self.slate.free_of_bookings(at)):
                self.slate.put(Reading(script, lang, at, seconds, nth))
                return
        why = phrase(
            'không còn khung giờ nào đủ giây cho bản {lang} của "{message}"',
            lang=language_name(lang),
            message=script.message,
        )
        self._note(why, script.number)

    def _read_again(self, nth: int) -> None:
        for script in self.slate.in_order():
            read = [r.at for r in self.slate.readings if r.script is script and r.lang == self.voice.main]
            if len(read) < nth - 1 or self._is_full(script.number):
                continue
            found = self.slate.find(script.message, range(read[-1] + 1, self.slots), apart=False)
            if found:
                self.slate.put(Reading(script, self.voice.main, found[0], found[1], nth))
                for lang in self.voice.others:
                    self._translate(script, lang, found[0], nth)
            else:
                wanted = self.setting.cadence.repeats
                why = phrase(
                    '"{message}" chỉ đọc được {nth} trong {wanted} lần: không còn khung giờ đủ giây',
                    message=script.message,
                    nth=nth - 1,
                    wanted=wanted,
                )
                self._note(why, script.number)

    def _heard(self) -> list[Reading]:
        slate = self.slate
        if slate.scripts:
            self.cursor.last = slate.in_order()[-1].message
            self.voice.last = slate.air.starts[max(r.at for r in slate.readings if r.lang == self.voice.main)]
        return sorted(slate.readings, key=_AT)

    def _slots(self, number: int) -> range:
        return range(self.slate.air.first[number], self.slots)

    def _length(self, message: str, number: int) -> int:
        due = self.slate.air.dues[self.slate.air.first[number]]
        return self.setting.scripts.seconds(self.voice, message, self.voice.main, due)

    def _is_readable(self, message: str, number: int) -> bool:
        """Whether the station can read the message at all; if not, it is left out of the station's mix."""
        if (message, self.voice.main) in self.voice.lengths and message not in self.voice.excluded:
            return True
        try:
            seconds = self._length(message, number)
        except CannotRender as fault:
            return self._exclude(
                message, phrase('không soạn được thông điệp "{message}": {fault}', message=message, fault=fault)
            )
        if seconds <= self.voice.longest:
            return True
        longest = phrase("khung dài nhất dùng được có {longest} giây", longest=self.voice.longest)
        return self._exclude(
            message,
            phrase(
                'thông điệp "{message}" đọc mất {seconds} giây, {longest}; hãy viết ngắn lại',
                message=message,
                seconds=seconds,
                longest=longest,
            ),
        )

    def _exclude(self, message: str, why: str) -> bool:
        self.voice.excluded[message] = why
        self.voice.notes.add(why)
        return False

    def _unmade(self, message: str, lang: str, at: int) -> str | None:
        try:
            self.setting.scripts.seconds(self.voice, message, lang, self.slate.air.dues[at])
        except CannotRender as fault:
            return str(fault)
        return None

    def _is_full(self, number: int) -> bool:
        most = self.setting.cadence.max_per_day
        if self.voice.count < most:
            return False
        self._note(phrase("đã đủ {most} bài trong ngày (max_per_day)", most=most), number)
        return True

    def _note_no_room(self, messages: list[str], number: int) -> None:
        wanted = messages[0] if messages else self.cursor.next()
        left = max(self.slate.left[self.slate.air.first[number] :], default=0)
        need = self._length(wanted, number)
        tight = (
            phrase("còn nhiều nhất {left} giây, cần {need} giây", left=left, need=need)
            if need > left
            else phrase("chỉ còn khung đã có thông điệp này")
        )
        why = phrase('không khung giờ nào từ giờ này nhận được "{wanted}": {tight}', wanted=wanted, tight=tight)
        if need <= left and self.setting.gap:
            why = phrase("{why} hoặc quá gần bài khác (min_gap)", why=why)
        self._note(why, number)

    def _note(self, why: str, number: int) -> None:
        self.voice.notes.add(why, self.setting.fires[number])
