"""Prepare, release, verify: the thing that everybody sees is never made in a call whose answer may be lost.

A draft whose answer is lost leaves at worst a draft that nobody sees. Its release goes to the one id that
is stored, so repeating it cannot make a second post.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.core.outcome import Again, Refused
from scheduler.core.retry import Failure, back_off, rule_for
from scheduler.core.retry_rules import Reaction
from scheduler.publish.answer import GraphFault
from scheduler.publish.carrier import Job, Result, Step
from scheduler.publish.facebook import posts
from scheduler.publish.facebook.making import DRAFT, Making, next_making
from scheduler.publish.facebook.reading import settle, verify
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
