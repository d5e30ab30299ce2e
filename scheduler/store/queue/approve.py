"""Approving: a person answers for exactly this payload, and for the figures in it that nobody has confirmed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db import transaction

from scheduler.core.approval import Person, forbidden, out_of_reach, own_work
from scheduler.core.phrase import phrase
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.store.confirmations import Doubts
from scheduler.store.models import Approval, Post
from scheduler.store.payloads import load_uses
from scheduler.store.queue.act import in_state
from scheduler.store.queue.move import BATCH, OVERTAKEN, note
from scheduler.store.sealed import approval_hash

WORD = "đúng"
"""The word a person types to answer for figures that nobody has confirmed."""


@dataclass
class Verdict:
    """What approving did: how many, whom it refused and why, and the figures that wait for a person's word."""

    approved: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    doubtful: dict[str, str] = field(default_factory=dict)


def approve(
    posts: Iterable[Post], person: Person, *, now: datetime, author_may_approve: bool, word: str = ""
) -> Verdict:
    """Approve pending posts, a thousand to a transaction.

    Posts that quote unconfirmed figures are approved only with the word; their figures are in
    `doubtful`. Raises BhxhError where the person may not approve at all.
    """
    if reason := forbidden(person, "approve"):
        raise BhxhError(reason, where="approve", fix=phrase("hãy nhờ người có quyền duyệt"))
    approving = _Approving(person, now, author_may_approve, word.strip().casefold() == WORD, Doubts())
    verdict = Verdict()
    rest = iter(posts)
    while batch := list(islice(rest, BATCH)):
        approving.batch(batch, verdict)
    return verdict


@dataclass(frozen=True)
class _Approving:
    person: Person
    now: datetime
    author_may_approve: bool
    vouches: bool
    doubts: Doubts

    def batch(self, posts: Sequence[Post], verdict: Verdict) -> None:
        accepted: list[tuple[Post, list[str]]] = []
        for post in posts:
            doubtful = self.doubts.of(load_uses(post.uses))
            verdict.doubtful.update(doubtful)
            if reason := self.refusal(post, doubtful):
                verdict.refused.append((post.key, reason))
            else:
                accepted.append((post, sorted(doubtful)))
        with transaction.atomic():
            stored = self.store(accepted)
        verdict.approved += len(stored)
        verdict.refused += [(post.key, OVERTAKEN) for post, _ in accepted if post.pk not in stored]

    def refusal(self, post: Post, doubtful: dict[str, str]) -> str | None:
        if post.state != State.PENDING:
            return in_state(post)
        if reason := out_of_reach(self.person, post.unit, post.due):
            return reason
        if reason := own_work(self.person, post.author, author_may_approve=self.author_may_approve):
            return reason
        if unread := json.loads(post.payload.unread):
            return phrase(
                "máy không biết đọc: {unread}; hãy thêm vào content/lexicon hoặc dùng bộ lọc say",
                unread=", ".join(unread),
            )
        if doubtful and not self.vouches:
            return phrase(
                'có số liệu chưa ai xác nhận: {doubtful}; hãy xác nhận hoặc gõ chữ "{word}"',
                doubtful=", ".join(sorted(doubtful)),
                word=WORD,
            )
        return None

    def store(self, accepted: Sequence[tuple[Post, list[str]]]) -> set[int]:
        ids = [post.pk for post, _ in accepted]
        rows = Post.objects.select_for_update().filter(pk__in=ids, state=State.PENDING)
        still = dict(rows.order_by("pk").values_list("pk", "payload_id"))
        mine = [(post, vouched) for post, vouched in accepted if still.get(post.pk) == post.payload_id]
        stored = {post.pk for post, _ in mine}
        Post.objects.filter(pk__in=stored).update(state=State.APPROVED, why="", next_try=None)
        Approval.objects.bulk_create(self.row(post, vouched) for post, vouched in mine)
        note(
            [(post, post.payload.sha256) for post, _ in mine], State.PENDING, State.APPROVED,
            by=self.person.name, now=self.now,
        )  # fmt: skip
        return stored

    def row(self, post: Post, vouched: list[str]) -> Approval:
        names = json.dumps(vouched, ensure_ascii=False)
        sha, by, on_behalf = post.payload.sha256, self.person.name, self.person.on_behalf
        digest = approval_hash(post.key, post.rev, sha, by, self.now, names, on_behalf)
        return Approval(
            post=post, payload_sha=sha, by=by, on_behalf=on_behalf, at=self.now, vouched=names, hash=digest
        )  # fmt: skip
