"""Bursts in two databases by turns, one empty and one full of waiting posts, in a fresh process.

Both hold the same content and get the same posts; a burst begins when its posts fall due and ends with the last
one `published`. By turns, and each pair in the other order than the last, so that both see the same disturbances.
"""

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connections, transaction
from django.db.models import Max

from bench.burst.carrier import NothingCarrier
from bench.burst.waiting import fill
from bench.country.content import ZONE, Country, build
from bench.fresh import told
from scheduler.core.post import Rendered
from scheduler.core.render import Place, Renderer
from scheduler.core.slot import Reason, Slot, Turn, slot_key
from scheduler.core.states import State
from scheduler.publish.tick import Ticker
from scheduler.publish.worker import Worker
from scheduler.store import database
from scheduler.store.models import Post
from scheduler.store.payloads import Shelf
from scheduler.store.queue.insert import Numbers, insert_posts

RADIO = "radio"
MESSAGE = "bhxh-vssid-2021"
FIRST = datetime(2021, 5, 10, 3, tzinfo=UTC)
SIZE_OF_CONTENT = 120_000
"""A part of the country with more stations than a burst has posts."""


@dataclass
class Burst:
    """What every burst needs."""

    country: Country
    renderer: Renderer
    posts: int
    folder: Path

    def ticker(self) -> Ticker:
        """A machine with the product's own worker and eight threads, on a clock that runs."""
        worker = Worker(
            "do",
            {RADIO: NothingCarrier()},
            self.country.content,
            self.renderer,
            ZONE,
            timedelta(minutes=2),
            running=True,
        )
        return Ticker(worker, self.folder / "seals.log", timedelta(minutes=1), timedelta(minutes=10))

    def store(self, due: datetime) -> None:
        """Posts on as many stations, approved and due at the same moment."""
        with transaction.atomic():
            fresh = [(slot, rendered, 0) for slot, rendered in self.slots(due)]
            insert_posts(fresh, Shelf(), Numbers(), by="lan", now=due, state=State.APPROVED)

    def slots(self, due: datetime) -> Iterator[tuple[Slot, Rendered]]:
        """A message for each station at a time."""
        content, campaign = self.country.content, self.country.campaign
        stations = [channel for channel in content.channels.values() if channel.kind == RADIO][: self.posts]
        wall = due.astimezone(ZONE)
        for station in stations:
            unit = station.owner_on(wall.date()) or ""
            rendered = self.renderer.render(content.messages[MESSAGE], Place(station, unit, "vi", wall, campaign))
            key = slot_key(campaign.id, station.id, "vi", wall, 1)
            reason = Reason("", wall, Turn(1, 1, 1))
            yield (
                Slot(key, campaign.id, MESSAGE, unit, station.id, RADIO, "vi", wall, rendered.seconds, reason),
                rendered,
            )

    def late(self, url: str, due: datetime) -> float:
        """Seconds from due to the last `published`."""
        database.use(url)
        self.store(due)
        done = self.ticker().tick(due)
        mine = Post.objects.filter(due=due, campaign=self.country.campaign.id)
        if done.published != self.posts or mine.filter(state=State.PUBLISHED).count() != self.posts:
            raise SystemExit(f"{done} of {self.posts} posts")
        last: datetime = mine.aggregate(last=Max("published_at"))["last"]
        connections.close_all()
        return (last - due).total_seconds()


def measure(burst: Burst, pending: int, rounds: int) -> dict[str, list[float]]:
    """Seconds of each burst without and with the waiting posts."""
    urls = {name: f"sqlite:///{burst.folder / name}.sqlite3" for name in ("none", "many")}
    for url in urls.values():
        database.prepare(url, "rehearsal")
    _fill(burst, urls["many"], pending)
    late: dict[str, list[float]] = {name: [] for name in urls}
    for turn in range(rounds + 1):
        due = FIRST + timedelta(hours=turn)
        for name in sorted(urls, reverse=bool(turn % 2)):
            told(f"burst {turn} of {rounds}, {pending if name == 'many' else 0:,} waiting")
            late[name].append(burst.late(urls[name], due))
    return {name: seconds[1:] for name, seconds in late.items()}  # the first warms up


def _fill(burst: Burst, url: str, pending: int) -> None:
    database.use(url)
    _, text = next(burst.slots(FIRST))
    stations = [channel.id for channel in burst.country.content.channels.values() if channel.kind == RADIO]
    fill(pending, stations, text, lambda done: told(f"{done:,} of {pending:,} waiting posts"))


def main(arguments: list[str]) -> dict[str, Any]:
    parser = argparse.ArgumentParser(prog="bench.burst.ours", description=__doc__)
    parser.add_argument("--posts", type=int, default=1_000)
    parser.add_argument("--pending", type=int, default=3_000_000)
    parser.add_argument("--rounds", type=int, default=24)
    parser.add_argument("--content", type=Path, default=Path("content"))
    chosen = parser.parse_args(arguments)
    country = build(SIZE_OF_CONTENT, chosen.content)
    with tempfile.TemporaryDirectory(prefix="bhxh-bench-") as folder:
        burst = Burst(country, Renderer(country.content), chosen.posts, Path(folder))
        late = measure(burst, chosen.pending, chosen.rounds)
    return {"posts": chosen.posts, "pending": chosen.pending, **late}
