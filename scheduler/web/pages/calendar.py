"""The calendar: a month, a week or a day of posts, and giving a post another time."""

from calendar import Calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scheduler.core.approval import MAY
from scheduler.core.channel import Station
from scheduler.core.plan.manners import objections
from scheduler.core.radio.room import room_at
from scheduler.errors import BhxhError
from scheduler.store.desk import calendar
from scheduler.store.desk.calendar import DayCounts
from scheduler.store.desk.times import times_of
from scheduler.store.models import Post
from scheduler.store.paging import page as paged
from scheduler.store.queue.reschedule import MOVABLE, Rescheduling, reschedule
from scheduler.store.radio.room import free, outside
from scheduler.web import filters, remarks, when, words
from scheduler.web.carried import keep
from scheduler.web.filters import Filters
from scheduler.web.language import local_path
from scheduler.web.outcome import tell_left
from scheduler.web.pages import feed
from scheduler.web.request import Desk, desk
from scheduler.web.saying import said
from scheduler.web.things import thing

VIEWS = ("month", "week", "day")
IN_A_CELL = 12
"""Posts that a day of the week shows; the rest is a link away."""
MONDAY = 0


@dataclass(frozen=True)
class Turn:
    """The period that is shown, and the days from which the ones before and after it are shown."""

    days: list[date]
    before: date
    after: date


def page(request: HttpRequest) -> HttpResponse:
    """Show the view that the address asks for."""
    here, asked = desk(request), filters.read(request)
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "month"
    day = when.day(request.GET.get("day", "")) or here.today
    turn = _TURNS[view](day)
    told = {
        "view": view, "views": _views(), "day": day, "turn": turn, "filters": asked, "asks": _asks(),
        "offered": filters.options(here), "feed": _feed(here, asked), "kept": {"view": view, "day": day.isoformat()},
        "remarks": [*remarks.of_posts(request, here, asked), *remarks.left_out(request, "view", VIEWS)],
        "movable": MOVABLE if here.role_person.role in MAY["reschedule"] else frozenset(),
        **_SHOW[view](request, here, asked, turn),
    }  # fmt: skip
    return render(request, f"calendar/{view}.html", told)


def _feed(here: Desk, asked: Filters) -> tuple[str, str] | None:
    """The unit whose calendar can be subscribed to from this page, and its link: the one chosen, else one's own."""
    unit = asked.unit or here.person.unit
    within = unit in here.office.content.units and here.scope.reach.has_unit(unit)
    return (unit, feed.address(unit)) if within else None


def _views() -> list[tuple[str, str]]:
    return [("month", _("Month")), ("week", _("Week")), ("day", _("Day"))]


def _asks() -> list[tuple[str, str]]:
    return [
        ("unit", _("Unit")), ("channel", _("Channel")), ("campaign", _("Campaign")), ("topic", _("Topic")),
        ("kind", _("Kind")),
    ]  # fmt: skip


def _month(day: date) -> Turn:
    first = day.replace(day=1)
    days = [each for week in Calendar(MONDAY).monthdatescalendar(day.year, day.month) for each in week]
    return Turn(days, first - timedelta(days=1), (first + timedelta(days=31)).replace(day=1))


def _week(day: date) -> Turn:
    monday = day - timedelta(days=day.weekday())
    days = [monday + timedelta(days=n) for n in range(7)]
    return Turn(days, monday - timedelta(days=7), monday + timedelta(days=7))


def _day(day: date) -> Turn:
    return Turn([day], day - timedelta(days=1), day + timedelta(days=1))


_TURNS: dict[str, Callable[[date], Turn]] = {"month": _month, "week": _week, "day": _day}


def _counted(here: Desk, asked: Filters, turn: Turn) -> list[DayCounts]:
    return calendar.days(asked.rows(here), turn.days[0], turn.days[-1], here.zone)


def _show_month(request: HttpRequest, here: Desk, asked: Filters, turn: Turn) -> dict[str, object]:
    found = _counted(here, asked, turn)
    return {"weeks": [found[n : n + 7] for n in range(0, len(found), 7)]}


