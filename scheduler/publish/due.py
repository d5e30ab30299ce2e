"""Publishing what is due: step by step, one channel in order and many channels at once."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scheduler.core.outcome import (
    Again,
    ChannelDown,
    Outcome,
    Prepared,
    Refused,
    Returned,
    Sent,
    Undecided,
    Unknown,
)
from scheduler.core.states import State
from scheduler.publish.carrier import Carrier, Result, Step
from scheduler.publish.lanes import in_lanes
from scheduler.publish.scribe import AtOnce, Scribe, Write, shared_writer
from scheduler.publish.stopwatch import Watch
from scheduler.publish.worker import Pass, Worker
from scheduler.store import drift, pace
from scheduler.store.models import Attempt, Post
from scheduler.store.payloads import Shelf
from scheduler.store.queue import claim
from scheduler.store.queue.act import miss
from scheduler.store.queue.finish import STALE, as_prepared
from scheduler.store.queue.move import CLOCK, Overtaken, move
from scheduler.store.radio.late import is_closed, roll_on

_NAMES: dict[type[Outcome], str] = {
    Sent: "published",
    Prepared: "prepared",
    Again: "again",
    Refused: "refused",
    ChannelDown: "paused",
    Unknown: "unknown",
    Undecided: "unknown",
    Returned: "drifted",
}


def publish_due(worker: Worker, watch: Watch, result: Pass) -> None:
    """One pass over what is due, until nothing more can be done now."""
    now = watch()
    graces = {kind: carrier.grace for kind, carrier in worker.carriers.items()}
    result.count("missed", miss(claim.overdue(now, graces), CLOCK, now))
    posts = claim.due_posts(now, worker.leads)
    course = _Course(worker, watch, result, pace.slowed(now))
    if worker.threads == 1 or not shared_writer() or len({post.channel for post in posts}) <= 1:
        in_lanes(posts, course.channel, worker.threads)
        return
    with Scribe() as scribe:
        course.write = scribe
        in_lanes(posts, course.channel, worker.threads)


@dataclass
class _Course:
    """One pass under way. `slowed` are the channels, or kinds, whose budget of calls runs low."""

    worker: Worker
    watch: Watch
    result: Pass
    slowed: set[str]
    write: Write = field(default_factory=AtOnce)
    down: set[str] = field(default_factory=set)
    """Channels, and kinds (`*kind`), that take nothing any more in this pass."""

    def channel(self, posts: list[Post]) -> None:
        """The posts of one channel in order; stops where it is down, or the machine is asked to stop."""
        for post in posts:
            if self.worker.stopping.is_set() or self.down & {post.channel, f"*{post.kind}"}:
                return
            outcome = self.post(post)
            if isinstance(outcome, ChannelDown):
                self.down.add(f"*{post.kind}" if outcome.wide else post.channel)

    def post(self, post: Post) -> Outcome | None:
        """One post, step by step, until a step does not go through or none is left."""
        if not self.worker.known([post]):
            self.orphaned(post)
            return None
        if post.phase and (post.phase == STALE or post.prepared_sha != post.payload.sha256):
            return None
        carrier, outcome = self.worker.carriers[post.kind], None
        while step := carrier.next_step(self.worker.job(post), self.watch()):
            if not self.may(step, post, carrier):
                return None
            outcome = self.step(post, step, carrier)
            if not isinstance(outcome, Prepared) or self.worker.stopping.is_set():
                return outcome
            if outcome.next_try and outcome.next_try > self.watch():
                return outcome
        self.put_off(post, carrier)
        return outcome

    def step(self, post: Post, step: Step, carrier: Carrier) -> Outcome | None:
        """Take one step, with its attempt row before and its outcome after."""
        worker = self.worker
        attempt = self.write(
            lambda: claim.begin(
                post,
                step.name,
                worker.name,
                self.watch(),
                worker.lease_of(post.kind),
                visible=step.visible,
                handing=step.handing,
            )
        )
        if attempt is None:
            return None
        done = carrier.perform(step, worker.job(post), self.watch())
        if self.nothing_hangs_on(done, post, carrier):
            if isinstance(done.outcome, Prepared):
                as_prepared(post, done.outcome)
            self.write.later(lambda: self.store(post, attempt, done))
            return done.outcome
        return done.outcome if self.write(lambda: self.store(post, attempt, done)) else None

    def nothing_hangs_on(self, done: Result, post: Post, carrier: Carrier) -> bool:
        """Whether the channel's next step may be chosen while this outcome is being written. It is written before the
        attempt of that step is, so nothing is called before both are on the disk; and if the post was taken from us
        meanwhile, that attempt finds it changed and is not begun."""
        spent = max(done.call.page.percent, done.call.app.percent)
        return isinstance(done.outcome, Sent | Prepared) and spent < pace.SLOW_FROM and not self.gap(post, carrier)

    def store(self, post: Post, attempt: Attempt, done: Result) -> bool:
        """Store an outcome and what the answer told of the budgets; False where somebody else has the post now."""
        now = self.watch()
        self.down |= pace.note_call(post.channel, post.kind, done.call, now)
        try:
            claim.finish(post, attempt, done.outcome, done.call, self.worker.name, now)
        except Overtaken:
            return False
        self.result.count(_NAMES[type(done.outcome)])
        return True

    def may(self, step: Step, post: Post, carrier: Carrier) -> bool:
        """Whether a step may be taken now. What shows a post, or lets the channel show it, is the last chance to
        see that it would now read differently; and a channel shows no two posts too close together."""
        shows = step.visible and not step.settles
        if shows and (wait := self.too_soon(post, carrier)):
            self.write(lambda: claim.put_off(post, wait))
            return False
        if (shows or step.handing) and self.drifted(post):
            self.result.count("drifted")
            return False
        if shows and self.rolled(post):
            self.result.count("rolled")
            return False
        return True

    def too_soon(self, post: Post, carrier: Carrier) -> datetime | None:
        """When the channel may show its next post, where that is not now."""
        gap = self.gap(post, carrier)
        if not gap:
            return None
        now = self.watch()
        last = pace.last_shown(post.channel, now - gap, carrier.grace)
        return last + gap * (1 + _jitter(post.key)) if last else None

    def gap(self, post: Post, carrier: Carrier) -> timedelta:
        """The least time between two posts that the post's channel shows."""
        slow = bool(self.slowed & {post.channel, f"*{post.kind}"})
        return max(carrier.pacing.gap, carrier.pacing.slow_gap) if slow else carrier.pacing.gap

    def drifted(self, post: Post) -> bool:
        """Whether the post would now read differently; it is pending then."""
        worker = self.worker
        try:
            found = drift.check_one(post, worker.content, worker.renderer, worker.zone, Shelf(), self.watch())
        except Overtaken:
            return True
        return found is not None

    def rolled(self, post: Post) -> bool:
        """Whether the post came too late for its broadcast and was moved to the next one."""
        worker = self.worker
        if not is_closed(post, worker.content, worker.zone, self.watch()):
            return False
        return self.write(lambda: roll_on(post, worker.content, worker.renderer, worker.zone, self.watch()))

    def put_off(self, post: Post, carrier: Carrier) -> None:
        """Remember when there is something to do again, so that the post is not read at every tick till then."""
        now = self.watch()
        wake = carrier.wake(self.worker.job(post), now)
        if wake and wake > now and wake != post.next_try:
            self.write(lambda: claim.put_off(post, wake))

    def orphaned(self, post: Post) -> None:
        """The content no longer knows the channel: a person decides."""
        try:
            move(post, State.PENDING, by=CLOCK, now=self.watch(), why=f'không còn kênh "{post.channel}" trong content')
        except Overtaken:
            return


_JITTER = 0.2


def _jitter(key: str) -> float:
    """Up to a fifth of a gap more, the same for the same post in every rehearsal."""
    return _JITTER * hashlib.sha256(key.encode()).digest()[0] / 255
