"""The desk, measured: each page with 100,000 posts stored, the log and its search with 1,000,000.

python -m bench desk [--posts 100000] [--log 1000000]
"""

import argparse
import sys
from typing import Any

from bench import fresh
from bench.report import Goal, Progress, table, verdict

SLOWEST, QUESTIONS, BYTES = 300, 40, 100_000


def report(title: str, pages: dict[str, Any]) -> list[Goal]:
    """Print the table; the goals with what was measured."""
    rows = [(name, f"{ms:.0f}", f"{asked}", f"{size / 1000:.0f}") for name, (ms, asked, size) in pages.items()]
    print(table(title, ("page", "ms", "questions", "kB"), rows))
    slowest = max(pages, key=lambda name: pages[name][0])
    return [
        Goal(f"{title}: the slowest page ({slowest})", pages[slowest][0], SLOWEST, most=True, unit=" ms"),
        Goal(f"{title}: questions of a page", max(asked for _, asked, _ in pages.values()), QUESTIONS, most=True),
        Goal(f"{title}: size of a page", max(size for _, _, size in pages.values()), BYTES, most=True, unit=" bytes"),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench desk", description=__doc__)
    parser.add_argument("--posts", type=int, default=100_000, help="posts stored for all pages")
    parser.add_argument("--log", type=int, default=1_000_000, help="posts stored for the log and its search")
    chosen, progress = parser.parse_args(), Progress()
    every = fresh.run("bench.desk.pages", "--posts", str(chosen.posts), tell=progress.tell)["pages"]
    goals = report(f"The desk with {chosen.posts:,} posts", every)
    long = {}
    for part in ("log", "search"):
        options = ("--posts", str(chosen.log), "--only", part)
        long |= fresh.run("bench.desk.pages", *options, tell=progress.tell)["pages"]
    progress.end()
    goals += report(f"The log with {chosen.log:,} posts", long)
    return verdict(goals)


if __name__ == "__main__":
    sys.exit(main())
