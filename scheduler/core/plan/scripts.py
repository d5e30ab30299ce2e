"""How long a station takes to read each message, and which it cannot take at all."""

from datetime import date, datetime

from scheduler.core.campaign import Campaign
from scheduler.core.channel import Station
from scheduler.core.plan.airtime import Pattern, pattern_of
from scheduler.core.plan.roster import Member
from scheduler.core.plan.voice import Voice
from scheduler.core.render import Place, Renderer
from scheduler.core.template import TemplateFault

RADIO = "radio"


class StationVoice(Voice):
    """A station's memory: its slots, the longest that it can use, the lengths of its scripts, what it cannot take.

    `lengths` are seconds by message and language; `excluded` gives for each message left out of the station's mix
    the sentence why. Both are dropped when figures or the unit change.
    """

    __slots__ = ("excluded", "lengths", "longest", "pattern", "stamp", "station")

    station: Station
    pattern: Pattern

    def __init__(self, member: Member) -> None:
        self.lengths: dict[tuple[str, str], int] = {}
        self.excluded: dict[str, str] = {}
        self.stamp: tuple[int, int] = (0, 0)
        self.longest = 0
        super().__init__(member)

    def renew(self, member: Member) -> None:
        """Take the station as it is now."""
        super().renew(member)
        if not isinstance(member.channel, Station):
            raise TypeError(f"{member.channel.id} is of kind {RADIO} but has no slots")
        self.station = member.channel
        self.pattern = pattern_of(member.channel)

    def counts(self, lang: str) -> bool:
        """Whether a reading in the language counts: a variant is the same script to those who know the other one."""
        return lang in ("", self.main)


class Scripts:
    """The lengths of scripts. A text that names no day is rendered once per station and stretch of days, not daily."""

    def __init__(self, renderer: Renderer, campaign: Campaign) -> None:
        self._renderer, self._campaign = renderer, campaign
        self._content = renderer.content
        self._dated: dict[tuple[str, str], bool] = {}

    def begin(self, voice: StationVoice, day: date) -> None:
        """Forget what the day may have changed."""
        stamp = (id(self._content.facts.on(day)), id(voice.member.period))
        if stamp != voice.stamp:
            voice.stamp = stamp
            voice.lengths.clear()
            voice.excluded.clear()
        elif voice.excluded:
            kept = {m: why for m, why in voice.excluded.items() if not self._names_day(m, voice.main)}
            voice.excluded = kept

    def seconds(self, voice: StationVoice, message: str, lang: str, due: datetime) -> int:
        """Seconds to read the message at a time. Raises CannotRender where its text cannot be made."""
        known = voice.lengths.get((message, lang))
        if known is None:
            known = self._measure(voice, message, lang, due)
            if not self._names_day(message, lang):
                voice.lengths[message, lang] = known
        return known

    def _measure(self, voice: StationVoice, message: str, lang: str, due: datetime) -> int:
        place = Place(voice.station, voice.member.unit, lang, due, self._campaign)
        rendered = self._renderer.render(self._content.messages[message], place)
        return rendered.seconds or _estimate(rendered.payload.text, voice.station.syllables_per_minute)

    def _names_day(self, message: str, lang: str) -> bool:
        if (message, lang) not in self._dated:
            body = self._content.messages[message].body(RADIO, lang)
            self._dated[message, lang] = body is not None and self._refers_to_slot(body.text)
        return self._dated[message, lang]

    def _refers_to_slot(self, template: str) -> bool:
        try:
            return any(reference.path[0] == "slot" for reference in self._renderer.templates.references(template))
        except TemplateFault:
            return False


def _estimate(text: str, syllables_per_minute: int) -> int:
    """Seconds for a translation that gives none: a word counts as a syllable, as in most languages read here."""
    return max(1, -(-len(text.split()) * 60 // syllables_per_minute))
