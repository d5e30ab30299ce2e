"""What the pages of stations show at a moment; of many stations in as many queries as of one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.core.channel import Station
from scheduler.core.content import Content
from scheduler.core.radio.chain import Chain
from scheduler.core.radio.day import Day
from scheduler.core.radio.sheet import Sheet
from scheduler.core.translation import called
from scheduler.publish.radio.shelf import Shelf, shelf_of
from scheduler.store.find import start_of
from scheduler.store.models import Post
from scheduler.store.payloads import load_payload
from scheduler.store.radio.bulletin import Bulletin
from scheduler.store.radio.chain import OUT, chains
from scheduler.store.radio.rate import learned_rates
from scheduler.store.radio.waiting import Unanswered, unanswered
from scheduler.web.pull.address import AHEAD
from scheduler.web.pull.station_page import Entered, Recall, Shown, Told

FORMS_ON_A_STICK = ("txt", "docx")
"""Besides HTML. A PDF of each script would keep the station waiting for half a minute, and HTML prints as well."""


@dataclass(frozen=True)
class Look:
    """The content and the zone that pages are made with."""

    content: Content
    zone: ZoneInfo

    def station(self, name: str) -> Station | None:
        """The station, where the content has it."""
        found = self.content.channels.get(name)
        return found if isinstance(found, Station) else None

    def days(self, station: Station, first: date, count: int, now: datetime) -> tuple[Day, ...]:
        """The days' scripts, as they may be seen now."""
        return self._bulletin([station]).days(station, first, count, now)

    def shelf(self, station: Station, now: datetime) -> Shelf:
        """What goes onto a stick."""
        return shelf_of(self._bulletin([station]), station, now, days=AHEAD, forms=FORMS_ON_A_STICK)

    def shown(
        self, stations: Sequence[Station], day: date, now: datetime, entered: Entered | None = None
    ) -> dict[str, tuple[Shown, datetime]]:  # fmt: skip
        """All of the page of a day by station, and until when it stands by itself."""
        days = self._bulletin(stations).days_of(stations, day, 1, now)
        posts = self._out(stations, day, now)
        known, mine = chains(posts), defaultdict[str, list[Post]](list)
        for post in posts:
            mine[post.channel].append(post)
        recalls = defaultdict[str, list[Recall]](list)
        for one in unanswered(now, *(station.id for station in stations)):
            recalls[one.post.channel].append(self._recall(one))
        return {
            station.id: self._shown(
                station, days[station.id][0], mine[station.id], known, recalls[station.id], now, entered
            )
            for station in stations
        }

    def _shown(
        self, station: Station, day: Day, posts: Sequence[Post], known: Mapping[int, Chain],
        recalls: Sequence[Recall], now: datetime, entered: Entered | None,
    ) -> tuple[Shown, datetime]:  # fmt: skip
        current, today = {sheet.post: sheet for sheet in day.current}, now.astimezone(self.zone).date()
        scripts = tuple(self._told(post, known[post.pk], current.get(post.pk)) for post in _newest(posts))
        contact = self._bulletin([]).contact(station, today)
        shown = Shown(station, day.day, today, scripts, tuple(recalls), contact, entered)
        return shown, min(day.until, start_of(today + timedelta(days=1), self.zone))

    def _bulletin(self, stations: Sequence[Station]) -> Bulletin:
        return Bulletin(self.content, self.zone, learned_rates([station.id for station in stations]))

    def _out(self, stations: Sequence[Station], day: date, now: datetime) -> list[Post]:
        rows = Post.objects.filter(channel__in=[one.id for one in stations], state__in=OUT, published_at__lte=now)
        rows = rows.filter(due__gte=start_of(day, self.zone), due__lt=start_of(day + timedelta(days=1), self.zone))
        return list(rows.select_related("payload").order_by("due", "number", "rev"))

    def _told(self, post: Post, chain: Chain, sheet: Sheet | None) -> Told:
        due, number = post.due.astimezone(self.zone), post.number or 0
        title = called(load_payload(post.payload).title, post.lang)
        return Told(post.pk, number, post.year, post.rev, f"{number}/{due.year}", title, due, chain, sheet)

    def _recall(self, one: Unanswered) -> Recall:
        recalled = one.recalled
        replaced = one.chain.replaced_by is not None
        return Recall(self._told(one.post, one.chain, None), recalled.at.astimezone(self.zone), recalled.why, replaced)


def _newest(posts: Sequence[Post]) -> list[Post]:
    """The newest revision of each script."""
    newest = {post.key: post for post in posts}
    return [post for post in posts if newest[post.key] is post]
