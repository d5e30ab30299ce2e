"""Finding what an address names, within the person's scope. What is outside of it does not exist for the person."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.http import Http404, HttpRequest

from scheduler.core.campaign import Campaign
from scheduler.core.channel import Channel
from scheduler.core.unit import Unit
from scheduler.store.models import Account, Notice, Post, Stop
from scheduler.web.request import Desk

Thing = TypeVar("Thing")


def _post(desk: Desk, named: Mapping[str, Any]) -> Post | None:
    return desk.scope.posts().filter(pk=named["post"]).first()


def _account(desk: Desk, named: Mapping[str, Any]) -> Account | None:
    return desk.scope.accounts().filter(pk=named["account"]).first()


def _unit(desk: Desk, named: Mapping[str, Any]) -> Unit | None:
    units = desk.office.content.units
    return units[named["unit"]] if named["unit"] in units and desk.scope.reach.has_unit(named["unit"]) else None


def _channel(desk: Desk, named: Mapping[str, Any]) -> Channel | None:
    channel = desk.office.content.channels.get(named["channel"])
    return channel if channel and desk.scope.has_channel(channel, desk.today) else None


def _campaign(desk: Desk, named: Mapping[str, Any]) -> Campaign | None:
    """A campaign belongs to all who take part: each sees in it the posts of his own scope."""
    return desk.office.content.campaigns.get(named["campaign"])


def _notice(desk: Desk, named: Mapping[str, Any]) -> Notice | None:
    return desk.scope.notices(desk.office.content, desk.today).filter(pk=named["notice"]).first()


def _stop(desk: Desk, named: Mapping[str, Any]) -> Stop | None:
    """A word to stop, where all that it covers is within reach."""
    order = Stop.objects.filter(pk=named["stop"]).first()
    return order if order is not None and within(order, desk) else None


def within(order: Stop, desk: Desk) -> bool:
    """Whether all that a word to stop covers is within the person's reach."""
    reach = desk.person.reaching
    return reach.everything or (bool(order.units) and set(order.units) <= reach.present)


FINDERS: dict[str, Callable[[Desk, Mapping[str, Any]], Any]] = {
    "post": _post,
    "account": _account,
    "unit": _unit,
    "channel": _channel,
    "campaign": _campaign,
    "notice": _notice,
    "stop": _stop,
}
"""Kind of thing → how it is found by what the address says; None where there is none within the scope."""


def find(kind: str, desk: Desk, named: Mapping[str, Any]) -> Any:
    """The thing. Raises Http404 where there is none within the person's scope: the answer says no more than that."""
    thing = FINDERS[kind](desk, named)
    if thing is None:
        raise Http404(kind)
    return thing


def thing(request: HttpRequest, kind: type[Thing]) -> Thing:
    """What the address of this request names, as the gate found it."""
    found = getattr(request, "thing", None)
    if not isinstance(found, kind):
        raise TypeError(f"this address names no {kind.__name__}: give it `about` in web/access.py")
    return found
