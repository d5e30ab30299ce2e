"""A newer issue of a script that is out: other words under its number; somebody else approves them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from scheduler.core.differences import Piece, changes
from scheduler.core.post import Rendered
from scheduler.core.render import SPOKEN_KINDS
from scheduler.core.translation import VIETNAMESE
from scheduler.errors import BhxhError
from scheduler.store.desk.inbox import sheet_of
from scheduler.store.models import Post
from scheduler.store.payloads import load_payload
from scheduler.store.queue.correct import Putting
from scheduler.store.queue.revise import Revised
from scheduler.store.radio.other_languages import still_said, warning
from scheduler.store.radio.putting_right import Proposed, Put, newer, put_right
from scheduler.web import names, words
from scheduler.web.request import Desk, desk
from scheduler.web.saying import said
from scheduler.web.things import thing


def page(request: HttpRequest, post: int) -> HttpResponse:
    """The words that are out; sent, how the new ones are read, or the stored issue."""
    here, old, faults = desk(request), thing(request, Post), list[str]()
    if old.kind not in SPOKEN_KINDS or old.published_at is None:
        raise BhxhError(
            _("only a script that its station has can have a newer issue"), where=old.key, fix=_("edit or cancel it")
        )
    job = Putting(here.office.real_content(), here.office.renderer, here.zone, here.person, here.now)
    put, do, made = _put(request, old), request.POST.get("do"), None
    try:
        if request.method == "POST":
            made = _readable(newer(job, put)(old))
            if do == "submit":
                done, corrections = put_right(job, old, put)
                if put.words is not None and (others := still_said(old, here.now)):
                    messages.warning(request, warning(others))
                return _told(request, old, done, corrections)
    except BhxhError as error:
        faults.append(said(error))
    return _show(request, here, old, put, made, faults)


def _put(request: HttpRequest, old: Post) -> Put:
    form = request.POST
    if request.method != "POST":
        return Put(load_payload(old.payload).text, "", withheld=True, seconds=old.seconds)
    seconds = form.get("seconds", "")
    spoken = int(seconds) if seconds.isascii() and seconds.isdigit() and len(seconds) < 5 else 0
    words = None if form.get("anew") == "1" else form.get("text", "")
    return Put(words, form.get("why", "").strip(), form.get("withhold") == "1", spoken)


def _readable(made: Rendered) -> Rendered:
    if made.unread:
        raise BhxhError(_("The machine cannot read aloud: %(tokens)s.") % {"tokens": ", ".join(made.unread)})
    return made


def _told(request: HttpRequest, old: Post, done: Revised, corrections: list[Proposed]) -> HttpResponse:
    """Back to the post, with what was made of each reading; the form again where nothing was."""
    for key, why in done.left:
        messages.warning(request, f"{key}: {words.said(why)}")
    for one in corrections:
        if one.key:
            messages.success(
                request, _("It was aired; the drafted correction waits for approval: %(key)s") % {"key": one.key}
            )
        else:
            messages.warning(
                request, _("It was aired, and no correction could be drafted: %(why)s") % {"why": words.said(one.why)}
            )
    for new in done.made:
        about = {"n": new.issue, "number": f"{new.number}/{new.year}"}
        messages.success(request, _("Issue %(n)s of script %(number)s waits for approval by somebody else.") % about)
    return redirect("approve-post", done.made[0].pk) if done.made else redirect("post", old.pk)


def _show(
    request: HttpRequest, here: Desk, old: Post, put: Put, made: Rendered | None, faults: list[str]
) -> HttpResponse:  # fmt: skip
    before = sheet_of(old).payload
    pieces: tuple[Piece, ...] = changes(before.reading, made.payload.reading) if made else ()
    told = {
        "old": old, "put": put, "words": before.text if put.words is None else put.words,
        "faults": faults, "pieces": pieces,
        "payload": made.payload if made else before, "seconds": made.seconds if made else old.seconds,
        "channel": names.channel(here.office.content, old.channel), "timed": old.lang != VIETNAMESE,
    }  # fmt: skip
    return render(request, "revise.html", told, status=400 if faults else 200)
