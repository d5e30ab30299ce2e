"""The first page: what goes out today, and what needs a person. Each line leads to what can be done about it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from scheduler.core.channel import Channel
from scheduler.core.states import State
from scheduler.store.clock import last_beat
from scheduler.store.desk import stations, today
from scheduler.store.desk.counts import Counts
from scheduler.store.desk.today import SHOWN
from scheduler.store.radio.waiting import Unanswered
from scheduler.web import names
from scheduler.web.health import LATE_AFTER, LATE_VARIABLE
from scheduler.web.pages.stations import expected
from scheduler.web.request import Desk, desk

PROBLEMS_SHOWN = 10


@dataclass(frozen=True)
class Line:
    """A unit's day."""

    unit: str
    name: str
    pages: Counts
    stations: Counts

    @property
    def pending(self) -> int:
        """How many still wait for approval."""
        return self.pages.states[State.PENDING] + self.stations.states[State.PENDING]

    @property
    def troubled(self) -> int:
        """How many need a person."""
        return self.pages.troubled + self.stations.troubled


def page(request: HttpRequest) -> HttpResponse:
    """Show it."""
    return render(request, "today.html", _told(desk(request)))


def live(request: HttpRequest) -> HttpResponse:
    """The same without its frame, for a page that stays open: it takes no message or form that waits for a page."""
    here = desk(request)
    return HttpResponse(render_to_string("part/live.html", {"desk": here, **_told(here)}))


def _told(here: Desk) -> dict[str, Any]:
    content = here.office.content
    posts = here.scope.posts()
    counted = today.of_day(posts, here.today, here.zone)
    lines = [
        Line(
            unit,
            names.unit(content, unit, here.today),
            counted.get((unit, "facebook"), Counts()),
            counted.get((unit, "radio"), Counts()),
        )
        for unit in dict.fromkeys(unit for unit, _kind in counted)
    ]
    late = stations.late(expected(here), here.scope.narrow, here.zone, here.now)
    recalls = stations.recalls(here.now, here.scope.narrow)
    problems = here.office.problems
    beat = last_beat()
    return {
        "lines": lines, "needs": [(need, *_remedy(need.name)) for need in today.needs(posts, here.now)],
        "late": late, "late_shown": late[:SHOWN], "recalls": recalls, "recalls_shown": _with_station(here, recalls),
        "beat": beat, "alive": _alive(beat, here.now),
        "problems": [str(problem) for problem in problems[:PROBLEMS_SHOWN]], "more": len(problems) - PROBLEMS_SHOWN,
    }  # fmt: skip


def _with_station(here: Desk, recalls: Sequence[Unanswered]) -> list[tuple[Unanswered, Channel | None]]:
    """The first of the recalls, each with its station, whose telephone is what helps now."""
    return [(one, here.office.content.channels.get(one.post.channel)) for one in recalls[:SHOWN]]


def _alive(beat: datetime | None, now: datetime) -> bool:
    return beat is not None and (now - beat).total_seconds() < float(os.environ.get(LATE_VARIABLE, LATE_AFTER))


def _remedy(need: str) -> tuple[str, str]:
    """What a need is called, and what to do about it."""
    return {
        "unknown": (_("Unknown whether out"), _("Look at the Page; then say whether the post is there.")),
        "failed": (_("Failed"), _("Read why, mend it, then let it be tried again.")),
        "missed": (_("Missed its time"), _("Let it go out late, or cancel it.")),
        "late": (_("Late"), _("Its time has passed: see whether the clock runs and the Page takes posts.")),
        "held": (_("Held"), _("Release it, or cancel it.")),
        "pending": (_("Waiting for approval"), _("Somebody else than the author approves or returns it.")),
    }[need]
