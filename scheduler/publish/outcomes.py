"""From an answer of Graph to a Result: the outcome, and what the attempt remembers of it."""

from datetime import datetime

from scheduler.core.outcome import Again, Call, Outcome, Unknown
from scheduler.core.retry import Failure, judge
from scheduler.publish.answer import Answer
from scheduler.publish.carrier import Job, Result

_WORTH_NOTING = 75
"""Per cent of Facebook's budget of calls; it throttles from 100."""


def judged(answer: Answer, job: Job, now: datetime, *, visible: bool, note: str = "") -> Result:
    """The result of a call that failed. `visible` where a success would have shown the post."""
    if answer.fault is None:
        raise ValueError("this answer is a success: there is nothing to judge")
    outcome = judge(answer.fault, visible=visible, attempts=job.attempts, now=now, first=job.first_wait)
    doubtful = in_doubt(answer, outcome)
    return Result(outcome, call_of(answer, note if doubtful else "", doubt=doubtful))


def in_doubt(answer: Answer, outcome: Outcome) -> bool:
    """Whether the call may have made something although it told no id."""
    sent = answer.fault is not None and answer.fault.failure is not Failure.NOT_SENT
    return sent and isinstance(outcome, Again | Unknown)


def call_of(answer: Answer, note: str = "", *, doubt: bool = False) -> Call:
    """What an attempt remembers of an answer: codes, the trace for Facebook's support, its words redacted."""
    fault, usage = answer.fault, answer.usage
    percent = usage.percent
    used = f"đã dùng {percent}% hạn mức gọi Facebook" if percent >= _WORTH_NOTING else ""
    words = (note, (fault.message or fault.what) if fault else "", used)
    return Call(
        answer.status,
        fault.code if fault else None,
        fault.subcode if fault else None,
        fault.trace if fault else "",
        "; ".join(filter(None, words)),
        doubt,
        usage.page,
        usage.app,
    )


def reason(outcome: Outcome) -> str:
    """Why an outcome is not a success; empty for one that is."""
    return getattr(outcome, "why", "")
