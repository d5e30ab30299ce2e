"""Writing: pick a message or write one, see it on every channel, and store it for approval or as a draft."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from pydantic import ValidationError

from scheduler.core.content import Content
from scheduler.core.figures import FactValue
from scheduler.core.message import Message
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.library.writing import MAX_UPLOAD, NotAPhoto, keep_photo
from scheduler.store.desk.inbox import Sheet
from scheduler.store.desk.returned import returned, returned_first
from scheduler.store.models import Post
from scheduler.store.queue.act import act
from scheduler.store.queue.compose import Composing, compose
from scheduler.web import remarks, saying, words
from scheduler.web.composing import draft as drafts
from scheduler.web.composing.draft import FIRST_TIMES, SPACINGS, TOPICS, Draft
from scheduler.web.composing.preview import Preview, drafting, photo_digest, previews, sheets
from scheduler.web.outcome import tell_left
from scheduler.web.pages.keep import may_keep
from scheduler.web.quoting import quoted
from scheduler.web.request import Desk, desk
from scheduler.web.things import thing

_DRAFTS = 20
SHOWN, ROWS = 9, 80
"""Previews shown in full at once; channels listed. A page stays small enough for a weak link."""

MOST_PHOTOS = 10


def page(request: HttpRequest) -> HttpResponse:
    """The form; sent, how it will look, or stored."""
    here = desk(request)
    if request.method != "POST":
        return _show(request, here, _begun(request, here), None, _unknown(request, here))
    draft, faults = _sent(request, here)
    made, more = _made(here, draft)
    faults += more
    do = request.POST.get("do")
    if made is not None:
        made[1].sort(key=lambda one: not one.trouble)
    if do in ("draft", "submit") and made is not None:
        said, some = made
        if not (faults := faults + _unfit(draft, some)):
            try:
                return _store(request, here, draft, said, some)
            except BhxhError as error:  # a rule of the queue; what was typed stays in the form
                faults = [saying.said(error)]
    return _show(request, here, draft, made, faults)


def _begun(request: HttpRequest, here: Desk) -> Draft:
    """An empty form, with a message in it where the address names one."""
    draft = drafts.blank(here.today)
    message = here.office.content.messages.get(request.GET.get("message", ""))
    chosen = tuple(unit.id for unit in here.scope.units(here.office.content, here.today))
    draft = replace(draft, units=chosen if len(chosen) == 1 else tuple(request.GET.getlist("unit")))
    return drafts.picked(draft, message) if message else draft


def _unknown(request: HttpRequest, here: Desk) -> list[str]:
    """What the address names that is not there."""
    name, messages_known = request.GET.get("message", ""), here.office.content.messages
    return [remarks.nothing_called("message", name)] if name and name not in messages_known else []


def _sent(request: HttpRequest, here: Desk) -> tuple[Draft, list[str]]:
    """The form as it was sent, with the photos that came along."""
    draft, faults = drafts.read(request.POST, here.today), list[str]()
    media, content = here.office.config.content / "media", here.office.content
    kept = [(file, alt) for file, alt in draft.photos if photo_digest(media, file, content)]
    alt = request.POST.get("alt-new", "").strip()
    for upload in request.FILES.getlist("upload"):
        try:
            kept.append((keep_photo(media, upload.read(MAX_UPLOAD + 1), upload.name or ""), alt))
        except NotAPhoto as error:
            faults.append(str(error))
    if len(kept) > MOST_PHOTOS:
        faults.append(_("At most %(n)s photos.") % {"n": MOST_PHOTOS})
    draft = replace(draft, photos=tuple(dict.fromkeys(kept))[:MOST_PHOTOS])
    if request.POST.get("do") == "pick":
        message = content.messages.get(draft.message)
        draft = drafts.picked(draft, message) if message else draft
    return draft, faults


Made = tuple[tuple[Message, bool], list[Preview]]


def _made(here: Desk, draft: Draft) -> tuple[Made | None, list[str]]:
    """The message and its previews; without them what is wrong."""
    if not draft.spoken_kinds:
        return None, [_("Nothing is written yet.")]
    try:
        message, own = drafts.message_of(draft, here.office.content)
    except ValidationError as error:
        return None, drafts.faults(error)
    errors = [problem.message for problem in drafting(here).problems(message) if problem.level == "error"]
    return ((message, own), previews(here, draft, message, own=own)), errors if own else []


def _unfit(draft: Draft, some: Sequence[Preview]) -> list[str]:
    """Why it is not stored."""
    faults = []
    if not some:
        faults.append(_("No unit is chosen, or none of those chosen has such a channel on that day."))
    faults += [f"{one.channel.name}: {words.said(one.trouble)}" for one in some if one.trouble]
    if any(not alt for _file, alt in draft.photos):
        faults.append(_("Say in words what each photo shows, for those who cannot see it."))
    if any(one.objections for one in some) and not draft.anyway:
        faults.append(_("A campaign's rules object to some times. Choose others, or tick “these times all the same”."))
    return faults


def _store(
    request: HttpRequest, here: Desk, draft: Draft, said: tuple[Message, bool], some: Sequence[Preview]
) -> HttpResponse:
    submit = request.POST["do"] == "submit"
    job = Composing(here.office.real_content(), here.person, here.now, here.zone, submit)
    named = draft.message if draft.message in here.office.content.messages else ""
    done = compose(job, sheets(some, named, own=said[1]))
    if done.stored:
        text = ngettext("%(n)s post stored.", "%(n)s posts stored.", len(done.stored)) % {"n": len(done.stored)}
        next_step = _("They wait for approval by somebody else.") if submit else _("They wait here as drafts.")
        messages.success(request, f"{text} {next_step}")
    if done.there:
        messages.info(request, _("Already there, to the letter: %(n)s.") % {"n": len(done.there)})
    return redirect("approve" if submit else "compose")


def _show(request: HttpRequest, here: Desk, draft: Draft, made: Made | None, faults: list[str]) -> HttpResponse:
    said, some = made or (None, [])
    told = _form(here, draft) | _looks(request, here, some) | _warned(here, said)
    told |= {"draft": draft, "faults": faults, "asked": request.method == "POST", "own": said[1] if said else False}
    refused = faults and request.method == "POST" and request.POST.get("do") != "preview"
    return render(request, "compose.html", told, status=400 if refused else 200)


def _form(here: Desk, draft: Draft) -> dict[str, Any]:
    """What the form offers, and the drafts above it."""
    content = here.office.content
    return {
        "messages_known": sorted(content.messages.values(), key=lambda message: (message.title, message.valid_from)),
        "units": here.scope.units(content, here.today), "today": here.today, "topics": TOPICS,
        "kinds": [(kind, draft.times.get(kind, "")) for kind in FIRST_TIMES], "spacings": SPACINGS,
        "figures_known": _known(content, here), "may_keep": may_keep(here),
        "picked": content.messages.get(draft.message), **_mine(here),
    }  # fmt: skip


def _looks(request: HttpRequest, here: Desk, some: Sequence[Preview]) -> dict[str, Any]:
    """The previews: a list of all, and some of them in full."""
    at, made = _at(request, some), [one.rendered for one in some if one.rendered]
    return {
        "rows": some[:ROWS], "count": len(some), "steps": _steps(some), "at": at, "previews": some[at : at + SHOWN],
        "objected": any(one.objections for one in some),
        "quoted": quoted(here.office.content, [Sheet(one.payload, one.uses, one.unread) for one in made]),
    }  # fmt: skip


def _at(request: HttpRequest, some: Sequence[Preview]) -> int:
    """The first preview to show: the page asked for, or the first."""
    typed = request.POST.get("at", "")
    at = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0
    return at if at < len(some) else 0


def _steps(some: Sequence[Preview]) -> list[tuple[int, int, int]]:
    """The pages of previews: where each begins, and its first and last number."""
    starts = range(0, len(some), SHOWN)
    return [(at, at + 1, min(at + SHOWN, len(some))) for at in starts] if len(some) > SHOWN else []


def _known(content: Content, here: Desk) -> list[FactValue]:
    """The figures of today, for the list from which they are put into the text."""
    return [value for _key, value in sorted(content.facts.on(here.today).values.items())]


def _warned(here: Desk, said: tuple[Message, bool] | None) -> dict[str, Any]:
    """What the library's rules warn of in own words."""
    if said is None or not said[1]:
        return {"warnings": []}
    return {"warnings": [p.message for p in drafting(here).problems(said[0]) if p.level == "warning"]}


def _mine(here: Desk) -> dict[str, Any]:
    """The drafts of these units, those sent back with a reason first among them."""
    found = list(returned_first(here.scope.posts().filter(state=State.DRAFT))[: _DRAFTS + 1])
    drafts = found[:_DRAFTS]
    return {"drafts": drafts, "returned": returned(drafts), "more_drafts": len(found) > _DRAFTS}


@require_POST
def submit(request: HttpRequest, post: int) -> HttpResponse:
    """Hand in a draft."""
    here = desk(request)
    done = act("submit", [thing(request, Post)], here.person, now=here.now)
    if done.moved:
        messages.success(request, _("Handed in. It waits for approval by somebody else."))
    tell_left(request, here, done.left)
    return redirect("compose")
