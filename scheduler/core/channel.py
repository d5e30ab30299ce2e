"""Channels: where a unit speaks. A page is a Facebook Page, a station a radio station; more kinds may join."""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from scheduler.core.fields import Content, Identifier, Interval, Span, Text, Truth, WallTime, Whole
from scheduler.core.phrase import phrase

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


_FURTHEST = timedelta(days=14)


def _ahead(value: timedelta) -> timedelta:
    if not timedelta(0) < value <= _FURTHEST:
        raise ValueError(phrase("phải dài hơn 0 và không quá {days} ngày; hãy viết ví dụ 7d", days=_FURTHEST.days))
    return value


Ahead = Annotated[Span, AfterValidator(_ahead)]


class Ownership(Interval):
    """The days on which a unit owns a channel."""

    unit: Identifier


class Channel(Content):
    """What every kind of channel has. `languages` are codes of ISO 639-3, `vi` for Vietnamese."""

    id: Identifier
    kind: Identifier
    name: Text
    owners: tuple[Ownership, ...] = Field(min_length=1)
    languages: tuple[Identifier, ...] = ("vi",)
    note: Text | None = None
    example: Truth = False

    def owner_on(self, day: date) -> str | None:
        """The id of the unit that owns the channel on the day."""
        return next((owner.unit for owner in self.owners if owner.holds(day)), None)


class Page(Channel):
    """A Facebook Page. Its token lies where config.yaml says, never here."""

    kind: Literal["facebook"] = "facebook"
    page_id: Text
    protocol: Literal["two-phase", "handover", "direct"] | None = None


class StationSlot(Content):
    """A broadcasting time of a station and how many seconds of it are ours."""

    id: Identifier
    time: WallTime
    seconds: Whole = Field(gt=0, le=3600)
    days: tuple[Weekday, ...] = WEEKDAYS


class Station(Channel):
    """A radio station: run by the commune (or, until 2025, the district), which pulls our scripts.

    `cutoff` is the time of the day before until which it takes scripts for a morning, `afternoon_cutoff` that of the
    same day for broadcasts after noon. `release_ahead` is how long before its time a script is released, where that is
    not as config.yaml says: a stick that is carried there once a week needs a week.
    """

    kind: Literal["radio"] = "radio"
    level: Literal["xa", "huyen", "tinh"] = "xa"
    area: Text
    phone: Text
    slots: tuple[StationSlot, ...] = Field(min_length=1)
    cutoff: WallTime | None = None
    afternoon_cutoff: WallTime | None = None
    syllables_per_minute: Whole = Field(default=200, ge=120, le=300)
    silent_days: tuple[Interval, ...] = ()
    release_ahead: Ahead | None = None


class OtherChannel(Channel):
    """A channel of a kind that a module in `publish/` added; `options` are that module's own."""

    options: dict[str, Text] = Field(default_factory=dict)


class ChannelsFile(Content):
    """A file in `content/channels/`."""

    pages: tuple[Page, ...] = ()
    stations: tuple[Station, ...] = ()
    channels: tuple[OtherChannel, ...] = ()

    def all(self) -> tuple[Channel, ...]:
        """Every channel of the file."""
        return (*self.pages, *self.stations, *self.channels)
