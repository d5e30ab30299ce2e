"""The country, measured: cost per post small and whole, beside one APScheduler job per post, in turns.

python -m bench country [--posts 1000000]
"""

import argparse
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from bench import fresh
from bench.report import Goal, Progress, table, verdict

FASTER, MEMORY, GROWTH = 20, 300, 1.25
SMALL, JOBS, ROUNDS = 10_000, 2_000, 3


@dataclass
class Runs:
    """What was found, in the order in which it was measured."""

    whole: dict[str, Any] = field(default_factory=dict)
    small: list[dict[str, Any]] = field(default_factory=list)
    jobs: list[dict[str, Any]] = field(default_factory=list)
    stopped: list[dict[str, Any]] = field(default_factory=list)


def measure(posts: int, content: Path, progress: Progress) -> Runs:
    """Half of the short runs before the whole country and half after it: so all see the same disturbances."""
    runs, options = Runs(), ("--content", str(content))

    def short() -> None:
        progress.tell(f"{SMALL:,} posts")
        runs.small.append(fresh.run("bench.country.ours", "--posts", str(SMALL), *options, tell=progress.tell))
        progress.tell(f"{JOBS:,} APScheduler jobs")
        runs.jobs.append(fresh.run("bench.country.jobs", "--jobs", str(JOBS), tell=progress.tell))
        runs.stopped.append(fresh.run("bench.country.jobs", "--jobs", str(JOBS), "--stopped", tell=progress.tell))

    for _ in range(ROUNDS):
        short()
    progress.tell(f"{posts:,} posts")
    runs.whole = fresh.run("bench.country.ours", "--posts", str(posts), *options, tell=progress.tell)
    for _ in range(ROUNDS):
        short()
    progress.end()
    return runs


def cost(run: dict[str, Any]) -> float:
    """Microseconds for each post or job."""
    return float(run["seconds"] / run.get("posts", run.get("jobs")) * 1e6)


def busy_cost(run: dict[str, Any]) -> float:
    """Microseconds of the processor for each post: what other programs do to a machine changes this the least."""
    return float(run["cpu"] / run["posts"] * 1e6)


def report(runs: Runs) -> list[Goal]:
    """Print the table; the goals with what was measured."""
    whole, small = cost(runs.whole), median(map(cost, runs.small))
    jobs, stopped = median(map(cost, runs.jobs)), median(map(cost, runs.stopped))
    rows = [
        _row("bhxh, the country", runs.whole["posts"], whole, jobs, runs.whole),
        _row("bhxh, a hundredth of it", runs.small[0]["posts"], small, jobs, runs.small[0]),
        _row("APScheduler, a job per post", JOBS, jobs, jobs, runs.jobs[0]),
        _row("the same, scheduler not yet running", JOBS, stopped, jobs, runs.stopped[0]),
    ]
    columns = ("", "posts", "µs a post", "posts/s", "times the jobs", "different texts", "peak MB")
    print(table("Planning, rendering and storing the country's month (SQLite, WAL, synchronous=FULL)", columns, rows))
    print(f"  The whole took {runs.whole['seconds']:.1f} s and a file of {runs.whole['file_mb']:.0f} MB.")
    busy, little = busy_cost(runs.whole), median(map(busy_cost, runs.small))
    print(f"  Of the processor: {busy:.1f} µs a post, a hundredth {little:.1f} µs ({busy / little:.2f} times).")
    return [
        Goal("country: rate, in APScheduler's job rate", jobs / whole, FASTER, most=False, unit="x"),
        Goal("country: peak memory of the process", runs.whole["peak_mb"], MEMORY, most=True, unit=" MB"),
        Goal("country: cost of a post, whole country to a hundredth", whole / small, GROWTH, most=True, unit="x"),
    ]


def _row(name: str, count: int, micros: float, jobs: float, run: dict[str, Any]) -> tuple[str, ...]:
    texts = f"{run['texts'] / count:.1%}" if "texts" in run else ""
    return (
        name,
        f"{count:,}",
        f"{micros:.1f}",
        f"{1e6 / micros:,.0f}",
        f"{jobs / micros:.1f}x",
        texts,
        str(run["peak_mb"]),
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench country", description=__doc__)
    parser.add_argument("--posts", type=int, default=1_000_000, help="size of the country's month")
    parser.add_argument("--content", type=Path, default=Path("content"), help="where the founding campaign is")
    chosen = parser.parse_args()
    return verdict(report(measure(chosen.posts, chosen.content, Progress())))


if __name__ == "__main__":
    sys.exit(main())
