"""What a page says of words in its address that it could not use, so that nobody takes all for what he asked for."""

from collections.abc import Container, Iterator, Mapping

from django.http import HttpRequest
from django.utils.translation import gettext as _

from scheduler.core.post import HAND_WRITTEN
from scheduler.core.states import State
from scheduler.publish.kinds import KINDS
from scheduler.web import when
from scheduler.web.filters import ALL, TOPICS, Filters
from scheduler.web.request import Desk


def of_posts(request: HttpRequest, desk: Desk, asked: Filters) -> list[str]:
    """What is said above a list of posts: names that nothing has, and days that are none."""
    found = [*_names(desk, asked), *days(request, "since", "until", "day")]
    if asked.since and asked.until and asked.until < asked.since:
        told = {"since": f"{asked.since:%d/%m/%Y}", "until": f"{asked.until:%d/%m/%Y}"}
        found.append(_("The last day, %(until)s, lies before the first, %(since)s: no post fits.") % told)
    return found


def _names(desk: Desk, asked: Filters) -> Iterator[str]:
    content = desk.office.content
    known: Mapping[str, Container[str]] = {
        "unit": {unit.id for unit in content.units}, "channel": content.channels,
        "campaign": {*content.campaigns, HAND_WRITTEN}, "message": content.messages, "kind": KINDS, "topic": TOPICS,
    }  # fmt: skip
    for name, values in known.items():
        if (given := getattr(asked, name)) and given not in values:
            yield nothing_called(name, given)
    if asked.state and asked.state not in {*State, ALL}:
        yield _("There is no state “%(value)s”; posts in all states are shown.") % {"value": asked.state}


def nothing_called(name: str, given: str) -> str:
    """That there is no such unit, channel, campaign, message, kind or topic."""
    return {
        "unit": _("There is no unit “%(value)s” in the content."),
        "channel": _("There is no channel “%(value)s” in the content."),
        "campaign": _("There is no campaign “%(value)s” in the content."),
        "message": _("There is no message “%(value)s” in the content."),
        "kind": _("There is no kind “%(value)s”."),
        "topic": _("There is no topic “%(value)s”."),
    }[name] % {"value": given}


def days(request: HttpRequest, *names: str) -> list[str]:
    """That a value of these is no day, and was left out of account."""
    given = [text for name in names if (text := request.GET.get(name, "").strip()) and when.day(text) is None]
    return [_("“%(value)s” is no day, and was left out of account.") % {"value": text[:50]} for text in given]


def left_out(request: HttpRequest, name: str, known: Container[str]) -> list[str]:
    """That the word for this is none of those known, and was left out of account."""
    given = request.GET.get(name, "").strip()
    if not given or given in known:
        return []
    return [_("Nothing here is called “%(value)s”; it was left out of account.") % {"value": given[:50]}]
