"""Why a station reads what it reads, and why it does not: what the campaigns plan for it in the days that are shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from scheduler.core.campaign import Campaign
from scheduler.core.channel import Channel, Station
from scheduler.core.explain import explain
from scheduler.core.plan import Part, Planner
from scheduler.core.plan.scripts import RADIO
from scheduler.core.slot import Gap, Slot
from scheduler.store.bookings import bookings
from scheduler.web import names, when
from scheduler.web.pages.station import DAYS
from scheduler.web.request import Desk, desk
from scheduler.web.things import thing


@dataclass(frozen=True)
class Placed:
    """A slot of the plan, what its message is called, and why it is there."""

    slot: Slot
    title: str
    why: str


@dataclass(frozen=True)
class Plan:
    """What a campaign plans for the station on a day, and what of it found no place."""

    day: date
    campaign: str
    placed: list[Placed]
    gaps: list[str]


def page(request: HttpRequest, channel: str) -> HttpResponse:
    """Show the days, as content would have them planned now."""
    here, found = desk(request), thing(request, Channel)
    if not isinstance(found, Station):
        return redirect("stations-one", channel=found.id)
    first = when.day(request.GET.get("day", "")) or here.today
    last = first + timedelta(days=DAYS - 1)
    plans = [
        plan for campaign in _campaigns(here, found, first, last) for plan in _of(here, found, campaign, first, last)
    ]
    told = {
        "channel": found, "first": first, "last": last, "plans": sorted(plans, key=lambda plan: plan.day),
        "earlier": first - timedelta(days=DAYS), "later": first + timedelta(days=DAYS),
    }  # fmt: skip
    return render(request, "station_plan.html", told)


def _campaigns(here: Desk, station: Station, first: date, last: date) -> Iterator[Campaign]:
    content = here.office.content
    for campaign in content.campaigns.values():
        day = max(first, campaign.from_)
        if RADIO in campaign.cadence and day <= min(last, campaign.to):
            owners = {station.owner_on(day), station.owner_on(min(last, campaign.to))}
            if not owners.isdisjoint(content.units_of(campaign, day)):
                yield campaign


def _of(here: Desk, station: Station, campaign: Campaign, first: date, last: date) -> Iterator[Plan]:
    """A day's rotation rests on the days before it, so all of these are gone through, for this station alone."""
    office = here.office
    planner = Planner(office.content, campaign, here.zone, office.renderer)
    part = Part(frozenset((RADIO,)), frozenset((station.id,)))
    for day in planner.days(part, bookings(here.zone, campaign.id, [station.id])):
        if day.day > last:
            return
        items = [item for item in day.items() if item.channel == station.id] if day.day >= first else []
        if items:
            slots = [item for item in items if isinstance(item, Slot)]
            placed = [Placed(slot, names.message(office.content, slot.message), explain(slot)) for slot in slots]
            yield Plan(day.day, campaign.name, placed, [item.why for item in items if isinstance(item, Gap)])
