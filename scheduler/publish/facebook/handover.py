"""Handover: Facebook itself shows the post at its time, so that the office PC may be off at night.

The post is made unpublished, as in `two_phase`, and a time is added to the stored id. Every answer may be lost:
the time is stored before it is told, telling it again changes nothing, and what Facebook failed to show is
shown by ourselves, by the same id.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.core.outcome import Again, Outcome, Prepared, Refused, Returned
from scheduler.core.retry import Failure, back_off
from scheduler.publish.answer import Answer
from scheduler.publish.carrier import Job, Result, Step
from scheduler.publish.facebook import posts
from scheduler.publish.facebook.deleting import take_back
from scheduler.publish.facebook.making import DRAFT, Making, next_making
from scheduler.publish.facebook.reading import HIDDEN, changed, read_back, sent
from scheduler.publish.facebook.two_phase import RELEASE, release, show
from scheduler.publish.outcomes import call_of, judged

SCHEDULE, RESCHEDULE, CHECK, VERIFY, UNHAND = "schedule", "reschedule", "check", "verify", "unhand"
HANDED = "handed"
"""The phase of a post for which Facebook said that it holds the time."""

LATEST = timedelta(days=29)
"""Facebook takes times up to 30 days ahead (its own pages contradict each other); a margin to it."""


_LAST_CHECK = 1.25
"""The last reading before the time, counted in `locked`: a quarter of it is left for deleting what was changed."""


@dataclass(frozen=True)
class Timing:
    """When to hand over, to read again, and to look whether Facebook kept its word.

    `soonest`: Facebook takes times from 10 minutes ahead; `locked`: it changes nothing in the last 3 minutes.
    """

    ahead: timedelta
    margin: timedelta
    check: timedelta
    grace: timedelta
    soonest: timedelta = timedelta(minutes=11)
    locked: timedelta = timedelta(minutes=4)

    @property
    def lead(self) -> timedelta:
        """How long before its time a post is made."""
        return min(self.ahead, LATEST)

    def wake(self, job: Job, now: datetime) -> datetime:
        """When a post that lies at Facebook needs something again, where it needs nothing now."""
        if job.handed_due is None:
            return job.due
        if not same_instant(job.handed_due, job.due) and now < job.handed_due + self.margin:
            return job.handed_due + self.margin
        return max(job.due, job.handed_due) + self.margin

    def recheck(self, job: Job, now: datetime) -> datetime:
        """When to read a post that was just handed over, or found as it was left: at the latest a little before
        Facebook changes nothing any more, so that an edit made there is found while it can be stopped."""
        last = job.due - self.locked * _LAST_CHECK
        return min(now + self.check, last if now < last else job.due + self.margin)


def same_instant(one: datetime, other: datetime | None) -> bool:
    """Whether two times are the same to Facebook, which knows whole seconds."""
    return other is not None and int(one.timestamp()) == int(other.timestamp())


def next_step(job: Job, now: datetime, timing: Timing) -> Step | None:
    """Draft, schedule, now and then a check; after its time, verify. What is too late to hand over we release."""
    if not job.remote_id:
        return next_making(job, now, timing.lead)
    if job.handed_due is None:
        if job.due - now >= timing.soonest:
            return Step(SCHEDULE, visible=False, handing=job.due)
        return Step(RELEASE, visible=True) if now >= job.due else None
    if now >= max(job.due, job.handed_due) + timing.margin:
        return Step(VERIFY, visible=True, settles=True)
    if not same_instant(job.due, job.handed_due):
        return _moved(job, job.handed_due, now, timing)
    if job.phase != HANDED and job.due - now >= timing.soonest:
        return Step(SCHEDULE, visible=False, handing=job.due)
    return Step(CHECK, visible=False) if now < job.due - timing.locked else None


def _moved(job: Job, handed_due: datetime, now: datetime, timing: Timing) -> Step | None:
    """A post was moved here: move it there, or where that is too late, take it away from there."""
    if now >= handed_due + timing.margin:
        return Step(CHECK, visible=False)
    if handed_due - now < timing.locked:
        return None
    if job.due - now >= timing.soonest:
        return Step(RESCHEDULE, visible=False, handing=job.due)
    return Step(UNHAND, visible=False)


@dataclass(frozen=True)
class Handover:
    """The protocol over one Page's client."""

    making: Making
    timing: Timing

    def perform(self, step: Step, job: Job, now: datetime) -> Result:
        """Take a step that `next_step` gave."""
        graph = self.making.graph
        match step.name:
            case "draft":
                return self.making.draft(job, now, wake=None if job.due - now >= self.timing.soonest else job.due)
            case "schedule" | "reschedule":
                return self._schedule(job, now)
            case "check":
                return self._check(job, now)
            case "verify":
                return self._verify(job, now)
            case "unhand":
                return take_back(graph, self.making.page_id, job, now)
            case "release":
                return release(graph, job, now)
        return self.making.photo(job, now)

    def _schedule(self, job: Job, now: datetime) -> Result:
        """Tell the time, and read whether it was understood: a yes that stores no time was seen of Facebook."""
        answer = posts.schedule(self.making.graph, job.remote_id, job.due)
        told = posts.read(self.making.graph, job.remote_id) if _worth_reading(answer, job, now) else answer
        if told.fault is None and told is not answer:
            if shown := sent(posts.seen(told), job, now):
                return Result(shown, call_of(told))
            if same_instant(job.due, posts.seen(told).due):
                return Result(self._handed(job, now), call_of(told))
        if answer.fault is None:
            return Result(self._handed(job, now), call_of(answer, _NO_TIME if told.fault is None else ""))
        result = judged(answer, job, now, visible=False)
        if isinstance(result.outcome, Refused):
            # The time alone was refused; the draft is good, and is told again or released by ourselves.
            return Result(Again(now + back_off(job.attempts, job.first_wait), result.outcome.why), result.call)
        return result

    def _handed(self, job: Job, now: datetime) -> Prepared:
        return Prepared(HANDED, job.remote_id, job.media, job.due, self.timing.recheck(job, now))

    def _check(self, job: Job, now: datetime) -> Result:
        answer = posts.read(self.making.graph, job.remote_id)
        if answer.fault is None:
            return Result(self._found(posts.seen(answer), job, now), call_of(answer))
        if answer.fault.gone:
            return Result(self._missed(job, now), call_of(answer))
        return judged(answer, job, now, visible=False)

    def _missed(self, job: Job, now: datetime) -> Outcome:
        """Missing once may be lag, or a token that lost the Page; missing again and again is deleted."""
        again = Again(now + back_off(job.attempts, job.first_wait), "Chưa thấy bài đã giao cho Facebook: sẽ đọc lại")
        if job.attempts < _MOST_TRIES or posts.exists(self.making.graph, self.making.page_id).fault is not None:
            return again
        return Returned("Bài hẹn giờ đã bị xóa trên Facebook: duyệt lại để giao bài mới", gone=True)

    def _found(self, seen: posts.Seen, job: Job, now: datetime) -> Outcome:
        """What somebody did on Facebook to a post that waits there."""
        if shown := sent(seen, job, now):
            return shown
        if other := changed(seen, job):
            return other
        if same_instant(job.due, seen.due):
            return self._handed(job, now)
        # Another time, or none: told once more at the next step. A time that has passed was never kept.
        held = seen.due if seen.due and seen.due > now else None
        return Prepared(DRAFT, job.remote_id, job.media, held)

    def _verify(self, job: Job, now: datetime) -> Result:
        """Facebook should have shown it by now; what it left unpublished is shown by us, within the grace."""
        answer = posts.read(self.making.graph, job.remote_id)
        result = read_back(answer, job, now)
        if result.call.note != HIDDEN:
            return result
        if now > job.due + self.timing.grace:
            return Result(Refused("Facebook đã không tự đăng đúng giờ, nay đã quá giờ: bấm gửi lại nếu còn cần"))
        if other := changed(posts.seen(answer), job):
            return Result(other, result.call)
        return show(self.making.graph, job, now)


_MOST_TRIES = 3
_NO_TIME = "Facebook nhận lệnh hẹn giờ nhưng không ghi giờ: đến giờ máy sẽ tự đăng"


def _worth_reading(answer: Answer, job: Job, now: datetime) -> bool:
    """Whether reading back tells more: not where Facebook takes no calls, or was never reached."""
    if answer.fault is None:
        return True
    outcome = judged(answer, job, now, visible=False).outcome
    return isinstance(outcome, Again | Refused) and answer.fault.failure is not Failure.NOT_SENT
