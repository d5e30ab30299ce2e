"""The worker: takes what is due, step by step, one channel at a time and many channels at once."""

import json
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connections

from scheduler.core.content import Content
from scheduler.core.outcome import Again, ChannelDown, Outcome, Prepared, Refused, Sent, Unknown
from scheduler.core.render import Renderer
from scheduler.core.states import State
from scheduler.publish.carrier import Carrier, Job, Step
from scheduler.store import drift
from scheduler.store.models import Post
from scheduler.store.payloads import Shelf, load_payload, load_uses
from scheduler.store.queue import claim
from scheduler.store.queue.act import miss
from scheduler.store.queue.move import CLOCK, Overtaken


@dataclass
class Pass:
    """What one pass did, by outcome."""

    published: int = 0
    prepared: int = 0
    again: int = 0
    refused: int = 0
    paused: int = 0
    unknown: int = 0
    missed: int = 0
    drifted: int = 0
    interrupted: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def count(self, name: str, by: int = 1) -> None:
        """Add to a number; from any thread."""
        with self._lock:
            setattr(self, name, getattr(self, name) + by)

    def numbers(self) -> dict[str, int]:
        """The numbers by name."""
        return {name: value for name, value in vars(self).items() if not name.startswith("_")}


_NAMES: dict[type[Outcome], str] = {
    Sent: "published",
    Prepared: "prepared",
    Again: "again",
    Refused: "refused",
    ChannelDown: "paused",
    Unknown: "unknown",
}


@dataclass
class Worker:
    """Publishes what is due. `name` is unique among the workers of one database."""

    name: str
    carriers: Mapping[str, Carrier]
    content: Content
    renderer: Renderer
    zone: ZoneInfo
    lease: timedelta
    threads: int = 8
    stopping: threading.Event = field(default_factory=threading.Event)

    def take_up(self, content: Content, renderer: Renderer) -> None:
        """Work with other content from the next post on."""
        self.content, self.renderer = content, renderer

    @property
    def leads(self) -> dict[str, timedelta]:
        """How long before its due time a post of each kind may begin."""
        return {kind: carrier.lead for kind, carrier in self.carriers.items()}

    def publish_due(self, now: datetime) -> Pass:
        """One pass over what is due, until nothing more can be done at this instant."""
        result = Pass()
        result.count("interrupted", claim.mark_interrupted(now))
        graces = {kind: carrier.grace for kind, carrier in self.carriers.items()}
        result.count("missed", miss(claim.overdue(now, graces), CLOCK, now))
        posts = claim.due_posts(now, self.leads)
        queues: dict[str, list[Post]] = {}
        for post in posts:
            queues.setdefault(post.channel, []).append(post)
        if len(queues) == 1 or self.threads == 1:
            for queue in queues.values():
                self._channel(queue, now, result)
        elif queues:
            with ThreadPoolExecutor(min(self.threads, len(queues)), thread_name_prefix="publish") as pool:
                for done in [pool.submit(self._in_thread, queue, now, result) for queue in queues.values()]:
                    done.result()
        return result

    def _in_thread(self, posts: list[Post], now: datetime, result: Pass) -> None:
        try:
            self._channel(posts, now, result)
        finally:
            connections.close_all()

    def _channel(self, posts: list[Post], now: datetime, result: Pass) -> None:
        """The posts of one channel in order; stops where the channel is down, or the machine is asked to stop."""
        for post in posts:
            if self.stopping.is_set():
                return
            outcome = self._post(post, now, result)
            if isinstance(outcome, ChannelDown):
                return

    def _post(self, post: Post, now: datetime, result: Pass) -> Outcome | None:
        carrier, outcome = self.carriers[post.kind], None
        if post.phase and post.prepared_sha != post.payload.sha256:
            return None
        while step := carrier.next_step(self.job(post), now):
            if step.visible and self._drifted(post, now):
                result.count("drifted")
                return None
            outcome = self._step(post, step, carrier, now)
            if outcome is None:
                return None
            result.count(_NAMES[type(outcome)])
            if not isinstance(outcome, Prepared) or self.stopping.is_set():
                break
        if post.state == State.APPROVED:
            claim.give_back(post, self.name)
        return outcome

    def _step(self, post: Post, step: Step, carrier: Carrier, now: datetime) -> Outcome | None:
        attempt = claim.begin(post, step.name, self.name, now, self.lease, visible=step.visible)
        if attempt is None:
            return None
        done = carrier.perform(step, self.job(post), now)
        try:
            claim.finish(post, attempt, done.outcome, done.call, self.name, now)
        except Overtaken:
            return None
        return done.outcome

    def _drifted(self, post: Post, now: datetime) -> bool:
        try:
            return drift.check_one(post, self.content, self.renderer, self.zone, Shelf(), now) is not None
        except Overtaken:
            return True

    def job(self, post: Post) -> Job:
        """The post as carriers see it."""
        return Job(
            key=post.key,
            channel=self.content.channels[post.channel],
            unit_name=load_uses(post.uses).unit_name,
            due=post.due.astimezone(self.zone),
            payload=load_payload(post.payload),
            phase=post.phase,
            remote_id=post.remote_id,
            media=tuple(json.loads(post.media)),
            number=post.number,
            seconds=post.seconds,
            rev=post.rev,
            attempts=claim.failed_attempts(post),
        )
