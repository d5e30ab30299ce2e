"""The whole story of one post: every text it had, who did what and why, every call, and what corrects what."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, QuerySet

from scheduler.core.post import Payload, Uses
from scheduler.core.radio.chain import Chain
from scheduler.core.render import SPOKEN_KINDS
from scheduler.store import models
from scheduler.store.corrections import corrections_of
from scheduler.store.models import Airing, Approval, Attempt, Post, Receipt, Transition
from scheduler.store.payloads import load_payload, load_uses
from scheduler.store.radio.chain import chain_of
from scheduler.store.radio.fetches import first_fetches

Row = TypeVar("Row", bound=Model)

MOST = 500
"""Rows of a kind that a story tells, the newest: a call that failed for days has thousands, and says the same."""


@dataclass(frozen=True)
class Spoken:
    """What a station fetched, said and aired of a script. `fetched` is when it first asked for it; `airings` are all
    entries, those among them that a later one replaced."""

    chain: Chain
    fetched: datetime | None
    receipts: list[Receipt]
    airings: list[Airing]


@dataclass(frozen=True)
class Story:
    """What is known of a post. `texts` are all payloads that its rows name, by their SHA-256; `spoken` is None of what
    is not read aloud; `left_out` is how many rows are too many to tell."""

    post: Post
    payload: Payload
    uses: Uses
    texts: dict[str, Payload]
    approvals: list[Approval]
    transitions: list[Transition]
    attempts: list[Attempt]
    corrects: str | None
    corrected_by: list[str]
    revisions: list[Post]
    spoken: Spoken | None = None
    left_out: int = 0

    @property
    def approval(self) -> Approval | None:
        """The approval that holds for the text as it is now; None where it has none."""
        return next((row for row in reversed(self.approvals) if row.payload_sha == self.post.payload.sha256), None)

    @property
    def approved_before(self) -> Payload | None:
        """The text that was approved last before the present one; None where there is none or it is the same."""
        now = self.post.payload.sha256
        earlier = [row.payload_sha for row in self.approvals if row.payload_sha != now]
        return self.texts.get(earlier[-1]) if earlier else None


def story(post: Post) -> Story:
    """Everything about a post, in a fixed number of questions. `post` carries its payload and uses."""
    transitions, more = _newest(Transition.objects.filter(post=post))
    attempts, further = _newest(Attempt.objects.filter(post=post))
    approvals = list(Approval.objects.filter(post=post).order_by("pk"))
    corrected_by, corrects = corrections_of([post.pk])
    named = {row.payload_sha for row in transitions} | {row.payload_sha for row in approvals}
    return Story(
        post=post,
        payload=load_payload(post.payload),
        uses=load_uses(post.uses),
        texts={row.sha256: load_payload(row) for row in models.Payload.objects.filter(sha256__in=named)},
        approvals=approvals,
        transitions=transitions,
        attempts=attempts,
        corrects=corrects.get(post.pk),
        corrected_by=corrected_by.get(post.pk, []),
        revisions=list(Post.objects.filter(key=post.key).exclude(pk=post.pk).order_by("rev")),
        spoken=_spoken(post) if post.kind in SPOKEN_KINDS else None,
        left_out=more + further,
    )


def _newest(rows: QuerySet[Row]) -> tuple[list[Row], int]:
    """The newest rows in their order, and how many older ones there are."""
    found = list(rows.order_by("-pk")[:MOST])
    older = rows.count() - len(found) if len(found) == MOST else 0
    return found[::-1], older


def _spoken(post: Post) -> Spoken:
    return Spoken(
        chain=chain_of(post),
        fetched=first_fetches([post.pk]).get(post.pk),
        receipts=list(Receipt.objects.filter(post=post).order_by("pk")),
        airings=list(Airing.objects.filter(post=post).select_related("replaced_by").order_by("pk")),
    )
