"""The whole story of one post: every text it had, who did what and why, every call, and what corrects what."""

from dataclasses import dataclass

from scheduler.core.post import Payload, Uses
from scheduler.store import models
from scheduler.store.corrections import corrections_of
from scheduler.store.models import Approval, Attempt, Post, Transition
from scheduler.store.payloads import load_payload, load_uses


@dataclass(frozen=True)
class Story:
    """What is known of a post. `texts` are all payloads that its rows name, by their SHA-256."""

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
    transitions = list(Transition.objects.filter(post=post).order_by("pk"))
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
        attempts=list(Attempt.objects.filter(post=post).order_by("pk")),
        corrects=corrects.get(post.pk),
        corrected_by=corrected_by.get(post.pk, []),
        revisions=list(Post.objects.filter(key=post.key).exclude(pk=post.pk).order_by("rev")),
    )
