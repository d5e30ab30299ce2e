"""One post: its text, and its whole story."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from scheduler.core.post import UsedFact
from scheduler.core.radio.told import Said
from scheduler.core.states import State
from scheduler.store.confirmations import Doubts
from scheduler.store.desk.story import Spoken, Story, story
from scheduler.store.models import Attempt, Post, Transition
from scheduler.store.recalls import recall_of
from scheduler.web import calls, chain, words
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
    linked: dict[str, object] = {
        "recall": recall_of(told.post),
        "corrected": _named([told.corrects]),
        "corrections": _named(told.corrected_by),
    }
    return render(request, "post.html", {"story": told, "post": told.post, **linked, **context(told)})


def _named(keys: Sequence[str | None]) -> list[Post]:
    """The posts of these keys, to lead to."""
    return list(Post.objects.filter(key__in=[key for key in keys if key]).order_by("pk")) if any(keys) else []


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
    if told.spoken:
        yield from _heard(told.spoken)
    for other in told.revisions:
        if other.published_at:
            yield Event(other.published_at, "", _("issue %(n)s released") % {"n": other.issue}, cls=other.state)


def _heard(spoken: Spoken) -> Iterator[Event]:
    """What the station fetched, said and aired. An entry that was corrected stays, and says so."""
    if spoken.fetched:
        yield Event(spoken.fetched, _("the station"), _("fetched"))
    for receipt in spoken.receipts:
        told = chain.entered(receipt.way, receipt.entered_by, late=receipt.late)
        yield Event(receipt.at, receipt.person, chain.said(Said(receipt.what)), _with(told, receipt.note))
    for row in spoken.airings:
        told = chain.entered(row.way, row.entered_by, late=row.late)
        what = (
            chain.reading(row) if not hasattr(row, "replaced_by") else f"{chain.reading(row)} – {_('corrected later')}"
        )
        yield Event(row.aired_at or row.entered_at, row.reader or _("the station"), what, _with(told, row.reason))


def _with(told: str, said: str) -> str:
    return f"{said} ({told})" if said else told


def _moved(row: Transition, kind: str) -> str:
    new = words.state(State(row.new), kind)
    if not row.old:
        return _("made: %(state)s") % {"state": new}
    if row.old == row.new:
        return _("noted")
    return f"{words.state(State(row.old), kind)} → {new}"


def _called(attempt: Attempt) -> str:
    code = f" {attempt.code}/{attempt.subcode or 0}" if attempt.code else ""
    return _("call “%(step)s”: %(outcome)s") % {
        "step": calls.step(attempt.step),
        "outcome": f"{calls.outcome(attempt.outcome)}{code}",
    }
