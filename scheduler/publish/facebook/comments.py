"""Saying a correction under the old post as well. Before every try but the first the comments are read: it is never
said twice."""

from datetime import datetime, timedelta
from typing import Any

from scheduler.core.outcome import Again, Prepared, Unknown
from scheduler.core.text import visible
from scheduler.publish.answer import Answer, id_of
from scheduler.publish.carrier import Job, Result
from scheduler.publish.facebook import posts
from scheduler.publish.graph import Graph
from scheduler.publish.outcomes import call_of, judged

COMMENTED = "commented"
WAIT = timedelta(minutes=10)
"""Longer than a new comment was ever seen to stay unreadable, so that a lost answer is found at the next look."""

_PAGE_SIZE, _MOST_PAGES = 100, 50


def comment(graph: Graph, job: Job, text: str, now: datetime, *, first: bool) -> Result:
    """Make the comment under the post unless it stands there. Prepared carries the comment's id.

    A doubtful answer is `Again` after WAIT: the next try begins by looking. At the `first` there is nothing to see.
    """
    if not first and (known := _known(graph, job, text, now)):
        return known
    made: Answer = graph.put_object(job.remote_id, "comments", message=text)
    if made.fault is None and made.id:
        return Result(Prepared(COMMENTED, made.id), call_of(made))
    if made.fault is None:
        return Result(Again(now + WAIT, "Câu trả lời không có mã bình luận: sẽ đọc lại"), call_of(made))
    result = judged(made, job, now, visible=True)
    if isinstance(result.outcome, Unknown):
        return Result(Again(now + WAIT, f"{result.outcome.why}; sẽ đọc lại trước khi ghi"), result.call)
    return result


def _known(graph: Graph, job: Job, text: str, now: datetime) -> Result | None:
    """What reading the comments gives: ours, or that they cannot be read to their end; None where it is not there."""
    onward: dict[str, str] | None = None
    for _ in range(_MOST_PAGES):
        seen: Answer = graph.get_connections(
            job.remote_id, "comments", fields="id,message", limit=_PAGE_SIZE, **(onward or {})
        )
        if seen.fault is not None:
            return judged(seen, job, now, visible=False)
        if mine := _mine(seen.data.get("data", []), text):
            return Result(Prepared(COMMENTED, mine), call_of(seen, "bình luận đã có từ trước"))
        if (onward := posts.next_page(seen)) is None:
            return None
    return Result(Again(now + WAIT, "Bài có quá nhiều bình luận, chưa đọc hết: chưa rõ đính chính đã ghi hay chưa"))


def _mine(rows: Any, text: str) -> str:
    wanted = visible(text)
    listed = rows if isinstance(rows, list) else []
    found = (row for row in listed if isinstance(row, dict) and visible(str(row.get("message") or "")) == wanted)
    return next((id_of(row) for row in found), "")
