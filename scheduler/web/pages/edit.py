"""Words of its own for one post that is not out yet."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from scheduler.core.channel import Channel
from scheduler.core.differences import Piece, changes
from scheduler.core.post import Picture, Rendered
from scheduler.core.states import State
from scheduler.core.text import utf16_length
from scheduler.errors import BhxhError
from scheduler.publish.kinds import KINDS
from scheduler.store.desk.inbox import Sheet, sheet_of
from scheduler.store.desk.returned import returned
from scheduler.store.models import Post
from scheduler.store.queue.act import in_state
from scheduler.store.queue.edit import EDITABLE, Words, edit, reworded, words_of
from scheduler.store.queue.move import Overtaken
from scheduler.store.radio.other_languages import still_said, warning
from scheduler.web import names, words
from scheduler.web.composing.preview import photo_digest
from scheduler.web.outcome import last_of
from scheduler.web.quoting import quoted
from scheduler.web.request import Desk, desk
from scheduler.web.things import thing


@dataclass(frozen=True)
class Edited:
    """What the form holds, what it makes, and what is in the way."""

    words: Words
    rendered: Rendered
    faults: list[str]


def page(request: HttpRequest, post: int) -> HttpResponse:
    """The words as they are; sent, as they would be, or stored."""
    return _page(request, desk(request), thing(request, Post))


def _page(request: HttpRequest, here: Desk, post: Post) -> HttpResponse:
    channel = here.office.content.channels.get(post.channel)
    if channel is None:
        raise BhxhError(_("this channel is no longer in the content"), where=post.channel)
    if post.state not in EDITABLE:
        raise BhxhError(in_state(post), where=post.key, fix=_("what is out is put right by a correction"))
    edited = _edited(request, here, post, channel)
    do = request.POST.get("do")
    if request.POST.get("stood", post.state) != post.state:
        edited.faults.append(_moved_on(here, post))
    if do in ("draft", "submit") and not edited.faults:
        try:
            return _store(request, here, post, edited)
        except Overtaken:
            edited.faults.append(_("Somebody else changed this post meanwhile; nothing of either is lost. See below."))
            return _show(request, here, post, channel, edited, seen=post.payload.sha256)
    return _show(request, here, post, channel, edited, seen=request.POST.get("seen", post.payload.sha256))


def _moved_on(here: Desk, post: Post) -> str:
    """What somebody else did to the post while this person wrote; the page shows it, to go on or not."""
    told = {"state": words.state(State(post.state)), "last": last_of(here, post.key)}
    return _("The post is “%(state)s” by now. %(last)sTo store these words all the same, press once more.") % told


def _edited(request: HttpRequest, here: Desk, post: Post, channel: Channel) -> Edited:
    words = _typed(request, here, post) if request.method == "POST" else words_of(post)
    rules = KINDS[post.kind].rules
    if length := rules.excess(words.text.replace("\r\n", "\n").strip()):
        # Shown beside what stands: the machine does not read a book aloud.
        fault = _("%(length)s characters; at most %(limit)s.") % {"length": length, "limit": rules.limit}
        return Edited(words, reworded(post, words_of(post), channel, here.office.renderer), [fault])
    rendered = reworded(post, words, channel, here.office.renderer)
    faults = []
    if not rendered.payload.text:
        faults.append(_("Nothing is written yet."))
    if rendered.unread:
        faults.append(_("The machine cannot read aloud: %(tokens)s.") % {"tokens": ", ".join(rendered.unread)})
    return Edited(words, rendered, faults)


def _typed(request: HttpRequest, here: Desk, post: Post) -> Words:
    """The words of the form. A photo stays, with its description, unless it was ticked to be left out."""
    media, old = here.office.config.content / "media", words_of(post)
    removed, alts = set(request.POST.getlist("remove")), request.POST.getlist("alt")
    photos = tuple(
        Picture(photo.file, photo_digest(media, photo.file, here.office.content), alt.strip() or photo.alt)
        for photo, alt in zip(old.photos, alts + [""] * len(old.photos), strict=False)
        if photo.file not in removed
    )
    link, title = request.POST.get("link", old.link), request.POST.get("title", old.title)
    return Words(request.POST.get("text", ""), link, photos, title, old.seconds)


def _store(request: HttpRequest, here: Desk, post: Post, edited: Edited) -> HttpResponse:
    submit, seen = request.POST["do"] == "submit", request.POST.get("seen", "")
    if edit(post, edited.rendered, here.person, seen=seen, now=here.now, submit=submit):
        text = _("Stored. It waits for approval by somebody else.") if submit else _("Stored as a draft.")
        messages.success(request, text)
        if others := still_said(post, here.now):
            messages.warning(request, warning(others))
    else:
        messages.info(request, _("Nothing was changed."))
    return redirect("approve-post", post.pk) if submit else redirect("compose")


def _show(request: HttpRequest, here: Desk, post: Post, channel: Channel, edited: Edited, *, seen: str) -> HttpResponse:
    current = sheet_of(post)
    sheet = Sheet(edited.rendered.payload, edited.rendered.uses, edited.rendered.unread)
    pieces: tuple[Piece, ...] = changes(current.payload.text, sheet.payload.text) if request.method == "POST" else ()
    told = {
        "post": post, "channel": channel, "words": edited.words, "payload": sheet.payload, "pieces": pieces,
        "seconds": edited.rendered.seconds, "faults": edited.faults, "quoted": quoted(here.office.content, [sheet]),
        "length": utf16_length(sheet.payload.text), "limit": KINDS[post.kind].rules.limit,
        "kind": names.kind(post.kind), "asked": request.method == "POST", "seen": seen,
        "back": returned([post]).get(post.pk) if post.state == State.DRAFT else None,
    }  # fmt: skip
    bad = edited.faults and request.POST.get("do") != "preview"
    return render(request, "edit.html", told, status=409 if bad else 200)
