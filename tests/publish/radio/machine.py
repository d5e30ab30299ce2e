"""A machine that carries the scripts of a small office, tick by tick, with a clock of ours."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from scheduler.config import Config
from scheduler.core.render import Renderer, render_by_hand
from scheduler.core.states import State
from scheduler.publish.machine import assemble
from scheduler.publish.recall import recall_posts
from scheduler.publish.tick import Ticker
from scheduler.publish.worker import Pass
from scheduler.store.models import Notice, Post
from scheduler.store.queue.approve import approve
from scheduler.store.queue.by_hand import write_by_hand
from tests.store.campaigns import ZONE, Desk, posts, set_state
from tests.store.conftest import LAN, MINH, NOW


@dataclass
class Machine:
    """Content, database and folders of an office with one station, `dai-a`: slots at 06:00 and 17:00, 240 s each."""

    desk: Desk
    var: Path
    mode: str = "rehearsal"

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        content = self.desk.content
        self.config = Config(content=self.desk.folder.path, var=self.var, zone=str(ZONE))
        self.renderer = Renderer(content)
        self.ticker: Ticker = assemble(self.config, content, self.renderer, simulated=True)

    def tick(self, now: datetime) -> Pass:
        return self.ticker.tick(now)

    def queue(self, *, approved: datetime | None = NOW) -> list[Post]:
        """The campaign's scripts, approved then; its posts for pages are cancelled."""
        self.desk.queue()
        for post in posts(kind="facebook"):
            set_state(post, State.CANCELLED)
        if approved:
            approve(posts(kind="radio"), MINH, now=approved, author_may_approve=False, word="đúng")
        return posts(kind="radio")

    def write(self, due: datetime, text: str = "Sáng mai bảo hiểm xã hội tiếp dân.", *, now: datetime = NOW) -> Post:
        station = self.ticker.worker.content.channels["dai-a"]
        rendered = render_by_hand(self.renderer, station, text, lang="vi", title="Tiếp dân", seconds=0, due=due)
        key = write_by_hand(self.ticker.worker.content, station, due, rendered, person=LAN, now=now, zone=ZONE)
        return posts(key=key)[0]

    def recall(self, post: Post, now: datetime, why: str = "sai") -> None:
        done = recall_posts(self.ticker.worker, [post], MINH, now=now, why=why)
        assert done.moved == 1, done.left

    def sheet(self, post: Post) -> str:
        return self._file(post, "txt").read_text(encoding="utf-8")

    def data(self, post: Post) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._file(post, "json").read_text(encoding="utf-8"))
        return found

    def _file(self, post: Post, ending: str) -> Path:
        due = post.due.astimezone(ZONE)
        name = f"{due:%H%M}-{post.number}-{post.lang}.{ending}"
        return self.var / self.mode / "radio" / post.channel / f"{due:%Y-%m-%d}" / name


def notices(kind: str) -> list[Notice]:
    return list(Notice.objects.filter(kind=kind, resolved_at=None).order_by("pk"))


def wall(day: int, hour: int, minute: int = 0) -> datetime:
    """A wall time in May 2021."""
    return datetime(2021, 5, day, hour, minute, tzinfo=ZONE)


HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
