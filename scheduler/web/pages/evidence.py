"""The evidence sheet of a post: its story as a PDF, for whoever asks who said what, when, and on whose word.

The same story gives the same bytes: no time of printing is in it, and the last seal says how far the log was closed.
"""

import hashlib
from threading import BoundedSemaphore

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from scheduler.errors import BhxhError
from scheduler.publish.radio.outputs.pdf import page_bytes
from scheduler.store.desk.story import story
from scheduler.store.models import Post, Seal
from scheduler.web import assets
from scheduler.web.pages.post import context
from scheduler.web.request import desk
from scheduler.web.things import thing

AT_ONCE, PATIENCE = 1, 20
"""Sheets that a process draws at a time, for one takes a second of a processor; and seconds that others wait."""

_turn = BoundedSemaphore(AT_ONCE)


def as_pdf(request: HttpRequest, post: int) -> HttpResponse:
    """The sheet. Raises BhxhError where this machine cannot print, or others print already."""
    here, told = desk(request), story(thing(request, Post))
    sheet = {
        "story": told, "post": told.post, "desk": here, "seal": Seal.objects.order_by("-pk").first(), **context(told)
    }  # fmt: skip
    html = render_to_string("evidence.html", sheet)
    if not _turn.acquire(timeout=PATIENCE):
        raise BhxhError(_("Other sheets are being drawn just now."), fix=_("Wait a minute and try again."))
    try:
        pdf = page_bytes(html, hashlib.sha256(html.encode()).hexdigest(), assets.text("evidence.css"))
    finally:
        _turn.release()
    name = f"minh-chung-{told.post.pk}-{told.post.payload.sha256[:12]}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