def _show_week(request: HttpRequest, here: Desk, asked: Filters, turn: Turn) -> dict[str, object]:
    first = calendar.first_of_days(asked.rows(here), turn.days, here.zone, IN_A_CELL)
    return {"columns": list(zip(_counted(here, asked, turn), first, strict=True))}


def _show_day(request: HttpRequest, here: Desk, asked: Filters, turn: Turn) -> dict[str, object]:
    rows = calendar.of_day(asked.rows(here), turn.days[0], here.zone)
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    return {"page": paged(rows, ("due", "pk"), after=after, before=before)}


_SHOW: dict[str, Callable[[HttpRequest, Desk, Filters, Turn], dict[str, object]]] = {
    "month": _show_month, "week": _show_week, "day": _show_day,
}  # fmt: skip


@require_POST
def move(request: HttpRequest, post: int) -> HttpResponse:
    """Give the post another time, or say why not; then what was typed stands in the form again."""
    here, chosen = desk(request), thing(request, Post)
    if against := _against(request, here, chosen):
        messages.warning(request, " ".join([_("Not moved, for it is against a campaign's rules."), *against]))
        keep(request)
        return redirect("post", post=chosen.pk)  # where the form stands open, whichever page he dragged it on
    if not _moved(request, here, chosen):
        keep(request)
    return redirect(local_path(request.POST.get("next", "") or "/calendar"))


def _against(request: HttpRequest, here: Desk, chosen: Post) -> list[str]:
    """What the campaigns of the day say against the time, in sentences; nothing where the person insists on it."""
    due, channel = when.typed(request.POST.get("at", ""), here.zone), here.office.content.channels.get(chosen.channel)
    told_otherwise = due is None or due <= here.now or chosen.state not in MOVABLE or _overtaken(request, here, chosen)
    if request.POST.get("anyway") or channel is None or due is None or told_otherwise:
        return []
    taken = times_of({channel.id: due}, here.zone, but=chosen.pk).get(channel.id, ())
    found = objections(here.office.content, channel, due, taken)
    return [f"{words.said(why)[:1].upper()}{words.said(why)[1:]}." for why in found]


def _moved(request: HttpRequest, here: Desk, chosen: Post) -> bool:
    due = when.typed(request.POST.get("at", ""), here.zone)
    if due is None:
        messages.error(request, _("Give the day and the time, as in 07/05/2021 19:30."))
        return False
    if overtaken := _overtaken(request, here, chosen):
        tell_left(request, here, [(chosen.key, overtaken)])
        return False
    job = Rescheduling(
        here.office.content, here.office.renderer, here.zone, here.person, due, here.now,
        request.POST.get("why", "").strip(),
    )  # fmt: skip
    try:
        done = reschedule(job, [chosen])
    except BhxhError as error:  # told on the page where he dragged it, in other words than those of a command
        messages.error(request, said(error))
        return False
    if done.moved:
        messages.success(request, _("Moved to %(when)s.") % {"when": when.when(due, here.now, here.zone)})
        _tell_if_unheard(request, here, chosen)
    tell_left(request, here, done.left)
    return bool(done.moved)


def _tell_if_unheard(request: HttpRequest, here: Desk, post: Post) -> None:
    """A time between two broadcasts holds only if the station agrees to it: say so, and whom to call."""
    station, due = here.office.content.channels.get(post.channel), post.due.astimezone(here.zone)
    if isinstance(station, Station) and room_at(free(station, due.date(), here.zone), due) is None:
        messages.warning(request, words.said(outside(station, due)))


def _overtaken(request: HttpRequest, here: Desk, post: Post) -> str:
    """Why the post stays where it is: its time is no longer the one that the person was shown; "" where it is."""
    seen = when.typed(request.POST.get("seen", ""), here.zone)
    if seen is None or seen == post.due.replace(second=0, microsecond=0):
        return ""
    return _("somebody moved it to %(when)s meanwhile") % {"when": when.when(post.due, here.now, here.zone)}
