"""What the gate knows of a request that it let in: who asks, when, and what the person may see."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from scheduler.core.approval import Person
from scheduler.store.models import Account
from scheduler.store.scope import Scope
from scheduler.web.office import Office


@dataclass
class Desk:
    """One person at the desk at one moment. `person` is who acts by the rules, a deputy with the duty he does."""

    office: Office
    account: Account
    role_person: Person
    now: datetime

    @cached_property
    def person(self) -> Person:
        """The person with what lies below his unit today. Raises Unclean where no content could be read."""
        bare = self.role_person
        reach = self.office.reach(bare.unit, self.today)
        return Person(bare.name, bare.role, bare.unit, reach, bare.on_behalf)

    @cached_property
    def scope(self) -> Scope:
        """What the person may see."""
        return Scope(self.person.reaching)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of all wall times."""
        return self.office.zone

    @property
    def today(self) -> date:
        """Today's date here."""
        return self.office.local(self.now).date()


def desk(request: HttpRequest) -> Desk:
    """The desk of a request that the gate let in."""
    found = getattr(request, "desk", None)
    if not isinstance(found, Desk):
        raise TypeError("an address that is open to all has no desk")
    return found
