"""Approving: piles that wait, the texts of a pile with what differs between units, and one post by itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from scheduler.core.approval import MAY, own_work
from scheduler.core.content import Content
from scheduler.core.differences import Piece, apart, changes, extracts
from scheduler.core.states import State
from scheduler.store.desk.inbox import (
    NAMING,
    SHEETS,
    Pile,
    Sheet,
    Shown,
    of_pile,
    piles,
    sheet_of,
    sheets,
    titles,
)
from scheduler.store.models import Post
from scheduler.store.queue.act import act
from scheduler.store.queue.approve import WORD, approve
from scheduler.store.recalls import recall_of
from scheduler.web import names
from scheduler.web.carried import keep
from scheduler.web.language import local_path
from scheduler.web.original import Original, original
from scheduler.web.outcome import tell_left
from scheduler.web.quoting import quoted
from scheduler.web.request import Desk, desk
from scheduler.web.things import thing

PLACES = 6
"""Times of one text that are named; of more it is told how many."""


@dataclass(frozen=True)
class Row:
    """A pile as the inbox lists it."""

    pile: Pile
    title: str
    campaign: str
    address: str
    own: bool


@dataclass(frozen=True)
class Card:
    """A text of a pile as it is shown: in full or by what sets it apart, with what changed since the last approval."""

    sheet: Sheet
    places: list[tuple[Post, str, str]]
    text: tuple[Piece, ...]
    whole: bool
    apart: list[tuple[Piece, ...]] = field(default_factory=list)
    changed: list[tuple[Piece, ...]] = field(default_factory=list)
    own: str | None = None
    original: Original | None = None


def page(request: HttpRequest) -> HttpResponse:
    """What waits, the most urgent pile first."""
    here = desk(request)
    found = piles(here.scope.posts())
    called = titles(found)
    rows = [_row(here, pile, called.get(pile.sample, "")) for pile in found]
    return render(request, "approve.html", {"rows": rows, "posts": sum(row.pile.count for row in rows)})


def _row(here: Desk, pile: Pile, called: str) -> Row:
    content = here.office.content
    title = names.message(content, pile.message) or called or _("Posts by %(author)s") % {"author": pile.author}
    address = f"{reverse('approve-pile')}?{urlencode(pile.name)}"
    return Row(pile, title, names.campaign(content, pile.campaign), address, _own(here, pile.author) is not None)


def _own(here: Desk, author: str) -> str | None:
    may = here.office.config.approval.author_may_approve
    return own_work(here.role_person, author, author_may_approve=may)


def pile(request: HttpRequest) -> HttpResponse:
    """The texts of one pile; the first in full, of the others what sets them apart."""
    here = desk(request)
    asked, number = named(request.GET), _number(request.GET.get("page", ""))
    found, count = sheets(of_pile(here.scope.posts(), asked), number)
    if not found:
        messages.info(request, _("Nothing of this waits any more."))
        return redirect("approve")
    more = reverse("approve-pile") + "?" + urlencode(asked.name | {"page": number + 1})
    told = {
        "row": _row(here, asked, _called(found)), "cards": cards(here, found), "count": count,
        "posts": sum(len(sheet.posts) for sheet in found), "more": more if count > number * SHEETS else "",
        **_answering(here, found),
    }  # fmt: skip
    return render(request, "approve_pile.html", told)


def _called(found: Sequence[Sheet]) -> str:
    """What texts by hand are called, where all are called the same."""
    called = {sheet.payload.title for sheet in found}
    return called.pop() if len(called) == 1 else ""


def named(query: QueryDict) -> Pile:
    """The pile that an address names."""
    campaign, message, kind, lang, author = (query.get(name, "") for name in NAMING)
    return Pile(campaign, message, kind, lang, author)


def _number(text: str) -> int:
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def one(request: HttpRequest, post: int) -> HttpResponse:
    """One post in full."""
    here, found = desk(request), thing(request, Post)
    sheet = sheet_of(found)
    (card,) = cards(here, [sheet])
    whole = changes(sheet.before.text, sheet.payload.text) if sheet.before else ()
    told = {
        "post": found, "card": card, "whole": whole, "waits": found.state == State.PENDING,
        "kind": names.kind(found.kind), "campaign": names.campaign(here.office.content, found.campaign),
        "unit": sheet.uses.unit_name, "recall": recall_of(found), **_answering(here, [sheet]),
    }  # fmt: skip
    return render(request, "approve_post.html", told)


def _answering(here: Desk, found: Sequence[Sheet]) -> dict[str, object]:
    """What a person answers for, and whether this one may."""
    groups = quoted(here.office.content, found)
    return {
        "quoted": groups, "doubtful": any(group.doubtful for group in groups), "word": WORD,
        "may": here.role_person.role in MAY["approve"],
    }  # fmt: skip


def cards(here: Desk, found: Sequence[Sheet]) -> list[Card]:
    """The sheets as cards, those of one title together: the first in full, the others by what sets them apart."""
    by_title: dict[str, list[Sheet]] = {}
    for sheet in found:
        by_title.setdefault(sheet.payload.title, []).append(sheet)
    return [card for alike in by_title.values() for card in _alike(here, alike)]


def _alike(here: Desk, found: Sequence[Sheet]) -> Iterator[Card]:
    content = here.office.content
    marked = apart([sheet.payload.reading or sheet.payload.text for sheet in found])
    for n, (sheet, pieces) in enumerate(zip(found, marked, strict=True)):
        places = [_place(here, content, post) for post in sheet.posts[:PLACES]]
        own = _own(here, sheet.posts[0].author)
        yield Card(
            sheet, places, pieces, n == 0, extracts(pieces), _changed(sheet), own, _original(here, sheet.posts[0])
        )


def _original(here: Desk, post: Post) -> Original | None:
    return original(here.office.content, here.office.renderer, post, here.office.local(post.due))


def _place(here: Desk, content: Content, post: Post) -> tuple[Post, str, str]:
    day = here.office.local(post.due).date()
    return post, names.channel(content, post.channel), names.unit(content, post.unit, day)


def _changed(sheet: Sheet) -> list[tuple[Piece, ...]]:
    return extracts(changes(sheet.before.text, sheet.payload.text)) if sheet.before else []


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Approve or return what was shown, and nothing that reads otherwise by now."""
    here, back = desk(request), local_path(request.POST.get("next", "") or reverse("approve"))
    shown = Shown.of(request.POST.getlist("shown"))
    same, other = shown.split(here.scope.posts().filter(pk__in=shown.texts).order_by("due", "pk"))
    done = 0
    if not shown.texts:
        messages.error(request, _("No post was chosen."))
    elif request.POST.get("do") == "return":
        done = _return(request, here, same)
    else:
        done = _approve(request, here, same)
    if beyond := len(shown.texts) - len(same) - len(other):
        text = ngettext(
            "%(n)s post is not one of yours; it was left as it is.",
            "%(n)s posts are not yours; they were left as they are.",
            beyond,
        )
        messages.warning(request, text % {"n": beyond})
    if other:
        text = ngettext(
            "%(n)s post reads otherwise than when you opened the page; it was left as it is. Read it again.",
            "%(n)s posts read otherwise than when you opened the page; they were left as they are. Read them again.",
            len(other),
        )
        messages.warning(request, text % {"n": len(other)})
    if not done and (again := request.POST.get("here")):  # the same page with what was typed, to try once more
        keep(request)
        back = local_path(again)
    return redirect(back)


def _approve(request: HttpRequest, here: Desk, posts: Sequence[Post]) -> int:
    """How many posts were approved."""
    may = here.office.config.approval.author_may_approve
    word = request.POST.get("word", "")
    verdict = approve(posts, here.person, now=here.now, author_may_approve=may, word=word)
    if verdict.approved:
        text = ngettext("%(n)s post approved.", "%(n)s posts approved.", verdict.approved)
        messages.success(request, text % {"n": verdict.approved})
    tell_left(request, here, verdict.refused)
    return verdict.approved


def _return(request: HttpRequest, here: Desk, posts: Sequence[Post]) -> int:
    """How many posts were returned."""
    why = request.POST.get("why", "").strip()
    if not why:
        messages.error(request, _("To return posts, say why: the author reads it."))
        return 0
    done = act("return", posts, here.person, now=here.now, why=why)
    if done.moved:
        text = ngettext("%(n)s post returned.", "%(n)s posts returned.", done.moved)
        messages.success(request, text % {"n": done.moved})
    tell_left(request, here, done.left)
    return done.moved
