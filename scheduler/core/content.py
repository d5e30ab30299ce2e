"""Everything in `content/`, read and linked: the one value that planning and rendering start from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from scheduler.core.calendar import Calendar
from scheduler.core.campaign import Campaign
from scheduler.core.channel import Channel
from scheduler.core.figures import Facts
from scheduler.core.message import Message
from scheduler.core.speech import Lexicon
from scheduler.core.unit import Units


@dataclass(frozen=True)
class Medium:
    """A picture in `content/media/`: the SHA-256 of its bytes, so that a changed photo is a changed post."""

    file: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Origin:
    """The file, line and column where something was read."""

    path: str
    line: int
    col: int


@dataclass(frozen=True)
class Content:
    """All content. `digest` changes whenever a letter in any file does."""

    digest: str
    units: Units
    channels: Mapping[str, Channel]
    facts: Facts
    messages: Mapping[str, Message]
    campaigns: Mapping[str, Campaign]
    calendar: Calendar
    templates: Mapping[str, str] = field(default_factory=dict)
    lexicon: Lexicon = field(default_factory=lambda: Lexicon.from_entries(()))
    area_lexicons: Mapping[str, Lexicon] = field(default_factory=dict)
    media: Mapping[str, Medium] = field(default_factory=dict)
    places: Mapping[tuple[str, str], Origin] = field(default_factory=dict)
    """Where each thing was read, by kind of thing (`unit`, `channel`, `message`, `campaign`, `fact`) and id."""

    def units_of(self, campaign: Campaign, day: date) -> list[str]:
        """The units that speak in the campaign on the day: those named, and those below a named one."""
        below = [unit for top in campaign.units_below for unit in self.units.below(top, day)]
        return list(dict.fromkeys([*campaign.units, *below]))

    def channels_of(self, campaign: Campaign, day: date) -> list[Channel]:
        """The channels, of the kinds in its cadence, that the campaign's units own on the day; by id."""
        units = set(self.units_of(campaign, day))
        mine = (c for c in self.channels.values() if c.kind in campaign.cadence and c.owner_on(day) in units)
        return sorted(mine, key=lambda channel: channel.id)

    def lexicon_of(self, area: str) -> Lexicon:
        """How names are read aloud in an area."""
        return self.area_lexicons.get(area, self.lexicon)
