"""What a person may see: the one place where rows are narrowed to the person's unit and those below it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from scheduler.core.channel import Channel
from scheduler.core.content import Content
from scheduler.core.reach import Reach
from scheduler.core.unit import Unit
from scheduler.store.models import Account, Notice, Post
from scheduler.store.notices import of_channels, open_notices

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Scope:
    """The rows within a reach."""

    reach: Reach

    def posts(self) -> QuerySet[Post]:
        """The posts, with their payload and uses."""
        return self.narrow(Post.objects.select_related("payload", "uses"))

    def narrow(self, rows: QuerySet[Row], prefix: str = "") -> QuerySet[Row]:
        """Of rows about posts, those within reach; `prefix` is the way from the row to its post: `post__`."""
        if self.reach.everything:
            return rows
        wanted = Q(**{f"{prefix}unit__in": sorted(self.reach.always)})
        for unit, spans in sorted(self.reach.during.items()):
            for start, end in spans:
                some = Q(**{f"{prefix}unit": unit})
                some &= Q(**{f"{prefix}due__gte": start}) if start else Q()
                some &= Q(**{f"{prefix}due__lt": end}) if end else Q()
                wanted |= some
        return rows.filter(wanted)

    def accounts(self) -> QuerySet[Account]:
        """The accounts of these units by name."""
        rows = Account.objects.order_by("username")
        return rows if self.reach.everything else rows.filter(unit__in=sorted(self.reach.present))

    def units(self, content: Content, day: date) -> list[Unit]:
        """The units that exist on the day, in the order of the file."""
        return [unit for unit in content.units if unit.on(day) and self.reach.has_unit(unit.id)]

    def channels(self, content: Content, day: date) -> list[Channel]:
        """The channels that these units own on the day, by id."""
        found: Iterable[Channel] = content.channels.values()
        return sorted((c for c in found if self.has_channel(c, day)), key=lambda channel: channel.id)

    def notices(self, content: Content, day: date) -> QuerySet[Notice]:
        """What is open and about these units' channels; what is about the machine belongs to those who see all."""
        rows = open_notices()
        if self.reach.everything:
            return rows
        return of_channels(rows, [channel.id for channel in self.channels(content, day)])

    def has_channel(self, channel: Channel, day: date) -> bool:
        """Whether the channel is one of these units' on the day."""
        return self.reach.has_channel(channel, day)
