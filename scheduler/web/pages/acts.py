"""What a person does to one post, by its buttons: hold, let go, cancel, send again."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scheduler.core.approval import MAY, Role
from scheduler.core.render import SPOKEN_KINDS
from scheduler.core.states import State
from scheduler.store.models import Post
from scheduler.store.queue.act import ACTS, act
from scheduler.store.queue.edit import EDITABLE
from scheduler.store.queue.reschedule import MOVABLE
from scheduler.web import words
from scheduler.web.carried import keep
from scheduler.web.language import local_path
from scheduler.web.outcome import last_of, tell_left
from scheduler.web.pages.settle import IS, IS_NOT, LOOK
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
    remote: bool = False
    """Whether it asks for the post's address on its Page."""

    @property
    def field(self) -> str:
        """The id of its reason on the page."""
        return f"why-{self.name}"

    @property
    def remote_field(self) -> str:
        """The id of the address that it asks for."""
        return f"remote-{self.name}"


@require_POST
def do(request: HttpRequest, post: int, name: str) -> HttpResponse:
    """Do it."""
    return _do(request, desk(request), thing(request, Post), name)


def _do(request: HttpRequest, here: Desk, post: Post, name: str) -> HttpResponse:
    why, back = request.POST.get("why", ""), reverse("approve-post", args=[post.pk])
    back = local_path(request.POST.get("next", "") or back)
    if ACTS[name].needs_why and not why.strip():
        messages.error(request, _("Say why: it stands in the log."))
        keep(request)
        return redirect(back)
    if request.POST.get("stood", post.state) != post.state:
        _tell_moved_on(request, here, post)
        return redirect(back)
    done = act(name, [post], here.person, now=here.now, why=why)
    if done.moved:
        messages.success(request, _("Done."))
    else:
        keep(request)
    tell_left(request, here, done.left)
    return redirect(back)


def _tell_moved_on(request: HttpRequest, here: Desk, post: Post) -> None:
    """What somebody else did to the post since the person opened the page; the page shows it, to go on or not."""
    told = {"state": words.state(State(post.state)), "last": last_of(here, post.key)}
    messages.warning(
        request, _("The post is “%(state)s” by now. %(last)sTo do it all the same, press once more.") % told
    )
    keep(request)


def possible(here: Desk, post: Post, back: str) -> list[Deed]:
    """What this person may do to the post as it stands; done, he comes back to the page at `back`."""
    role, said = here.role_person.role, _words()
    return [
        Deed(
            name,
            *said[name],
            reverse(f"act-{name}", args=[post.pk]),
            name == "cancel",
            {"next": back, "stood": post.state},
        )
        for name in NAMES
        if role in MAY[name] and post.state in ACTS[name].starts
    ] + _of_state(post, role, back)


def _of_state(post: Post, role: Role, back: str) -> list[Deed]:
    """What only posts that are out, or perhaps are, let people do."""
    if post.state == State.PUBLISHED and role in MAY["recall"]:
        return [_recall(post)]
    return _settling(post, back) if post.state == State.UNKNOWN and role in MAY["retry"] else []


def _settling(post: Post, back: str) -> list[Deed]:
    """The three words that settle a post of which nobody knows whether it is out."""
    address, out = reverse("act-settle", args=[post.pk]), post.kind == "facebook"
    ask = _("You have seen the post on the Page. Open it there, and copy the address of that page.")
    seen = Deed("is", _("It is on the Page"), ask, "required", address, fields=_said(IS, back), remote=True)
    ask = _("You have looked, and the post is not there. It is sent once more.")
    unseen = Deed("is-not", _("It is not there: send again"), ask, "required", address, fields=_said(IS_NOT, back))
    ask = _("The machine reads the Page once more within a minute.")
    look = Deed("look", _("Let the machine look again"), ask, "none", address, fields=_said(LOOK, back))
    return [seen, unseen, look] if out else [unseen, look]


def _said(word: str, back: str) -> dict[str, object]:
    return {"said": word, "next": back}


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
    found, role = [], here.role_person.role
    if post.state == State.PENDING and role in MAY["approve"]:
        found.append((_("Read and approve"), reverse("approve-post", args=[post.pk])))
    if role in MAY["queue"]:
        if post.state in EDITABLE:
            found.append((_("Edit these words"), reverse("compose-edit", args=[post.pk])))
        if post.published_at and post.kind in SPOKEN_KINDS:
            found.append((_("Newer issue"), reverse("compose-revise", args=[post.pk])))
        if post.published_at:
            found.append((_("Correct…"), reverse("compose-correct", args=[post.pk])))
    return found


def movable(here: Desk, post: Post) -> bool:
    """Whether this person may give the post another time as it stands."""
    return post.state in MOVABLE and here.role_person.role in MAY["reschedule"]
