"""What waits for approval: piles of one message in one campaign, and the distinct texts of a pile with their posts."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max, Min, QuerySet

from scheduler.core.post import Payload, UsedFact, Uses
from scheduler.core.states import State
from scheduler.store import models
from scheduler.store.confirmations import Doubts
from scheduler.store.models import Approval, Post
from scheduler.store.payloads import load_payload, load_uses

SHEETS = 40
"""Texts to a page: as many units as a province has."""

_POSTS = 500
"""Posts of one text that are shown, and approved, at once."""


@dataclass(frozen=True)
class Pile:
    """The pending posts of one author for one message in one campaign, channel kind and language.

    `sample` is the id of one of its payloads, `first` when the first post is due.
    """

    campaign: str
    message: str
    kind: str
    lang: str
    author: str
    count: int = 0
    units: int = 0
    first: datetime | None = None
    sample: int = 0

    @property
    def name(self) -> dict[str, str]:
        """What names the pile in an address."""
        return {key: getattr(self, key) for key in NAMING}


NAMING = ("campaign", "message", "kind", "lang", "author")


@dataclass
class Sheet:
    """One text of a pile, the posts that say it, and what was approved for them last, where that was another."""

    payload: Payload
    uses: Uses
    unread: tuple[str, ...]
    posts: list[Post] = field(default_factory=list)
    before: Payload | None = None

    @property
    def shown(self) -> str:
        """What the form sends back: the text's hash and the posts that it was shown with."""
        return f"{self.payload.sha256}:{','.join(str(post.pk) for post in self.posts)}"


@dataclass(frozen=True)
class Figure:
    """A figure that texts quote, and whether somebody has to answer for it."""

    fact: UsedFact
    doubtful: bool


def piles(posts: QuerySet[Post]) -> list[Pile]:
    """Everything that waits, the most urgent pile first, in one question."""
    rows = posts.filter(state=State.PENDING).order_by().values_list(*NAMING)
    counted = rows.annotate(
        count=Count("pk"), units=Count("unit", distinct=True), first=Min("due"), sample=Max("payload_id")
    )  # fmt: skip
    return [Pile(*row) for row in counted.order_by("first", *NAMING)]


def titles(some: Iterable[Pile]) -> dict[int, str]:
    """By sample, the title of that text: what a pile without a message is called by."""
    wanted = [pile.sample for pile in some if not pile.message]
    rows = models.Payload.objects.filter(pk__in=wanted)
    return {row.pk: load_payload(row).title for row in rows}


def of_pile(posts: QuerySet[Post], pile: Pile) -> QuerySet[Post]:
    """The posts of a pile."""
    return posts.filter(state=State.PENDING, **pile.name)


def sheets(posts: QuerySet[Post], page: int = 1) -> tuple[list[Sheet], int]:
    """A page of the distinct texts among the posts, by unit, and how many there are; a fixed number of questions.

    The pile is read once, narrowly: posts and texts are fetched by id for those that are shown.
    """
    said: dict[int, list[int]] = {}
    for pk, payload in posts.order_by("unit", "due", "channel", "pk").values_list("pk", "payload_id"):
        said.setdefault(payload, []).append(pk)
    some = list(said)[(page - 1) * SHEETS : page * SHEETS]
    wanted = [pk for payload in some for pk in said[payload][:_POSTS]]
    payloads = models.Payload.objects.in_bulk(some)
    found: dict[int, Sheet] = {}
    shown = list(Post.objects.filter(pk__in=wanted).order_by("due", "channel", "pk"))
    uses = models.Uses.objects.in_bulk({post.uses_id for post in shown})
    for post in shown:
        post.payload, post.uses = payloads[post.payload_id], uses[post.uses_id]
        found.setdefault(post.payload_id, _sheet(post)).posts.append(post)
    _remember(found.values())
    return [found[pk] for pk in some if pk in found], len(said)


def sheet_of(post: Post) -> Sheet:
    """One post by itself."""
    sheet = _sheet(post)
    sheet.posts.append(post)
    _remember([sheet])
    return sheet


def _sheet(post: Post) -> Sheet:
    return Sheet(load_payload(post.payload), load_uses(post.uses), tuple(json.loads(post.payload.unread)))


def _remember(found: Collection[Sheet]) -> None:
    """What was approved last for one of a sheet's posts, where it was another text."""
    by_post = {post.pk: sheet for sheet in found for post in sheet.posts}
    rows = Approval.objects.filter(post__in=by_post).order_by("pk").values_list("post_id", "payload_sha")
    latest = dict(rows)
    texts = {row.sha256: row for row in models.Payload.objects.filter(sha256__in=set(latest.values()))}
    for pk, sha in latest.items():
        if sha in texts and sha != by_post[pk].payload.sha256:
            by_post[pk].before = load_payload(texts[sha])


def figures(some: Iterable[Sheet]) -> list[Figure]:
    """The figures that the texts quote, by key, each with its value once."""
    doubts, found = Doubts(), dict[tuple[str, str], Figure]()
    for sheet in some:
        doubtful = doubts.of(sheet.uses)
        for fact in sheet.uses.facts:
            found[fact.key, fact.text] = Figure(fact, any(period in doubtful for period in fact.periods))
    return [found[key] for key in sorted(found)]


@dataclass(frozen=True)
class Shown:
    """Posts as a person saw them: by id, the hash of the text that stood there."""

    texts: dict[int, str]

    @classmethod
    def of(cls, values: Sequence[str]) -> "Shown":
        """From what forms sent back; what no form of ours sends is left out."""
        texts: dict[int, str] = {}
        for value in values:
            sha, _, ids = value.partition(":")
            texts |= {int(pk): sha for pk in ids.split(",") if pk.isascii() and pk.isdigit() and len(pk) < 19}
        return cls(texts)

    def split(self, posts: Iterable[Post]) -> tuple[list[Post], list[Post]]:
        """Of the posts, those that still read as they were shown, and those that do not."""
        same: list[Post] = []
        other: list[Post] = []
        for post in posts:
            (same if post.payload.sha256 == self.texts.get(post.pk) else other).append(post)
        return same, other
