"""What a person does to one post, by its buttons: hold, let go, cancel, send again."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scheduler.core.approval import MAY
from scheduler.core.states import State
from scheduler.store.models import Post
from scheduler.store.queue.act import ACTS, act
from scheduler.store.queue.edit import EDITABLE
from scheduler.web.language import local_path
from scheduler.web.outcome import tell_left
from scheduler.web.request import Desk, desk
from scheduler.web.things import thing

NAMES = ("hold", "release", "cancel", "retry")
"""Acts that a post's page offers; each is an address of its own, `act-<name>`."""


@dataclass(frozen=True)
class Deed:
    """A button on a post's page. `reason` is "required", "optional" or "none"."""

    name: str
    word: str
    ask: str
    reason: str
    address: str
    danger: bool = False
    fields: dict[str, object] = field(default_factory=dict)

    @property
    def field(self) -> str:
        """The id of its reason on the page."""
        return f"why-{self.name}"


@require_POST
def do(request: HttpRequest, post: int, name: str) -> HttpResponse:
    """Do it."""
    return _do(request, desk(request), thing(request, Post), name)


def _do(request: HttpRequest, here: Desk, post: Post, name: str) -> HttpResponse:
    why, back = request.POST.get("why", ""), reverse("approve-post", args=[post.pk])
    back = local_path(request.POST.get("next", "") or back)
    if ACTS[name].needs_why and not why.strip():
        messages.error(request, _("Say why: it stands in the log."))
        return redirect(back)
    done = act(name, [post], here.person, now=here.now, why=why)
    if done.moved:
        messages.success(request, _("Done."))
    tell_left(request, here, done.left)
    return redirect(back)


def possible(here: Desk, post: Post, back: str) -> list[Deed]:
    """What this person may do to the post as it stands; done, he comes back to the page at `back`."""
    role, words = here.role_person.role, _words()
    return [
        Deed(name, *words[name], reverse(f"act-{name}", args=[post.pk]), name == "cancel", {"next": back})
        for name in NAMES
        if role in MAY[name] and post.state in ACTS[name].starts
    ] + ([_recall(post)] if post.state == State.PUBLISHED and role in MAY["recall"] else [])


def _recall(post: Post) -> Deed:
    ask = _("The post is deleted on its fanpage, or withdrawn from its station. That cannot be undone.")
    address = reverse("stop-recall")
    return Deed("recall", _("Take it back"), ask, "required", address, danger=True, fields={"post": post.pk})


def _words() -> dict[str, tuple[str, str, str]]:
    return {
        "hold": (_("Hold"), _("It does not go out until somebody lets it go."), "required"),
        "release": (_("Let go"), _("It goes out at its time again."), "optional"),
        "cancel": (_("Cancel"), _("It never goes out."), "required"),
        "retry": (_("Send again"), _("At its time, or at once where that has passed."), "optional"),
    }


def links(here: Desk, post: Post) -> list[tuple[str, str]]:
    """Pages that change the post: word and address."""
    found = []
    if here.role_person.role in MAY["queue"]:
        if post.state in EDITABLE:
            found.append((_("Edit these words"), reverse("compose-edit", args=[post.pk])))
        if post.published_at:
            found.append((_("Correct…"), reverse("compose-correct", args=[post.pk])))
    return found
