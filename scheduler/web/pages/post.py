"""One post: its text, and its whole story."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from scheduler.core.post import UsedFact
from scheduler.core.states import State
from scheduler.store.confirmations import Doubts
from scheduler.store.desk.story import Story, story
from scheduler.store.models import Attempt, Post, Transition
from scheduler.web import words
from scheduler.web.things import thing


@dataclass(frozen=True)
class Event:
    """A line of the story: when, who, what, and why. `cls` is the state that it led to."""

    at: datetime
    who: str
    what: str
    why: str = ""
    cls: str = ""


def page(request: HttpRequest, post: int) -> HttpResponse:
    """Show it."""
    told = story(thing(request, Post))
    return render(request, "post.html", {"story": told, "post": told.post, **context(told)})


def context(told: Story) -> dict[str, object]:
    """What the page and the evidence sheet say of a story."""
    doubtful = Doubts().of(told.uses)
    return {
        "events": sorted(_events(told), key=lambda event: event.at),
        "facts": [(fact, _is_doubtful(fact, doubtful)) for fact in told.uses.facts],
        "approval": told.approval,
    }


def _is_doubtful(fact: UsedFact, doubtful: dict[str, str]) -> bool:
    return any(period in doubtful for period, _value in fact.unconfirmed)


def _events(told: Story) -> Iterator[Event]:
    for row in told.transitions:
        yield Event(row.at, row.by, _moved(row, told.post.kind), row.why, row.new)
    for attempt in told.attempts:
        yield Event(attempt.started_at, _("the clock"), _called(attempt), attempt.why)


def _moved(row: Transition, kind: str) -> str:
    new = words.state(State(row.new), kind)
    if not row.old:
        return _("made: %(state)s") % {"state": new}
    if row.old == row.new:
        return _("noted")
    return f"{words.state(State(row.old), kind)} → {new}"


def _called(attempt: Attempt) -> str:
    outcome = attempt.outcome or _("no answer yet")
    code = f" {attempt.code}/{attempt.subcode or 0}" if attempt.code else ""
    return _("call “%(step)s”: %(outcome)s") % {"step": attempt.step, "outcome": f"{outcome}{code}"}
