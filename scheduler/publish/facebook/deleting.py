"""Deleting at Facebook: a draft or a scheduled post that must not appear, a published post that is recalled."""

from datetime import datetime

from scheduler.core.outcome import Again, Outcome, Prepared, Refused, Unknown
from scheduler.core.retry import back_off
from scheduler.publish.answer import Answer
from scheduler.publish.carrier import RECALLED, Job, Result
from scheduler.publish.facebook import posts
from scheduler.publish.facebook.reading import sent, unproven
from scheduler.publish.graph import Graph
from scheduler.publish.outcomes import call_of, judged

_GONE = "bài đã không còn trên Facebook"
_LOOKS = 3
"""How often a post must be missed before it counts as deleted: a new one may be readable late."""


def take_back(graph: Graph, page_id: str, job: Job, now: datetime) -> Result:
    """Delete the draft or scheduled post of a post, after making sure that it is one."""
    if not job.remote_id:
        return Result(Prepared(""))
    answer = posts.read(graph, job.remote_id)
    if answer.fault is None and answer.data.get("is_published") is not False:
        seen = posts.seen(answer)
        again = Again(now + back_off(job.looks, job.first_wait), unproven(seen, job))
        return Result(sent(seen, job, now) or again, call_of(answer))
    missed = answer.fault is not None and answer.fault.gone
    if missed and job.looks < _LOOKS:
        why = "Chưa đọc được bài vừa tạo trên Facebook: sẽ đọc lại rồi xóa"
        return Result(Again(now + back_off(job.looks, job.first_wait), why), call_of(answer))
    if answer.fault is None or missed:
        # What is still not readable may be there all the same, and would appear at its time.
        answer = posts.delete(graph, job.remote_id)
    if answer.fault is None:
        return Result(Prepared(""), call_of(answer))
    if answer.fault.gone:
        return _gone(graph, page_id, job, now, Prepared(""), answer)
    result = judged(answer, job, now, visible=False)
    return Result(_not_deleted(result.outcome, job, now), result.call)


def recall(graph: Graph, page_id: str, job: Job, now: datetime) -> Result:
    """Delete a published post."""
    if not job.remote_id:
        return Result(Refused("Không có mã bài trên Facebook: mở trang và gỡ bài bằng tay"))
    done = Prepared(RECALLED, job.remote_id, job.media)
    answer = posts.delete(graph, job.remote_id)
    if answer.fault is None:
        return Result(done, call_of(answer))
    if not answer.fault.gone:
        return judged(answer, job, now, visible=False)
    return _gone(graph, page_id, job, now, done, answer)


def _gone(graph: Graph, page_id: str, job: Job, now: datetime, done: Prepared, answer: Answer) -> Result:
    """Graph says the same of a deleted post and of a token that lost the Page: only with the Page in reach does
    it mean deleted."""
    reach = posts.exists(graph, page_id)
    if reach.fault is None:
        return Result(done, call_of(answer, _GONE))
    if reach.fault.gone:
        return judged(reach, job, now, visible=False)
    why = f"Chưa rõ bài đã gỡ chưa ({answer.fault.codes if answer.fault else ''}): sẽ tự thử lại"
    return Result(Again(now + back_off(job.looks or job.attempts, job.first_wait), why), call_of(reach))


def _not_deleted(outcome: Outcome, job: Job, now: datetime) -> Outcome:
    """A scheduled post about to appear can no longer be deleted; then it is found visible, and said to be."""
    if isinstance(outcome, Refused | Unknown):
        return Again(now + back_off(job.looks, job.first_wait), outcome.why)
    return outcome
