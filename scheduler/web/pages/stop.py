"""Stopping what is to come, taking back what is out: all, a campaign, a unit, a message; on days of mourning."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from scheduler.core.approval import MAY
from scheduler.core.content import Content
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.store.models import Post, Recall, Stop
from scheduler.store.queue.stops import Asked, Cover, cover_of, covered, held_by, in_force, lift, stop
from scheduler.store.recalls import open_recalls, recalls_done, want_recall
from scheduler.web import names, when
from scheduler.web.carried import keep
from scheduler.web.outcome import tell_left
from scheduler.web.request import Desk, desk
from scheduler.web.saying import said
from scheduler.web.things import thing, within

_AT_RISK = (State.APPROVED, State.PENDING, State.HELD, State.SENDING, State.PUBLISHED)
_MOST_RECALLED = 2000


@dataclass(frozen=True)
class Order:
    """A word to stop as the page lists it."""

    stop: Stop
    what: str
    held: int
    may_lift: bool

    @property
    def field(self) -> str:
        """The id of its reason on the page."""
        return f"lift-{self.stop.pk}"


def page(request: HttpRequest) -> HttpResponse:
    """What is stopped now, what is being taken back, and the forms for both; with a choice, what it would cover."""
    here, content = desk(request), desk(request).office.content
    chosen = any(request.GET.get(name) for name in _NARROWING)
    told: dict[str, Any] = {
        "orders": [_order(here, order) for order in in_force()], "recalls": _recalls(here), "chosen": chosen,
        "taken_back": here.scope.narrow(recalls_done(here.now - timedelta(days=1)), "post__").count(),
        "campaigns": _running(content, here.today), "units": here.scope.units(content, here.today),
        "messages_known": sorted(content.messages.values(), key=lambda message: (message.title, message.valid_from)),
        "asked": request.GET, "may_recall": here.role_person.role in MAY["recall"],
        "everything": _counts(here, Cover()),
    }  # fmt: skip
    if chosen:
        try:
            cover = chosen_by(here, request.GET)
            told |= {
                "counts": _counts(here, cover),
                "what": told_of(content, cover, here.today),
                "narrowed": _kept(request),
            }
        except BhxhError as error:
            told |= {"chosen": False, "fault": said(error)}
    return render(request, "stop.html", told)


_NARROWING = ("campaign", "message", "unit", "since", "until", "mourning")


def _running(content: Content, today: date) -> list[Any]:
    found = [campaign for campaign in content.campaigns.values() if campaign.to >= today - timedelta(days=60)]
    return sorted(found, key=lambda campaign: campaign.from_, reverse=True)


def _kept(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.GET.items() if value}


def _order(here: Desk, order: Stop) -> Order:
    cover = Cover(
        order.campaign, order.message, order.unit, tuple(order.units), tuple(order.spared), order.since, order.until
    )  # fmt: skip
    held = here.scope.narrow(held_by(order)).count()
    may = here.role_person.role in MAY["release"] and within(order, here)
    return Order(order, told_of(here.office.content, cover, here.today), held, may)


def told_of(content: Content, cover: Cover, today: date) -> str:
    """What it covers, in words."""
    parts = [
        _("campaign “%(name)s”") % {"name": names.campaign(content, cover.campaign)} if cover.campaign else "",
        _("message “%(name)s”") % {"name": names.message(content, cover.message)} if cover.message else "",
        _("%(name)s and all below") % {"name": names.unit(content, cover.unit, today)} if cover.unit else "",
        _("from %(day)s") % {"day": f"{cover.since:%d/%m/%Y}"} if cover.since else "",
        _("until %(day)s") % {"day": f"{cover.until - timedelta(seconds=1):%d/%m/%Y}"} if cover.until else "",
    ]
    named = [part for part in parts if part] or [_("everything")]
    return ", ".join([*named, _("but for service notices")] if cover.spared else named)


def chosen_by(here: Desk, form: QueryDict) -> Cover:
    """What the form names, within the person's reach. Raises BhxhError where it names what is not there."""
    asked = Asked(
        campaign=form.get("campaign", ""), message=form.get("message", ""), unit=form.get("unit", ""),
        since=_day(form.get("since", "")), until=_day(form.get("until", "")), mourning=form.get("mourning") == "1",
    )  # fmt: skip
    return cover_of(asked, here.person, here.office.content, here.today, here.zone)


