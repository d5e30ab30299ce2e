"""Putting right what is out: wrong, right, source, and when; and taking it back."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from scheduler.errors import BhxhError
from scheduler.store.corrections import corrections_of
from scheduler.store.desk.inbox import sheet_of
from scheduler.store.models import Post
from scheduler.store.queue.correct import Putting, Wrong, correct, worded
from scheduler.store.recalls import recall_of
from scheduler.web import names, when
from scheduler.web.request import Desk, desk
from scheduler.web.saying import said
from scheduler.web.things import thing

_SOON = timedelta(minutes=30)


def page(request: HttpRequest, post: int) -> HttpResponse:
    """The form; sent, the words that it makes, or the stored correction."""
    here, old = desk(request), thing(request, Post)
    job = Putting(here.office.real_content(), here.office.renderer, here.zone, here.person, here.now)
    about = Wrong(*(request.POST.get(name, "").strip() for name in ("wrong", "right", "source")))
    text, faults, do = "", list[str](), request.POST.get("do")
    try:
        if request.method == "POST":
            text = worded(job, old, about)
            due = _due(here, request)
            if do in ("draft", "submit"):
                return _store(request, job, old, text, due)
    except BhxhError as error:
        faults.append(said(error))
    if old.published_at is None:
        raise BhxhError(_("this post is not out, so it needs no correction"), where=old.key, fix=_("edit or cancel it"))
    told = {
        "old": old, "sheet": sheet_of(old), "about": about, "text": text, "faults": faults,
        "at": request.POST.get("at") or _wall(here, here.now + _SOON), "comment": request.POST.get("comment") == "1",
        "recall": recall_of(old),
        "channel": names.channel(here.office.content, old.channel), "corrected_by": corrections_of([old.pk])[0],
    }  # fmt: skip
    return render(request, "correct.html", told, status=400 if faults else 200)


def _wall(here: Desk, instant: datetime) -> str:
    return f"{here.office.local(instant):%Y-%m-%dT%H:%M}"


def _due(here: Desk, request: HttpRequest) -> datetime:
    typed = request.POST.get("at", "")
    if (due := when.typed(typed, here.zone)) is None:
        raise BhxhError(_("day or time cannot be read"), where=typed, fix=_("choose day and time anew"))
    return due


def _store(request: HttpRequest, job: Putting, old: Post, text: str, due: datetime) -> HttpResponse:
    submit = request.POST["do"] == "submit"
    new = correct(job, old, text, due, comment=request.POST.get("comment") == "1", submit=submit)
    told = _("The correction waits for approval.") if submit else _("The correction is stored as a draft.")
    messages.success(request, told)
    return redirect("approve-post", new.pk)
