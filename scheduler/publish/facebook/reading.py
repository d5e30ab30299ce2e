"""Looking at the Page: what proves that a post is visible, and taking one back."""

from dataclasses import replace
from datetime import datetime

from scheduler.core.outcome import Again, Outcome, Prepared, Refused, Sent, Unknown
from scheduler.core.retry import back_off
from scheduler.core.text import squeeze
from scheduler.publish.answer import Answer
from scheduler.publish.carrier import RECALLED, Job, Result
from scheduler.publish.facebook import posts
from scheduler.publish.graph import Graph
from scheduler.publish.outcomes import call_of, judged, reason

_OTHER_TEXT = "chữ trên Facebook khác bài đã duyệt"
_GONE = "bài đã không còn trên Facebook"


def verify(graph: Graph, job: Job, now: datetime) -> Result:
    """Read a released post back: Sent only with its id, its permalink and `is_published`, else Unknown."""
    answer = posts.read(graph, job.remote_id)
    if answer.fault is not None:
        return Result(Unknown(_unread(answer, now)), call_of(answer))
    seen = posts.seen(answer)
    outcome = _sent(seen, job, now) or Unknown(_unproven(seen, job))
    note = "" if squeeze(seen.message) == squeeze(posts.words(job.payload)) else _OTHER_TEXT
    return Result(outcome, call_of(answer, note))


def settle(graph: Graph, job: Job, now: datetime, refused: Result) -> Result:
    """After a refused release: the post may be visible through an earlier try, or by a person's hand."""
    answer = posts.read(graph, job.remote_id)
    if answer.fault is not None:
        return Result(Unknown(_unread(answer, now)), refused.call)
    sent = _sent(posts.seen(answer), job, now)
    return Result(sent, call_of(answer)) if sent else replace(refused, outcome=Refused(reason(refused.outcome)))


def look(graph: Graph, job: Job, now: datetime) -> Outcome:
    """Read a post whose release had no clear answer. An unreleased draft may safely be released again."""
    if not job.remote_id:
        return Unknown("Không có mã bài trên Facebook: mở trang xem đã có bài chưa rồi ghi lại kết quả")
    answer = posts.read(graph, job.remote_id)
    if answer.fault is not None:
        return Unknown(_unread(answer, now))
    seen = posts.seen(answer)
    if seen.id == job.remote_id and answer.data.get("is_published") is False:
        return Again(now, "Đã đọc lại: bài vẫn là bản nháp, đăng lại được an toàn")
    return _sent(seen, job, now) or Unknown(_unproven(seen, job))


def take_back(graph: Graph, job: Job, now: datetime) -> Result:
    """Delete the draft of a post, after making sure that it is one."""
    nothing = Prepared("")
    if not job.remote_id:
        return Result(nothing)
    answer = posts.read(graph, job.remote_id)
    if answer.fault is None and answer.data.get("is_published") is not False:
        why = "Bài đã hiện trên trang, không phải bản nháp: muốn gỡ, dùng lệnh bhxh recall"
        return Result(Refused(why), call_of(answer))
    if answer.fault is None:
        answer = posts.delete(graph, job.remote_id)
    if answer.fault is None:
        return Result(nothing, call_of(answer))
    if answer.fault.gone:
        return Result(nothing, call_of(answer, _GONE))
    return judged(answer, visible=False, attempts=job.attempts, now=now)


def recall(graph: Graph, page_id: str, job: Job, now: datetime) -> Result:
    """Delete a published post."""
    if not job.remote_id:
        return Result(Refused("Không có mã bài trên Facebook: mở trang và gỡ bài bằng tay"))
    done = Prepared(RECALLED, job.remote_id, job.media)
    answer = posts.delete(graph, job.remote_id)
    if answer.fault is None:
        return Result(done, call_of(answer))
    if not answer.fault.gone:
        return judged(answer, visible=False, attempts=job.attempts, now=now)
    # Graph says the same of a deleted post and of a token that lost the Page: only with the Page in
    # reach does it mean deleted.
    reach = posts.exists(graph, page_id)
    if reach.fault is None:
        return Result(done, call_of(answer, _GONE))
    if reach.fault.gone:
        return judged(reach, visible=False, attempts=job.attempts, now=now)
    why = f"Chưa rõ bài đã gỡ chưa ({answer.fault.codes}): sẽ tự thử lại"
    return Result(Again(now + back_off(job.attempts), why), call_of(reach))


def _sent(seen: posts.Seen, job: Job, now: datetime) -> Sent | None:
    if not (seen.published and seen.permalink and seen.id == job.remote_id):
        return None
    # `created_time` may be that of the draft; a time before the due one was not that of the release.
    shown = seen.created if seen.created and seen.created >= job.due else now
    return Sent(seen.id, seen.permalink, shown)


def _unproven(seen: posts.Seen, job: Job) -> str:
    if seen.id != job.remote_id:
        return "Facebook trả về mã bài khác với mã đã lưu: mở trang xem bài rồi ghi lại kết quả"
    if not seen.published:
        return "Facebook nhận lệnh đăng nhưng bài chưa hiện: sẽ tự đọc lại"
    return "Bài đã hiện nhưng Facebook chưa cho đường dẫn: sẽ tự đọc lại"


def _unread(answer: Answer, now: datetime) -> str:
    told = reason(judged(answer, visible=False, attempts=0, now=now).outcome)
    return f"Không đọc lại được bài trên trang, chưa rõ đã đăng hay chưa. {told}"
