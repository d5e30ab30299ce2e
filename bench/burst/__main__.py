"""How late the last of 1,000 posts is that fall due together, with 3,000,000 others waiting and with none.

python -m bench burst [--pending 3000000] [--rounds 24]

Each burst with posts waiting is compared with the one beside it that has none, and the middle of these ratios
counts: whatever else the machine does falls on both of a pair, or on few pairs.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from bench import fresh
from bench.report import Goal, Progress, table, verdict

RATIO = 1.1


def report(run: dict[str, Any]) -> list[Goal]:
    """Print the table; the goal with what was measured."""
    none, many = run["none"], run["many"]
    rows = [_row("no post waiting", none), _row(f"{run['pending']:,} posts waiting", many)]
    title = f"{run['posts']:,} posts due together: seconds until the last is published (no network, SQLite)"
    print(table(title, ("", "median", "least", "most", "bursts"), rows))
    pairs = sorted(busy / quiet for busy, quiet in zip(many, none, strict=True))
    print(f"  Pair by pair: {pairs[0]:.2f} to {pairs[-1]:.2f} times; least to least {min(many) / min(none):.2f} times.")
    name = f"burst: lateness with {run['pending']:,} waiting, to none (median of {len(pairs)} pairs)"
    return [Goal(name, median(pairs), RATIO, most=True, unit="x")]


def _row(name: str, seconds: Sequence[float]) -> tuple[str, ...]:
    return name, f"{median(seconds):.2f}", f"{min(seconds):.2f}", f"{max(seconds):.2f}", str(len(seconds))


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench burst", description=__doc__)
    parser.add_argument("--posts", type=int, default=1_000, help="posts that are due together")
    parser.add_argument("--pending", type=int, default=3_000_000, help="posts that wait for a far day")
    parser.add_argument("--rounds", type=int, default=24, help="bursts in each database")
    parser.add_argument("--content", type=Path, default=Path("content"), help="where the founding campaign is")
    chosen = parser.parse_args()
    progress = Progress()
    options = [f"--{name}={value}" for name, value in vars(chosen).items()]
    run = fresh.run("bench.burst.ours", *options, tell=progress.tell)
    progress.end()
    return verdict(report(run))


if __name__ == "__main__":
    sys.exit(main())
