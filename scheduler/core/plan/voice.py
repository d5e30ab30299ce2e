"""What the planner remembers of a channel from day to day."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType

from scheduler.core.phrase import listed, phrase
from scheduler.core.plan.booking import Booked, nothing_booked
from scheduler.core.plan.cursor import Cursor
from scheduler.core.plan.day import Notes
from scheduler.core.plan.mixes import Mix
from scheduler.core.plan.roster import Member
from scheduler.core.plan.rotation import round_of
from scheduler.core.translation import VIETNAMESE

NONE: Mapping[str, str] = MappingProxyType({})


class Voice:
    """A channel's rotation and last post, and of the day at hand: its notes, its count, and `busy`, posts near it.

    `main` is the language whose messages rotate: Vietnamese where the channel has it, else its first; `others`
    follow each message.
    """

    __slots__ = ("busy", "count", "cursor", "last", "main", "member", "notes", "others")

    def __init__(self, member: Member) -> None:
        self.cursor = Cursor(member.index)
        self.last: int | None = None
        self.busy: list[int] = []
        self.count = 0
        self.notes = Notes()
        self.renew(member)

    def renew(self, member: Member) -> None:
        """Take the channel as it is now: its owner may have changed."""
        languages = member.channel.languages
        self.member = member
        self.main = VIETNAMESE if VIETNAMESE in languages or not languages else languages[0]
        self.others = tuple(lang for lang in dict.fromkeys(languages) if lang != self.main)

    def begin(self, member: Member) -> None:
        """Start a day."""
        if member is not self.member:
            self.renew(member)
        self.notes, self.count = Notes(), 0
        if self.busy:
            self.busy = []

    def counts(self, lang: str) -> bool:
        """Whether a post in the language counts towards the most a day: here every post does."""
        return True

    def enter(self, mix: Mix, excluded: Mapping[str, str] = NONE) -> bool:
        """Go on with the day's messages but those excluded (by id, with the reason); False, and a note, for none."""
        for why in mix.left_out:
            self.notes.add(why)
        shares = tuple(share for share in mix.shares if share[0] not in excluded) if excluded else mix.shares
        if shares:
            self.cursor.enter(round_of(shares))
        else:
            none = phrase("không có thông điệp nào dùng được")
            self.notes.add(listed([none, *excluded.values(), *mix.barred], "; "))
        return bool(shares)

    def clear_of(self, second: int, gap: int) -> int:
        """The instant itself, or the first whole minute after it that lies `gap` seconds from every other post."""
        if not gap:
            return second
        others = self.busy if self.last is None else [*self.busy, self.last]
        while close := [other for other in others if abs(second - other) < gap]:
            second = -(-(max(close) + gap) // 60) * 60
        return second


def book(voices: Sequence[Voice], booked: Booked, day: date, gap: int) -> None:
    """Count what others have booked on the channels that day, and note what lies within the gap (seconds) of it.

    Day by day, then channel by channel: who answers reads each day once.
    """
    if booked is nothing_booked:
        return
    reach = -(-gap // 86_400)
    for step in range(-reach, reach + 1):
        near = day + timedelta(days=step)
        for voice in voices:
            bookings = booked(voice.member.channel.id, near)
            voice.busy.extend(int(booking.due.timestamp()) for booking in bookings)
            if not step:
                voice.count = sum(1 for booking in bookings if voice.counts(booking.lang))
