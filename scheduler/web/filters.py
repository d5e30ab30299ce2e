"""What the lists of posts are narrowed by, as the address of the page says it, and what may be chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from scheduler.core.states import State
from scheduler.publish.kinds import KINDS
from scheduler.store.desk.counts import OUT
from scheduler.store.find import Choice, find
from scheduler.store.models import Post
from scheduler.web import when, words
from scheduler.web.request import Desk

CHOOSABLE = 200
"""Up to so many names are offered for choosing; of more, one is typed: a page stays small."""

ALL = "all"
TOPICS = ("bhxh", "bhyt", "bhtn")


@dataclass(frozen=True)
class Filters:
    """What is asked for. A name that nothing has finds nothing; a date that is none counts as not given."""

    unit: str = ""
    channel: str = ""
    campaign: str = ""
    message: str = ""
    kind: str = ""
    topic: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None
    query: str = ""

    def rows(self, desk: Desk) -> QuerySet[Post]:
        """The posts within the person's scope that fit, in no order."""
        if self.kind and self.kind not in KINDS:
            return Post.objects.none()  # no index knows that it has none: the whole list would be read to find that
        choice = Choice(
            campaign=self.campaign, channel=self.channel, unit=self.unit, kind=self.kind, message=self.message,
            states=self.states, since=self.since, until=self.until,
        )  # fmt: skip
        rows = desk.scope.narrow(find(choice, desk.zone)).order_by()
        return rows.filter(message__in=_of_topic(desk, self.topic)) if self.topic else rows

    @property
    def states(self) -> tuple[str, ...]:
        """The states asked for; none are all."""
        return (self.state,) if self.state in set(State) else ()

    @property
    def out(self) -> bool:
        """Whether only what went out is asked for, whatever became of it."""
        return self.state in ("", *OUT)


def read(request: HttpRequest) -> Filters:
    """The filters of this request."""
    given = {name: request.GET.get(name, "").strip()[:200].replace("\0", "") for name in _TEXTS}
    return Filters(**given, since=when.day(request.GET.get("since", "")), until=when.day(request.GET.get("until", "")))


_TEXTS = ("unit", "channel", "campaign", "message", "kind", "topic", "state", "query")


def _of_topic(desk: Desk, topic: str) -> list[str]:
    return [message.id for message in desk.office.content.messages.values() if message.topic == topic]


@dataclass(frozen=True)
class Option:
    """One of the values to choose from, as it is written in the address and as people read it."""

    value: str
    word: str


def options(desk: Desk) -> dict[str, list[Option] | None]:
    """What each filter offers; None where there is too much to choose from, so that a name is typed."""
    content, today = desk.office.content, desk.today
    reach = desk.scope.reach
    units = [unit for unit in content.units if reach.everything or unit.id in reach.always or unit.id in reach.during]
    return {
        "unit": _offered(Option(unit.id, (unit.on(today) or unit.periods[-1]).short_name) for unit in units),
        "channel": _offered(Option(channel.id, channel.name) for channel in desk.scope.channels(content, today)),
        "campaign": _offered(Option(each.id, each.name) for each in content.campaigns.values()),
        "kind": [Option("facebook", _("Fanpages")), Option("radio", _("Stations"))],
        "topic": [Option(topic, topic.upper()) for topic in TOPICS],
        "state": [Option(ALL, _("all states")), *(Option(state.value, words.state(state)) for state in State)],
    }


def _offered(options: Iterable[Option]) -> list[Option] | None:
    found = list(options)
    return found if len(found) <= CHOOSABLE else None
