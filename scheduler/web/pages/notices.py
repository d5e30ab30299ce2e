"""What needs a person: each with its reason and remedy, told again until somebody has taken note; and who is told."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scheduler.config import Config
from scheduler.store import notices
from scheduler.store.models import Notice
from scheduler.store.paging import page as page_of
from scheduler.web.request import desk
from scheduler.web.things import thing


@dataclass(frozen=True)
class Way:
    """A way by which notices go out, and to whom."""

    name: str
    to: str


def kinds() -> dict[str, str]:
    """Kinds of notices, in words."""
    return {
        "failed": _("not published"),
        "unknown": _("unknown whether it is out"),
        "missed": _("missed its time"),
        "paused": _("paused"),
        "waiting": _("due soon and stuck"),
        "unapproved": _("due and not approved"),
        "altered": _("other words on the Page than approved"),
        "token": _("access token"),
        "expiry": _("runs out soon"),
        "content": _("content has mistakes"),
        "clock": _("the clock stood still"),
        "daily": _("daily report"),
        "probe": _("test post left behind"),
        "unfetched": _("not fetched in time"),
        "recall": _("recall not acknowledged"),
        "outdated": _("read although it no longer held"),
        "withheld": _("withheld until somebody decides"),
        "mirror": _("the stations' mirror is old"),
    }


def remedies() -> dict[str, str]:
    """By kind, what is done about it in the desk; what only the machine's keeper can do is said by the notice alone."""
    return {
        "failed": _("Open each post, read why, mend it, then press “Send again”."),
        "unknown": _("Look at the Page, then say on the post's page whether it is there."),
        "missed": _("Open each post: send it late, move it, or cancel it."),
        "unapproved": _("Somebody else than the author approves it now, or it is moved or cancelled."),
        "paused": _("Mend the reason; then an approver lets the Page go on there."),
        "unfetched": _("Call the station; read the script to them, or write down what they say."),
        "recall": _("Call at once, so that it is not read; then write down that they know."),
        "outdated": _("Write a correction for the station to read."),
        "withheld": _("Approve the newer issue, or take the script back."),
        "altered": _("Compare the Page with what was approved; take the post back, or mend it on the Page."),
        "content": _("The first page lists the mistakes; who keeps the content mends them."),
    }


def page(request: HttpRequest) -> HttpResponse:
    """What is open within the person's scope, the oldest first."""
    here = desk(request)
    rows = here.scope.notices(here.office.content, here.today)
    found = page_of(
        rows, ["raised_at", "id"], after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )  # fmt: skip
    for row in found.rows:
        row.where = where(row)  # type: ignore[attr-defined]  # for the template
        row.channel = notices.channel_of(row.subject)  # type: ignore[attr-defined]  # for the template
    told = {
        "page": found,
        "kinds": kinds(),
        "remedies": remedies(),
        "channels": {channel.id: channel.name for channel in here.office.content.channels.values()},
        "ways": ways(here.office.config) if here.scope.reach.everything else [],
        "repeat_every": here.office.config.notices.repeat_every,
    }
    return render(request, "notices.html", told)


def where(notice: Notice) -> str:
    """The page that leads to the remedy; empty where the remedy is not in the desk."""
    channel, post = notices.channel_of(notice.subject), notice.subject.partition("#")[2]
    if notice.kind in _OF_CHANNEL and not channel.startswith("*"):
        return reverse("stations-one", kwargs={"channel": channel})
    if notice.kind in _OF_POST and post.isdecimal():
        return reverse("post", kwargs={"post": int(post)})
    name, about = _REMEDY.get(notice.kind, ("", {}))
    try:
        address = reverse(name) if name else ""
    except NoReverseMatch:
        return ""
    said = {"channel": notice.subject, **about} if name == "log" and notice.kind != "daily" else about
    return f"{address}?{urlencode(said)}" if address and said else address


_OF_CHANNEL = ("unfetched", "recall", "paused", "waiting", "token", "expiry", "probe")
_OF_POST = ("outdated", "withheld", "altered")
"""Kinds of notices about a channel, or about a post of it: then `#` and the post's id stand behind the channel."""

_REMEDY: dict[str, tuple[str, dict[str, str]]] = {
    "failed": ("log", {"state": "failed"}),
    "unknown": ("log", {"state": "unknown"}),
    "missed": ("log", {"state": "missed"}),
    "unapproved": ("log", {"state": "pending"}),
    "paused": ("stations", {}),
    "waiting": ("stations", {}),
    "token": ("stations", {}),
    "expiry": ("stations", {}),
    "probe": ("stations", {}),
    "unfetched": ("stations", {"kind": "radio", "only": "trouble"}),
    "clock": ("today", {}),
    "content": ("today", {}),
    "daily": ("log", {"state": "all"}),
    "mirror": ("stations", {"kind": "radio"}),
}
"""Kind of notice → the page where it is mended, and what to ask that page for."""


def ways(config: Config) -> list[Way]:
    """Who is told, by which way. The address of a webhook is a secret."""
    settings, live = config.notices, config.mode == "live"
    found = []
    if live and settings.smtp:
        found.append(Way(_("mail"), ", ".join(settings.smtp.to)))
    if live and settings.webhook:
        found.append(Way(_("webhook"), _("the address named in config.yaml")))
    if settings.folder or not found:
        found.append(Way(_("folder"), str(settings.folder or config.var / config.mode / "notices")))
    return found


@require_POST
def known(request: HttpRequest, notice: int) -> HttpResponse:
    """The person has taken note: it is told no more, and stays here until its cause is gone."""
    here, row = desk(request), thing(request, Notice)
    notices.acknowledge(row.pk, here.account.username, here.now)
    messages.success(request, _("Noted; it will not be told again."))
    return redirect("notices")