def _day(typed: str) -> date | None:
    if not typed:
        return None
    if (day := when.day(typed)) is None:
        raise BhxhError(_("this is no day"), where=typed, fix=_("choose the day anew"))
    return day


def _counts(here: Desk, cover: Cover) -> Mapping[str, int]:
    """How many posts it covers in each state that matters."""
    rows = _mine(here, cover).filter(state__in=_AT_RISK).order_by().values_list("state").annotate(n=Count("pk"))
    return dict(rows)


def _mine(here: Desk, cover: Cover) -> QuerySet[Post]:
    return here.scope.posts().filter(covered(cover))


def _recalls(here: Desk) -> list[Recall]:
    return list(here.scope.narrow(open_recalls(), "post__")[:100])


@require_POST
def order(request: HttpRequest) -> HttpResponse:
    """Stop."""
    here, why = desk(request), request.POST.get("why", "")
    if not why.strip():
        messages.error(request, _("Say why: the reason stands in the log and with every post that is held."))
        return _again(request)
    try:
        _made, done = stop(chosen_by(here, request.POST), here.person, now=here.now, why=why)
    except BhxhError as error:
        messages.error(request, said(error))
        return _again(request)
    text = ngettext("Stopped. %(n)s post is held.", "Stopped. %(n)s posts are held.", done.moved) % {"n": done.moved}
    messages.success(request, f"{text} {_('What is approved later is held as well, until you let go.')}")
    tell_left(request, here, done.left)
    return redirect("stop")


def _again(request: HttpRequest) -> HttpResponse:
    """Back to the page as it was narrowed, with what was typed."""
    keep(request)
    narrowed = {name: value for name in _NARROWING if (value := request.POST.get(name, ""))}
    return redirect(f"{reverse('stop')}?{urlencode(narrowed)}" if narrowed else "stop")


@require_POST
def let_go(request: HttpRequest, stop: int) -> HttpResponse:
    """Lift a word to stop."""
    here = desk(request)
    try:
        done = lift(thing(request, Stop), here.person, now=here.now, why=request.POST.get("why", ""))
    except BhxhError as error:  # somebody was quicker
        messages.warning(request, said(error))
        return _again(request)
    text = ngettext("Let go. %(n)s post goes out again.", "Let go. %(n)s posts go out again.", done.moved)
    messages.success(request, text % {"n": done.moved})
    tell_left(request, here, done.left)
    return redirect("stop")


@require_POST
def recall(request: HttpRequest) -> HttpResponse:
    """Ask for what is out to be taken back: what the form covers, or the one post that it names."""
    here, why = desk(request), request.POST.get("why", "")
    posts = _wanted(here, request.POST)
    if not why.strip() or posts is None:
        messages.error(request, _("Choose what is to be taken back, and say why."))
        return _again(request)
    rows = posts.filter(state=State.PUBLISHED).order_by("due", "pk")
    done = want_recall(rows[:_MOST_RECALLED], here.person, now=here.now, why=why)
    text = ngettext("%(n)s post is being taken back.", "%(n)s posts are being taken back.", done.moved)
    messages.success(request, f"{text % {'n': done.moved}} {_('This page says when it is done.')}")
    return redirect("post", post=int(request.POST["post"])) if request.POST.get("post") else redirect("stop")


def _wanted(here: Desk, form: QueryDict) -> QuerySet[Post] | None:
    """The posts; None where the form narrows nothing: no recall falls on all posts by omission."""
    if (key := form.get("post", "")).isdigit():
        return here.scope.posts().filter(pk=key)
    if not any(form.get(name) for name in ("campaign", "message", "unit", "since")):
        return None
    return _mine(here, chosen_by(here, form))
