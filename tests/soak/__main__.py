"""python -m tests.soak PROTOCOL: one trial on SQLite, told in lines; for trying a seed by hand."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.soak.judge import complaints
from tests.soak.trial import PROTOCOLS, Trial, run


def main() -> int:
    """Run it; 1 where a promise was broken. The folder is kept for a look."""
    parser = argparse.ArgumentParser(prog="tests.soak")
    parser.add_argument("protocol", choices=PROTOCOLS)
    for name, default in (("seed", 1), ("posts", 60), ("kills", 12), ("workers", 1), ("bound", 150)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--database", default="")
    parser.add_argument("--stranger", action="store_true", help="the Graph of plain_graph.py instead of the sandbox")
    parser.add_argument("--calm", action="store_true", help="no faults")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    trial = Trial(
        chosen.protocol, chosen.database or f"sqlite:///{folder}/live.sqlite3", chosen.seed, posts=chosen.posts,
        kills=chosen.kills, workers=chosen.workers, bound=chosen.bound, faults=not chosen.calm,
        graph="stranger" if chosen.stranger else "sandbox",
    )  # fmt: skip
    evidence = run(trial, folder)
    found = complaints(evidence)
    sys.stdout.writelines(f"{line}\n" for line in (*found, evidence.summary(), folder))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
