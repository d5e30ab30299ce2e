"""A message written here into `content/`: its difference first, then the file."""

import hashlib
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from pydantic import ValidationError

from scheduler.core.message import Message
from scheduler.errors import BhxhError
from scheduler.library.writing import Proposal, propose, save
from scheduler.publish.kinds import KINDS
from scheduler.web.composing import draft as drafts
from scheduler.web.composing.draft import FIRST_TIMES, Draft
from scheduler.web.request import Desk, desk
from scheduler.web.saying import said


@require_POST
def page(request: HttpRequest) -> HttpResponse:
    """The fields that a file needs besides the words; sent, the difference; sent again, the file."""
    here = desk(request)
    if not may_keep(here):
        what = _("messages speak for all units, and yours are not all of them")
        raise BhxhError(what, where="content/messages", fix=_("ask the province's office to save it"))
    draft = drafts.read(request.POST, here.today)
    proposal, faults = None, list[str]()
    fields = _fields(request.POST, here, draft)
    if request.POST.get("do") in ("show", "save"):
        try:
            proposal = _proposal(here, draft, fields)
            if request.POST["do"] == "save" and request.POST.get("before") == mark(proposal):
                save(proposal)
                messages.success(request, _("Saved as %(name)s.") % {"name": proposal.name})
                return redirect("compose")
        except ValidationError as error:
            faults += drafts.faults(error)
        except BhxhError as error:
            faults.append(said(error))
    if proposal is not None and request.POST["do"] == "save" and not faults:
        faults.append(_("The file changed meanwhile. This is the difference as it is now; look at it again."))
    told = {
        "draft": draft, "fields": fields, "proposal": proposal, "faults": faults, "kinds": list(FIRST_TIMES),
        "before": mark(proposal) if proposal else "", "exists": draft.message in here.office.content.messages,
        "savable": proposal is not None and all(problem.level != "error" for problem in proposal.problems),
    }  # fmt: skip
    return render(request, "keep.html", told, status=400 if faults else 200)


def may_keep(here: Desk) -> bool:
    """Whether every unit that exists today is this person's: a message speaks for all of them."""
    content, today = here.office.content, here.today
    return all(here.scope.reach.has_unit(unit.id) for unit in content.units if unit.on(today))


def mark(proposal: Proposal) -> str:
    """What the file held, and was to hold, when its difference was shown."""
    return hashlib.sha256(f"{proposal.before}\0{proposal.after}".encode()).hexdigest()


def _fields(form: QueryDict, here: Desk, draft: Draft) -> dict[str, str]:
    old = here.office.content.messages.get(draft.message)
    usual = {
        "id": old.id if old else "", "audience": "\n".join(old.audience) if old else "",
        "legal_basis": "\n".join(old.legal_basis) if old else draft.basis,
        "valid_from": (old.valid_from if old else here.today).isoformat(),
        "valid_to": old.valid_to.isoformat() if old and old.valid_to else "", "tone": old.tone if old else "plain",
    }  # fmt: skip
    return {name: form.get(name, value).strip() for name, value in usual.items()}


def _proposal(here: Desk, draft: Draft, fields: dict[str, str]) -> Proposal:
    content, config = here.office.content, here.office.config
    old = content.messages.get(fields["id"])
    if old is not None and old.id != draft.message:
        what = _("there is a message of this name already")
        raise BhxhError(what, where=old.id, fix=_("pick that message first, or choose another name"))
    rules = {name: kind.rules for name, kind in KINDS.items()}
    message = _message(draft, fields, old)
    return propose(config.content, message, kinds=rules, zone=here.zone, cache=config.var / "cache")


def _message(draft: Draft, fields: dict[str, str], old: Message | None) -> Message:
    """Raises ValidationError."""
    base: dict[str, Any] = old.model_dump() if old else {}
    lists = {name: [line.strip() for line in fields[name].splitlines() if line.strip()] for name in _LISTS}
    texts: dict[str, Any] = {kind: dict(bodies) for kind, bodies in base.get("texts", {}).items()}
    for kind, text in draft.texts.items():
        if text.strip():
            texts.setdefault(kind, {})["vi"] = texts.get(kind, {}).get("vi", {}) | _body(draft, kind, text)
    return Message.model_validate(base | lists | {
        "id": fields["id"], "topic": draft.topic, "title": draft.title, "texts": texts, "tone": fields["tone"],
        "valid_from": fields["valid_from"], "valid_to": fields["valid_to"] or None,
    })  # fmt: skip


def _body(draft: Draft, kind: str, text: str) -> dict[str, Any]:
    if kind != "facebook":
        return {"text": text}
    photos = [{"file": file, "alt": alt} for file, alt in draft.photos]
    return {"text": text, "link": draft.link or None, "photos": photos}


_LISTS = ("audience", "legal_basis")
