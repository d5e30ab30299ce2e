"""A country's month through the product: planned, rendered, hashed and stored as pending posts, in a fresh process."""

import argparse
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from django.db import connections

from bench.country.content import ZONE, Country, build
from bench.fresh import told
from scheduler.core.render import Renderer
from scheduler.store import database
from scheduler.store.models import Payload, Post
from scheduler.store.queue.enqueue import Queueing, Tally, enqueue

EVE = datetime(2021, 4, 20, 1, tzinfo=UTC)


def measure(country: Country, file: Path) -> dict[str, float]:
    """Seconds of `enqueue` into a new database with the product's own settings, and what it stored."""
    database.prepare(f"sqlite:///{file}", "rehearsal")
    job = Queueing(country.content, country.campaign, Renderer(country.content), ZONE, "lan", EVE)
    began, busy = time.perf_counter(), time.process_time()
    tally = enqueue(job, _Told())
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    stored, texts = Post.objects.count(), Payload.objects.count()
    connections.close_all()  # the write-ahead log becomes part of the file
    if tally.unrendered or stored != tally.added:
        raise SystemExit(f"not every post was stored: {tally.unrendered[:3]}")
    return {
        "posts": tally.added, "seconds": seconds, "cpu": busy, "texts": texts,
        "file_mb": file.stat().st_size / 1e6,
    }  # fmt: skip


class _Told:
    """Tells of every hundred thousand posts."""

    def __init__(self) -> None:
        self._next = 100_000

    def __call__(self, tally: Tally) -> None:
        if tally.added >= self._next:
            told(f"queued {tally.added:,} posts")
            self._next += 100_000


def main(arguments: list[str]) -> dict[str, float]:
    parser = argparse.ArgumentParser(prog="bench.country.ours", description=__doc__)
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--content", type=Path, default=Path("content"))
    chosen = parser.parse_args(arguments)
    country = build(chosen.posts, chosen.content)
    with tempfile.TemporaryDirectory(prefix="bhxh-bench-") as folder:
        return measure(country, Path(folder) / "country.sqlite3")
