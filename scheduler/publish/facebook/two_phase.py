"""Prepare, release, verify: the thing that everybody sees is never made in a call whose answer may be lost.

A draft whose answer is lost leaves at worst a draft that nobody sees. Its release goes to the one id that
is stored, so repeating it cannot make a second post.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scheduler.core.outcome import Again, Refused
from scheduler.core.retry import Failure, back_off, rule_for
from scheduler.core.retry_rules import Reaction
from scheduler.publish.answer import Answer, GraphFault
from scheduler.publish.carrier import Job, Result, Step
from scheduler.publish.facebook import posts
from scheduler.publish.facebook.making import DRAFT, Making, next_making
from scheduler.publish.facebook.reading import changed, sent, settle, verify
from scheduler.publish.graph import Graph
from scheduler.publish.outcomes import call_of, judged

RELEASE = "release"
_MOST_TRIES = 3


def next_step(job: Job, now: datetime, lead: timedelta) -> Step | None:
    """Photos one by one, then the draft, both from `lead` before the due time; at the due time the release."""
    if job.remote_id:
        return Step(RELEASE, visible=True) if now >= job.due else None
    return next_making(job, now, lead)


@dataclass(frozen=True)
class TwoPhase:
    """The protocol over one Page's client."""

    making: Making

    def perform(self, step: Step, job: Job, now: datetime) -> Result:
        """Take a step that `next_step` gave."""
        if step.name == DRAFT:
            return self.making.draft(job, now, wake=job.due)
        if step.name == RELEASE:
            return release(self.making.graph, job, now)
        return self.making.photo(job, now)


def release(graph: Graph, job: Job, now: datetime) -> Result:
    """Read what lies at Facebook, and show it if it still says what was approved."""
    answer = posts.read(graph, job.remote_id)
    if answer.fault is not None and not answer.fault.gone:
        return _unreadable(answer, job, now)
    if answer.fault is None:
        seen = posts.seen(answer)
        # Somebody may have released it by hand, or an earlier call of ours whose answer was lost.
        if outcome := sent(seen, job, now) or (changed(seen, job) if told(answer) else None):
            return Result(outcome, call_of(answer))
    return show(graph, job, now)


def _unreadable(answer: Answer, job: Job, now: datetime) -> Result:
    """What cannot be read is not shown: it may say something that nobody approved."""
    result = judged(answer, job, now, visible=False)
    if isinstance(result.outcome, Refused):
        # It is the reading that was refused, not the post.
        return replace(result, outcome=Again(now + back_off(job.attempts, job.first_wait), result.outcome.why))
    return result


def told(answer: Answer) -> bool:
    """Whether a reading tells of the post at all, beyond its id."""
    return "message" in answer.data or "is_published" in answer.data


def show(graph: Graph, job: Job, now: datetime) -> Result:
    """Make the stored id visible and read it back."""
    answer = posts.show(graph, job.remote_id)
    fault = answer.fault
    if fault is None:
        return verify(graph, job, now)
    if fault.gone:
        return Result(_missing(fault, job, now), call_of(answer))
    result = judged(answer, job, now, visible=True)
    if isinstance(result.outcome, Refused) or _already_posted(fault):
        return settle(graph, job, now, result)
    return result


def _missing(fault: GraphFault, job: Job, now: datetime) -> Again | Refused:
    """A fresh draft may not be readable yet; one that stays away was deleted, by a person on the Page."""
    if job.attempts < _MOST_TRIES:
        why = f"Facebook chưa thấy bản nháp vừa tạo ({fault.codes}): sẽ tự thử lại"
        return Again(now + back_off(job.attempts, job.first_wait), why)
    why = f"Bản nháp trên Facebook không còn ({fault.codes}): xem ai đã xóa, rồi bấm gửi lại để tạo bản mới"
    return Refused(why)


def _already_posted(fault: GraphFault) -> bool:
    rule = rule_for(fault.code, fault.subcode)
    return fault.failure is Failure.ANSWERED and rule is not None and rule.reaction is Reaction.TWICE
