"""Reading a post by its id: what proves that it is visible, and what that leaves to do."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scheduler.core.outcome import Again, ChannelDown, Outcome, Refused, Returned, Sent, Undecided, Unknown
from scheduler.core.text import visible
from scheduler.publish.answer import Answer
from scheduler.publish.carrier import Job, Result
from scheduler.publish.facebook import posts
from scheduler.publish.graph import Graph
from scheduler.publish.outcomes import call_of, judged, reason

HIDDEN = "bài chưa hiện"
"""The note of a reading that says that the post is unpublished."""


@dataclass(frozen=True)
class Patience:
    """How long looking goes on before a person is asked. Facebook shows new things late, nobody knows how late."""

    within: timedelta

    def over(self, job: Job, now: datetime) -> bool:
        """Whether the post was looked for long enough, and often enough."""
        return job.looks >= _LOOKS and job.unsure_since is not None and now - job.unsure_since >= self.within


_LOOKS = 3


def verify(graph: Graph, job: Job, now: datetime) -> Result:
    """Read a released post back: Sent only with its id, its permalink and `is_published`, else Unknown."""
    return read_back(posts.read(graph, job.remote_id), job, now)


def read_back(answer: Answer, job: Job, now: datetime) -> Result:
    """What a reading of a post proves that should be visible by now."""
    if answer.fault is not None:
        return Result(Unknown(_unread(answer, job, now), job.remote_id), call_of(answer))
    seen = posts.seen(answer)
    outcome = sent(seen, job, now) or Unknown(unproven(seen, job), job.remote_id)
    return Result(outcome, call_of(answer, HIDDEN if seen.hidden else ""))


def settle(graph: Graph, job: Job, now: datetime, refused: Result) -> Result:
    """After a refused release: the post may be visible through an earlier try, or by a person's hand.

    Only a post that Facebook says is unpublished is refused; of any other it is unknown whether it is out.
    """
    answer = posts.read(graph, job.remote_id)
    if answer.fault is not None:
        return Result(Unknown(_unread(answer, job, now)), refused.call)
    seen = posts.seen(answer)
    if shown := sent(seen, job, now):
        return Result(shown, call_of(answer))
    if not seen.hidden:
        return Result(Unknown(unproven(seen, job)), refused.call)
    return replace(refused, outcome=Refused(reason(refused.outcome)))


def look(graph: Graph, page_id: str, job: Job, now: datetime, patience: Patience) -> Outcome:
    """Read a post whose release had no clear answer. What is not shown yet may safely be released again."""
    answer = posts.read(graph, job.remote_id)
    if answer.fault is not None:
        if answer.fault.gone and patience.over(job, now):
            return _vanished(graph, page_id, job, now)
        return cannot_read(answer, job, now)
    seen = posts.seen(answer)
    if seen.id != job.remote_id:
        return Unknown(unproven(seen, job))
    if seen.hidden:
        return Again(now, "Đã đọc lại: bài vẫn là bản nháp, đăng lại được an toàn")
    if not seen.published:
        seen = replace(seen, published=_among_published(graph, page_id, job))
    if not seen.published and patience.over(job, now):
        return Again(now, "Facebook không nói bài đã hiện hay chưa: mở lại cùng một mã, không thể thành hai bài")
    return sent(seen, job, now) or Unknown(unproven(seen, job))


def _among_published(graph: Graph, page_id: str, job: Job) -> bool:
    """Whether the Page lists the post among those that it shows: where a reading leaves `is_published` out."""
    answer = posts.listed(graph, page_id, "published_posts")
    return any(row.id == job.remote_id and not row.hidden for row in posts.seen_many(answer))


def _vanished(graph: Graph, page_id: str, job: Job, now: datetime) -> Outcome:
    """The Page is in reach and the post is not, again and again: somebody deleted it, shown or not."""
    reach = posts.exists(graph, page_id)
    if reach.fault is not None:
        return cannot_read(reach, job, now)
    return Undecided(
        "Bài không còn trên Facebook, không rõ đã hiện hay chưa trước khi bị xóa: xem nhật ký hoạt động của trang rồi "
        "ghi lại kết quả",
        (posts.address_of(job.remote_id),),
    )


def cannot_read(answer: Answer, job: Job, now: datetime) -> Outcome:
    """What a look makes of a read that failed: the Page may take no calls at all."""
    judgement = judged(answer, job, now, visible=False).outcome
    missing = answer.fault is not None and answer.fault.gone
    return judgement if isinstance(judgement, ChannelDown) and not missing else Unknown(_unread(answer, job, now))


def sent(seen: posts.Seen, job: Job, now: datetime) -> Sent | None:
    """Sent where the reading proves that this very post is visible; with other words, it says which."""
    address = permalink(seen, job)
    if not (seen.published and address and seen.id == job.remote_id):
        return None
    return Sent(seen.id, address, _shown_at(seen, job, now), "" if same_words(seen, job) else _altered(seen))


def permalink(seen: posts.Seen, job: Job) -> str:
    """Where the post stands. Facebook may tell it late; if it goes on not telling, its documented form must do."""
    return seen.permalink or (posts.address_of(seen.id) if job.looks >= _LOOKS else "")


def _shown_at(seen: posts.Seen, job: Job, now: datetime) -> datetime:
    """When the post appeared. `created_time` may be that of the draft: a time before the due one was not that of the
    release. Then it is Facebook's own hour, if it held one, or the beginning of the call that showed the post."""
    earliest = min(job.due, job.handed_due or job.due)
    if seen.created and seen.created >= earliest:
        return seen.created
    if job.tried_at and job.tried_at >= earliest:
        return job.tried_at
    return job.handed_due if job.handed_due and job.handed_due <= now else now


def same_words(seen: posts.Seen, job: Job) -> bool:
    """Whether Facebook holds our text; it may change blanks and composed letters, which nobody sees."""
    return visible(seen.message) == visible(posts.words(job.payload))


def changed(seen: posts.Seen, job: Job) -> Returned | None:
    """Returned where what lies unpublished at Facebook says something else than was approved."""
    if same_words(seen, job):
        return None
    return Returned(f"Bài nằm ẩn đã bị sửa trên Facebook, cần duyệt lại; ở đó nay viết:\n{seen.message}")


def _altered(seen: posts.Seen) -> str:
    return f"Bài đã hiện, nhưng chữ trên trang khác bài đã duyệt; trên trang viết:\n{seen.message}"


def unproven(seen: posts.Seen, job: Job) -> str:
    """Why a reading does not prove that the post is visible."""
    if seen.id != job.remote_id:
        return "Facebook trả về mã bài khác với mã đã lưu: mở trang xem bài rồi ghi lại kết quả"
    if not seen.published and not seen.hidden:
        return "Facebook không nói bài đã hiện hay chưa: sẽ tự đọc lại"
    if not seen.published:
        return "Facebook nhận lệnh đăng nhưng bài chưa hiện: sẽ tự đọc lại"
    return "Bài đã hiện nhưng Facebook chưa cho đường dẫn: sẽ tự đọc lại"


def _unread(answer: Answer, job: Job, now: datetime) -> str:
    told = reason(judged(answer, job, now, visible=False).outcome)
    return f"Không đọc lại được bài trên trang, chưa rõ đã đăng hay chưa. {told}"
