"""A person's word on a post of which the machine cannot tell whether it is out: it is, it is not, or look again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scheduler.core.channel import Page
from scheduler.store.models import Post
from scheduler.store.queue.settle import look_again, settle_by_hand
from scheduler.web.carried import keep
from scheduler.web.language import local_path
from scheduler.web.remote import remote_id
from scheduler.web.request import Desk, desk
from scheduler.web.things import thing

IS, IS_NOT, LOOK = "is", "is-not", "look"
"""What the person says: the post is on the Page, it is not, or the machine shall look once more."""


@require_POST
def do(request: HttpRequest, post: int) -> HttpResponse:
    """Take the word down; what is refused is told, and the post stays as it is."""
    here, row, said = desk(request), thing(request, Post), request.POST.get("said", "")
    back = redirect(local_path(request.POST.get("next", "") or reverse("post", args=[row.pk])))
    why = request.POST.get("why", "").strip()
    if said == LOOK:
        _look(request, here, row)
    elif said not in (IS, IS_NOT) or not why:
        messages.error(request, _("Say why: it stands in the log."))
        keep(request)
    elif said == IS_NOT:
        settle_by_hand(row, here.person, now=here.now, why=why)
        messages.success(request, _("Noted: it is not out, and goes out again."))
    else:
        _out(request, here, row, why)
    return back


def _look(request: HttpRequest, here: Desk, row: Post) -> None:
    if look_again(row, here.person, now=here.now):
        messages.success(request, _("The machine looks again within a minute."))
    else:
        messages.info(request, _("Nothing was changed."))


def _out(request: HttpRequest, here: Desk, row: Post, why: str) -> None:
    channel = here.office.content.channels.get(row.channel)
    found = remote_id(request.POST.get("remote", ""), channel.page_id) if isinstance(channel, Page) else ""
    if not found:
        text = _("This is no address of a post of this Page. Open the post there, and copy the address of that page.")
        messages.error(request, text)
        keep(request)
        return
    settle_by_hand(row, here.person, now=here.now, why=why, remote_id=found)
    messages.success(request, _("Noted: it is out."))
