"""What needs a person: each with its reason and remedy, told again until somebody has taken note; and who is told."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scheduler.core.notice import KINDS
from scheduler.publish.notices import place
from scheduler.publish.notices.who import Listeners
from scheduler.store import notices
from scheduler.store.models import Notice
from scheduler.store.paging import page as page_of
from scheduler.web import words
from scheduler.web.request import Desk, desk
from scheduler.web.things import thing


@dataclass(frozen=True)
class Told:
    """A line of who is told: who, where, of which units and kinds; empty are all, None is what nobody else takes."""

    name: str
    to: str
    units: list[str]
    kinds: list[str]
    rest: bool = False


def kinds() -> dict[str, str]:
    """Kinds of notices, in words."""
    return {name: words.said(kind.word) for name, kind in KINDS.items()}


def remedies() -> dict[str, str]:
    """By kind, what is done about it in the desk; letters say the same."""
    return {name: words.said(kind.step) for name, kind in KINDS.items()}


def page(request: HttpRequest) -> HttpResponse:
    """What is open within the person's scope, the oldest first."""
    here = desk(request)
    rows = here.scope.notices(here.office.content, here.today)
    found = page_of(
        rows, ["raised_at", "id"], after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )  # fmt: skip
    channels = {channel.id: channel.name for channel in here.office.content.channels.values()}
    for row in found.rows:
        row.where = where(row)  # type: ignore[attr-defined]  # for the template
        row.about = _about(row.subject, channels)  # type: ignore[attr-defined]  # for the template
    told = {
        "page": found,
        "kinds": kinds(),
        "remedies": remedies(),
        "told": told_of(here) if here.scope.reach.everything else [],
        "repeat_every": here.office.config.notices.repeat_every,
    }
    return render(request, "notices.html", told)


def _about(subject: str, channels: Mapping[str, str]) -> str:
    channel = notices.channel_of(subject)
    if channel.startswith("*") or notices.is_of_many(subject):
        return _("Several channels")
    return channels.get(channel, subject)


def where(notice: Notice) -> str:
    """The page that leads to the remedy."""
    return f"{reverse('today')}{place.path(notice.kind, notice.subject)}"


def told_of(here: Desk) -> list[Told]:
    """Who is told, by which way, of what. The address of a webhook is a secret."""
    config, units = here.office.config, here.office.content.units
    names = {unit.id: (unit.on(here.today) or unit.periods[-1]).short_name for unit in units}
    named, settings = kinds(), config.notices
    folder = str(settings.folder or config.var / config.mode / "notices")
    general, *others = Listeners(config, lambda: here.office.content).sources(here.now)
    rows = [Told(_("The general list"), general.places or folder, [], [], rest=True)]
    for source in others:
        some = [names.get(unit, unit) for unit in source.units]
        chosen = source.wish.kinds if source.wish else ()
        rows.append(Told(source.name, source.places, some, [named[kind] for kind in named if kind in chosen]))
    if settings.folder:
        rows.append(Told(_("Copy of all"), folder, [], []))
    return rows


@require_POST
def known(request: HttpRequest, notice: int) -> HttpResponse:
    """The person has taken note: it is told no more, and stays here until its cause is gone."""
    here, row = desk(request), thing(request, Notice)
    notices.acknowledge(row.pk, here.account.username, here.now)
    messages.success(request, _("Noted; it will not be told again."))
    return redirect("notices")
