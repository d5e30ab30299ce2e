"""Reading a post by its id: what proves that it is visible, and what that leaves to do."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scheduler.core.outcome import Again, ChannelDown, Outcome, Refused, Sent, Undecided, Unknown
from scheduler.core.text import squeeze
from scheduler.publish.answer import Answer
from scheduler.publish.carrier import Job, Result
from scheduler.publish.facebook import posts
from scheduler.publish.graph import Graph
from scheduler.publish.outcomes import call_of, judged, reason

_OTHER_TEXT = "chữ trên Facebook khác bài đã duyệt"
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
    answer = posts.read(graph, job.remote_id)
    if answer.fault is not None:
        return Result(Unknown(_unread(answer, job, now), job.remote_id), call_of(answer))
    seen = posts.seen(answer)
    outcome = sent(seen, job, now) or Unknown(unproven(seen, job), job.remote_id)
    if answer.data.get("is_published") is False:
        return Result(outcome, call_of(answer, HIDDEN))
    return Result(outcome, call_of(answer, "" if same_words(seen, job) else _OTHER_TEXT))


def settle(graph: Graph, job: Job, now: datetime, refused: Result) -> Result:
    """After a refused release: the post may be visible through an earlier try, or by a person's hand."""
    answer = posts.read(graph, job.remote_id)
    if answer.fault is not None:
        return Result(Unknown(_unread(answer, job, now)), refused.call)
    shown = sent(posts.seen(answer), job, now)
    return Result(shown, call_of(answer)) if shown else replace(refused, outcome=Refused(reason(refused.outcome)))


def look(graph: Graph, page_id: str, job: Job, now: datetime, patience: Patience) -> Outcome:
    """Read a post whose release had no clear answer. An unreleased draft may safely be released again."""
    answer = posts.read(graph, job.remote_id)
    if answer.fault is not None:
        if answer.fault.gone and patience.over(job, now):
            return _vanished(graph, page_id, job, now)
        return cannot_read(answer, job, now)
    seen = posts.seen(answer)
    if seen.id == job.remote_id and answer.data.get("is_published") is False:
        return Again(now, "Đã đọc lại: bài vẫn là bản nháp, đăng lại được an toàn")
    return sent(seen, job, now) or Unknown(unproven(seen, job))


def _vanished(graph: Graph, page_id: str, job: Job, now: datetime) -> Outcome:
    """The Page is in reach and the post is not, again and again: somebody deleted it, shown or not."""
    reach = posts.exists(graph, page_id)
    if reach.fault is not None:
        return cannot_read(reach, job, now)
    return Undecided(
        "Bài không còn trên Facebook, không rõ đã hiện hay chưa trước khi bị xóa: xem nhật ký hoạt động của trang rồi "
        "ghi lại kết quả",
        (f"{posts.FACEBOOK}/{job.remote_id}",),
    )


def cannot_read(answer: Answer, job: Job, now: datetime) -> Outcome:
    """What a look makes of a read that failed: the Page may take no calls at all."""
    judgement = judged(answer, job, now, visible=False).outcome
    missing = answer.fault is not None and answer.fault.gone
    return judgement if isinstance(judgement, ChannelDown) and not missing else Unknown(_unread(answer, job, now))


def sent(seen: posts.Seen, job: Job, now: datetime) -> Sent | None:
    """Sent where the reading proves that this very post is visible."""
    if not (seen.published and seen.permalink and seen.id == job.remote_id):
        return None
    # `created_time` may be that of the draft; a time before the due one was not that of the release.
    earliest = min(job.due, job.handed_due or job.due)
    shown = seen.created if seen.created and seen.created >= earliest else now
    return Sent(seen.id, seen.permalink, shown)


def same_words(seen: posts.Seen, job: Job) -> bool:
    """Whether Facebook holds our text; it may change blanks and composed letters, which nobody sees."""
    return squeeze(seen.message) == squeeze(posts.words(job.payload))


def unproven(seen: posts.Seen, job: Job) -> str:
    """Why a reading does not prove that the post is visible."""
    if seen.id != job.remote_id:
        return "Facebook trả về mã bài khác với mã đã lưu: mở trang xem bài rồi ghi lại kết quả"
    if not seen.published:
        return "Facebook nhận lệnh đăng nhưng bài chưa hiện: sẽ tự đọc lại"
    return "Bài đã hiện nhưng Facebook chưa cho đường dẫn: sẽ tự đọc lại"


def _unread(answer: Answer, job: Job, now: datetime) -> str:
    told = reason(judged(answer, job, now, visible=False).outcome)
    return f"Không đọc lại được bài trên trang, chưa rõ đã đăng hay chưa. {told}"
