"""A unit's calendar for the telephone: a secret link to subscribe to, and renewing it where it went too far.

The secret is made from the desk's own key, the unit and the issue, so that none is stored. Who has it sees what the
unit's posts are called, where and when; no texts.
"""

import hashlib
from datetime import UTC, datetime, timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from icalendar import Calendar, Event

from scheduler.core.reach import reach_of
from scheduler.core.states import State
from scheduler.core.translation import called
from scheduler.core.unit import Unit
from scheduler.store import feeds
from scheduler.store.find import due_between
from scheduler.store.log import first_line
from scheduler.store.models import Post
from scheduler.store.payloads import load_payload
from scheduler.store.scope import Scope
from scheduler.web import clock, names, words
from scheduler.web.office import Office, office
from scheduler.web.things import thing

PAST, AHEAD = timedelta(days=14), timedelta(days=92)
MOST_PAST, MOST = 200, 1000
"""How much of the calendar the link gives; of a province with more posts, the nearest, most of them to come."""

_LASTS = timedelta(minutes=5)
"""How long a post is drawn that has no length of its own."""

_CONFIRMED = (State.APPROVED, State.SENDING, State.PUBLISHED)
_ENDED = (State.CANCELLED, State.RECALLED)
"""States in which a post is as good as its time, and in which it goes out no more; in the others it may not."""


def secret_of(unit: str) -> str:
    """What the link of the unit must say to be let in."""
    return salted_hmac("calendar feed", f"{unit}:{feeds.issue(unit)}", algorithm="sha256").hexdigest()[:40]


def address(unit: str) -> str:
    """The whole link of the unit."""
    path = reverse("feed", kwargs={"unit": unit, "secret": secret_of(unit)})
    return f"{office().config.public_url.rstrip('/')}{path}"


def feed(request: HttpRequest, unit: str, secret: str) -> HttpResponse:
    """The calendar. A wrong link and a unit that there is not get the same answer."""
    here, now = office(), clock.now(request)
    if not constant_time_compare(secret, secret_of(unit)) or unit not in here.content.units:
        raise Http404("no such feed")
    body = _calendar(here, unit, now)
    mark = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == mark:
        return HttpResponse(status=304, headers={"ETag": mark})
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers={"ETag": mark})


def _calendar(here: Office, unit: str, now: datetime) -> bytes:
    scope = Scope(reach_of(unit, here.content.units, here.local(now).date(), here.zone))
    calendar = Calendar()
    calendar.add("prodid", "-//BHXH//Lich truyen thong//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", names.unit(here.content, unit, here.local(now).date()))
    for post in _nearest(scope.posts().exclude(state=State.CANCELLED), now):
        calendar.add_component(_event(here, post))
    return bytes(calendar.to_ical())


def _nearest(rows: QuerySet[Post], now: datetime) -> list[Post]:
    """The posts around now, by time."""
    past = list(due_between(rows, now - PAST, now).order_by("-due", "-pk")[:MOST_PAST])
    return past[::-1] + list(due_between(rows, now, now + AHEAD).order_by("due", "pk")[: MOST - len(past)])


def _event(here: Office, post: Post) -> Event:
    payload, state, event = load_payload(post.payload), State(post.state), Event()
    event.add("uid", f"{post.key}/{post.rev}@bhxh")
    event.add("dtstamp", post.due.astimezone(UTC))
    event.add("dtstart", post.due.astimezone(UTC))
    event.add("duration", timedelta(seconds=post.seconds) or _LASTS)
    event.add(
        "summary",
        f"{names.channel(here.content, post.channel)}: {called(payload.title or first_line(payload.text), post.lang)}",
    )
    event.add("description", words.state(state, post.kind))
    sure = state in _CONFIRMED and post.withheld_at is None
    event.add("status", "CONFIRMED" if sure else "CANCELLED" if state in _ENDED else "TENTATIVE")
    event.add("url", f"{here.config.public_url.rstrip('/')}{reverse('post', kwargs={'post': post.pk})}")
    return event


@require_POST
def renew(request: HttpRequest, unit: str) -> HttpResponse:
    """Make the unit's link anew; whoever subscribed to the old one gets nothing any more."""
    chosen = thing(request, Unit)
    feeds.renew(chosen.id)
    messages.success(request, _("The old calendar link no longer works. Give the new one to whom it concerns."))
    return redirect(f"{reverse('calendar')}?unit={chosen.id}")
