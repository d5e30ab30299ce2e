"""The way one would do it with APScheduler alone: a job for each post, which carries the post's text.

SQLAlchemyJobStore on SQLite, as durable as the product's own database: WAL, synchronous=FULL. The texts are given
to it ready: planning and rendering cost it nothing here.
"""

import argparse
import sqlite3
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import create_engine, event

FAR = datetime(2040, 1, 1, tzinfo=UTC)
TEXT = "Bà con tham gia BHXH tự nguyện được Nhà nước hỗ trợ tiền đóng; mời đến cơ quan BHXH gần nhất. " * 10
"""As long as a Facebook text of the country."""


def publish(channel: str, text: str) -> None:
    raise AssertionError("no job is due before the year 2040")


def _durable(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


def measure(jobs: int, file: Path, *, started: bool) -> float:
    """Seconds to add the jobs; to a scheduler that runs, as it does in a program, or to one that does not yet."""
    engine = create_engine(f"sqlite:///{file}")
    event.listen(engine, "connect", _durable)
    scheduler = BackgroundScheduler(jobstores={"default": SQLAlchemyJobStore(engine=engine)}, timezone=UTC)
    scheduler.start(paused=not started)
    try:
        began = time.perf_counter()
        for n in range(jobs):
            key = f"toan-quoc/dai-{n:05}/vi/2021-05-07T17:00/1"
            scheduler.add_job(
                publish, "date", run_date=FAR + timedelta(seconds=n), args=(f"dai-{n:05}", f"{TEXT}{n}"), id=key
            )
        return time.perf_counter() - began
    finally:
        scheduler.shutdown()
        engine.dispose()


def main(arguments: list[str]) -> dict[str, float]:
    parser = argparse.ArgumentParser(prog="bench.country.jobs", description=__doc__)
    parser.add_argument("--jobs", type=int, default=2_000)
    parser.add_argument("--stopped", action="store_true", help="add to a scheduler that is not running yet")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bhxh-bench-") as folder:
        seconds = measure(chosen.jobs, Path(folder) / "jobs.sqlite3", started=not chosen.stopped)
    return {"jobs": chosen.jobs, "seconds": seconds}
