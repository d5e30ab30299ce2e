"""A worker: who works, with what, and how a stored post looks to a carrier. What it does is in `due`, `settle`,
`takeback` and `orphans`."""

import json
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.core.content import Content
from scheduler.core.render import Renderer
from scheduler.core.retry import FIRST_WAIT
from scheduler.publish.carrier import Carrier, Job
from scheduler.publish.stopwatch import Watch, stopwatch
from scheduler.store.models import Post, Uses
from scheduler.store.payloads import load_payload, load_uses


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
    rolled: int = 0
    interrupted: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def count(self, name: str, by: int = 1) -> None:
        """Add to a number; from any thread."""
        with self._lock:
            setattr(self, name, getattr(self, name) + by)

    def numbers(self) -> dict[str, int]:
        """The numbers by name."""
        return {name: value for name, value in vars(self).items() if not name.startswith("_")}


@dataclass
class Worker:
    """Carries posts. `name` is unique among the workers of one database, and among all that ever were.

    `running`: the clock is a real one, so `now` moves on during a pass.
    """

    name: str
    carriers: Mapping[str, Carrier]
    content: Content
    renderer: Renderer
    zone: ZoneInfo
    lease: timedelta
    threads: int = 8
    running: bool = False
    retry_after: timedelta = FIRST_WAIT
    look_every: timedelta = FIRST_WAIT
    stopping: threading.Event = field(default_factory=threading.Event)

    def lease_of(self, kind: str) -> timedelta:
        """How long a post of a kind is held for one step: never shorter than the step can take."""
        return max(self.lease, self.carriers[kind].longest)

    def take_up(self, content: Content, renderer: Renderer) -> None:
        """Work with other content from the next post on."""
        self.content, self.renderer = content, renderer
        for carrier in self.carriers.values():
            carrier.know(content.channels)

    @property
    def leads(self) -> dict[str, timedelta]:
        """How long before its due time a post of each kind may begin."""
        return {kind: carrier.lead for kind, carrier in self.carriers.items()}

    def watch(self, now: datetime) -> Watch:
        """The clock of a pass that begins at `now`."""
        return stopwatch(now, running=self.running)

    def known(self, posts: Iterable[Post]) -> list[Post]:
        """Those whose channel and kind the content and this program still know."""
        return [post for post in posts if post.channel in self.content.channels and post.kind in self.carriers]

    def job(self, post: Post) -> Job:
        """The post as carriers see it."""
        return Job(
            key=post.key,
            channel=self.content.channels[post.channel],
            unit_name=_unit_name(post.uses),
            due=post.due.astimezone(self.zone),
            payload=load_payload(post.payload),
            phase=post.phase,
            remote_id=post.remote_id,
            media=tuple(json.loads(post.media)),
            number=post.number,
            seconds=post.seconds,
            rev=post.rev,
            attempts=post.tries,
            handed_due=post.handed_due.astimezone(self.zone) if post.handed_due else None,
            looks=post.looks,
            unsure_since=post.unsure_since,
            first_wait=self.retry_after,
            issue=post.issue,
        )


def _unit_name(uses: Uses) -> str:
    return load_uses(uses).unit_name
