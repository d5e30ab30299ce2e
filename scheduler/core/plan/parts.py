"""A plan in parts that need nothing of each other: the pages together, stations in any groups."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from scheduler.core.campaign import Campaign
from scheduler.core.content import Content
from scheduler.core.plan.pages import Pages
from scheduler.core.plan.roster import Attendance
from scheduler.core.plan.scripts import RADIO
from scheduler.core.plan.stations import Stations


@dataclass(frozen=True, slots=True)
class Part:
    """Whole kinds of channels; of radio some stations, or all (None)."""

    kinds: frozenset[str]
    stations: frozenset[str] | None = None

    def channels(self, content: Content) -> list[str]:
        """The ids of the part's channels."""
        mine = (channel.id for channel in content.channels.values() if channel.kind in self.kinds)
        return sorted(mine if self.stations is None else self.stations)


def parts(content: Content, campaign: Campaign, stations: int) -> Iterator[Part]:
    """All of the campaign's channels, with so many stations to a part at most; those of one office stay together."""
    if others := frozenset(campaign.cadence) - {RADIO}:
        yield Part(others)
    radio = (channel for channel in content.channels.values() if channel.kind == RADIO and RADIO in campaign.cadence)
    rest = iter(sorted((channel.owners[0].unit if channel.owners else "", channel.id) for channel in radio))
    while some := list(islice(rest, stations)):
        yield Part(frozenset({RADIO}), frozenset(channel for _, channel in some))


class Choir:
    """The channels of one kind in a part, and who places what they say."""

    def __init__(self, placing: Pages | Stations, only: frozenset[str] | None) -> None:
        self.placing, self._only = placing, only
        self._all = self._mine = Attendance()

    def present(self, everyone: Attendance) -> Attendance:
        """Those of a day's attendance that belong to the part. Days share one object until something changes."""
        if self._only is None:
            return everyone
        if everyone is not self._all:
            members = [member for member in everyone.members if member.channel.id in self._only]
            absent = [(channel, why) for channel, why in everyone.absent if channel in self._only]
            self._all, self._mine = everyone, Attendance(members, absent)
        return self._mine
