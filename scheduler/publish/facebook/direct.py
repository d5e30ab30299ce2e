"""Direct: one visible call, for a Page that refuses drafts. The only protocol whose doubt a reading may not settle.

A lost answer is settled by looking for the post on the Page. What is not found there is not sent again (unless
config says so, once): how late Facebook shows a new post is not known, and never twice comes before never late.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scheduler.core.outcome import Again, Outcome, Sent, Undecided, Unknown
from scheduler.publish.answer import Answer
from scheduler.publish.carrier import Job, Result, Step
from scheduler.publish.facebook import posts
from scheduler.publish.facebook.making import Making, next_photo
from scheduler.publish.facebook.reading import Patience, cannot_read, permalink, same_words, verify
from scheduler.publish.facebook.two_phase import RELEASE, release
from scheduler.publish.graph import Graph
from scheduler.publish.outcomes import call_of, judged

SEND = "send"
_SLACK = timedelta(minutes=2)
"""Clocks differ: a post that Facebook dates so much before our call may still be ours."""
_MOST_PAGES = 50
"""Some may be nearly empty and go on all the same."""


def next_step(job: Job, now: datetime, lead: timedelta) -> Step | None:
    """Photos from `lead` before the due time, unseen; at the due time the one visible call."""
    if job.remote_id:
        return Step(RELEASE, visible=True) if now >= job.due else None
    if photo := next_photo(job, now, lead):
        return photo
    return Step(SEND, visible=True) if now >= job.due else None


@dataclass(frozen=True)
class Direct:
    """The protocol over one Page's client."""

    making: Making

    def perform(self, step: Step, job: Job, now: datetime) -> Result:
        """Take a step that `next_step` gave."""
        if step.name == SEND:
            return self._send(job, now)
        if step.name == RELEASE:
            return release(self.making.graph, job, now)
        return self.making.photo(job, now)

    def _send(self, job: Job, now: datetime) -> Result:
        making = self.making
        answer = posts.create_visible(making.graph, making.page_id, job.payload, job.media)
        if answer.fault is not None:
            return judged(answer, job, now, visible=True)
        if not answer.id:
            why = "Facebook nhận bài nhưng không cho mã: đang đọc lại trang để biết chắc"
            return Result(Unknown(why), call_of(answer, doubt=True))
        return verify(making.graph, replace(job, remote_id=answer.id), now)


@dataclass(frozen=True)
class Search:
    """Looking for a post on its Page. `app_id` is our own, where it is known; `owners` tells whose an id is."""

    graph: Graph
    page_id: str
    patience: Patience
    owners: Callable[[Sequence[str]], Mapping[str, str]]
    app_id: str | None = None
    retry: bool = False

    def look(self, job: Job, now: datetime) -> Outcome:
        """One match is the post; two are a person's to choose from; none may be lag, and is looked at again."""
        if job.tried_at is None:
            return Undecided("Không có mã bài trên Facebook: mở trang xem đã có bài chưa rồi ghi lại kết quả")
        matches, failed = self._matches(job, job.tried_at - _SLACK)
        if failed is not None:
            return cannot_read(failed, job, now)
        if len(matches) > 1:
            links = tuple(match.permalink or posts.address_of(match.id) for match in matches)
            return Undecided("Trên trang có nhiều bài giống hệt: xem bài nào là bài này, gỡ bài thừa", links)
        if matches:
            return self._one(matches[0], job, now)
        return self._none(job, now)

    def _one(self, match: posts.Seen, job: Job, now: datetime) -> Outcome:
        shown = replace(match, permalink=permalink(match, job))
        if not shown.permalink:
            return Unknown("Bài đã hiện nhưng Facebook chưa cho đường dẫn: sẽ tự đọc lại", match.id)
        return Sent(shown.id, shown.permalink, shown.created or job.tried_at or now)

    def _none(self, job: Job, now: datetime) -> Outcome:
        if not self.patience.over(job, now):
            return Unknown("Chưa thấy bài trên trang, có thể Facebook hiện chậm: sẽ tự đọc lại")
        if self.retry and job.attempts <= 1:
            return Again(now, "Đọc lại nhiều lần không thấy bài trên trang: gửi lại một lần")
        return Undecided(
            "Đọc lại nhiều lần không thấy bài trên trang: mở trang xem, rồi ghi đã đăng (kèm đường dẫn) hoặc chưa đăng",
            (f"{posts.FACEBOOK}/{self.page_id}",),
        )

    def _matches(self, job: Job, since: datetime) -> tuple[list[posts.Seen], Answer | None]:
        """The visible posts since then that say the same and belong to no other post; or the read that failed."""
        found: list[posts.Seen] = []
        onward: dict[str, str] | None = None
        for _ in range(_MOST_PAGES):
            answer = posts.listed(self.graph, self.page_id, "published_posts", onward)
            if answer.fault is not None:
                return [], answer
            rows = posts.seen_many(answer)
            found += [row for row in rows if self._ours(row, job, since)]
            onward = posts.next_page(answer)
            if onward is None or posts.gone_past(rows, since):
                break
        taken = self.owners([row.id for row in found])
        return [row for row in found if taken.get(row.id, job.key) == job.key], None

    def _ours(self, row: posts.Seen, job: Job, since: datetime) -> bool:
        foreign = bool(self.app_id and row.app and row.app != self.app_id)
        return not row.hidden and not foreign and (row.created or since) >= since and same_words(row, job)
