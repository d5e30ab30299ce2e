"""11,000 stations pull their day, a new connection each, every pull recorded; beside nginx with the same bytes.

    python -m bench pull [--stations 11000] [--rounds 5] [--seconds 4]

Ratios are of one run, nginx and ours in turns. Without nginx and wrk nothing is measured, and that is said.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.publish import slow_graph
from bench.pull import office, tools
from bench.report import Goal, Progress, table, verdict

POSTS = 700
OF_NGINX, SLOWER, UNEQUAL = 0.3, 2.0, 1.1
CONNECTIONS, CALM = 64, 16
"""Connections at once where the most is wanted, and where the time of one answer is looked at."""


class Bench:
    """One office, its web child, and nginx beside it."""

    def __init__(self, stack: ExitStack, folder: Path, options: argparse.Namespace) -> None:
        self.options, self.progress = options, Progress()
        self.graph = stack.enter_context(slow_graph())
        self.progress.tell(f"making an office with {options.stations} stations")
        self.office = office.build(folder, options.stations, POSTS, self.graph)
        self.port = tools.free_port()
        with self.office.file.open("a", encoding="utf-8") as file:
            # Behind a proxy, so that each station may come from an address of its own.
            file.write(f"web: {{port: {self.port}, behind_proxy: true}}\n")
        self.env = {**os.environ, "BHXH_GRAPH_URL": self.graph}
        self.progress.tell("starting the web child, which makes the pages of the day")
        self.web = stack.enter_context(tools.process(tools.bhxh(self.office.file, "web"), self.env))
        page = tools.wait_for(self.port, self.office.paths[0], self.web)
        packed = tools.ask(self.port, self.office.paths[0], accept_encoding="gzip")
        self.size, self.media = len(packed.body), page.headers["content-type"]
        self.made_in = tools.settled(self.web.pid)
        self.nginx = stack.enter_context(tools.nginx(folder / "nginx", packed.body))
        self.paths = folder / "paths"
        self.paths.write_text("".join(f"{path}\n" for path in self.office.paths), encoding="ascii")

    def rounds(self) -> list[tuple[tools.Load, tools.Load]]:
        """nginx and ours in turns, each round beginning with other stations, so that all come."""
        found, paths = [], self.office.paths
        for n in range(self.options.rounds):
            self.progress.tell(f"pulling, round {n + 1} of {self.options.rounds}")
            first = n * len(paths) // self.options.rounds
            some = self.paths.with_name(f"paths-{n}")
            some.write_text("".join(f"{path}\n" for path in paths[first:] + paths[:first]), encoding="ascii")
            both = [self._load(port, CONNECTIONS, some) for port in (self.nginx, self.port)]
            found.append((both[0], both[1]))
        return found

    def _load(self, port: int, connections: int, paths: Path | None = None) -> tools.Load:
        return tools.load(port, paths or self.paths, self.options.seconds, connections)

    def journal(self) -> int:
        """How many pulls are recorded, once the database has taken what is on disk."""
        time.sleep(5)
        return office.pulls()

    def unchanged(self) -> tools.Load:
        """The same pull again by those who have the page: 304."""
        self.progress.tell("pulling again what is known")
        some = self.office.paths[: min(500, len(self.office.paths))]
        tags = [(path, tools.ask(self.port, path).headers["etag"]) for path in some]
        known = self.paths.with_name("known")
        known.write_text("".join(f"{path} {tag}\n" for path, tag in tags), encoding="ascii")
        statuses = {tools.ask(self.port, path, if_none_match=tag).status for path, tag in tags[:50]}
        if statuses != {304}:
            raise RuntimeError(f"known pages were answered with {statuses}")
        return self._load(self.port, CONNECTIONS, known)

    def publishing(self) -> tuple[list[float], list[float], float]:
        """The 99th percentile in calm, and while posts are being published; and how many posts a second were."""
        calm = [self._load(self.port, CALM).p99 for _ in range(self.options.rounds)]
        self.progress.tell(f"publishing {POSTS} posts meanwhile")
        with tools.process(tools.bhxh(self.office.file, "worker"), self.env):
            time.sleep(15)  # it starts, and reads the content
            office.make_due(datetime.now(UTC) - timedelta(seconds=1))
            while not office.published():
                time.sleep(0.5)
            began, before, busy = time.monotonic(), office.published(), []
            while office.published() < POSTS - 60 and time.monotonic() - began < 300:
                busy.append(self._load(self.port, CALM).p99)
            return calm, busy, (office.published() - before) / (time.monotonic() - began)

    def refusals(self) -> dict[str, float]:
        """Median milliseconds until somebody is turned away, by what is wrong with the link."""
        self.progress.tell("coming with links that are not good")
        station, secret = self.office.paths[0].split("/")[2:4]
        wrong = {
            "wrong": f"/radio/{station}/{'x' * 32}/", "of another station": f"/radio/dai-1/{secret}/",
            "no such station": f"/radio/khong/{secret}/", "too short": "/radio/x",
            "stopped": office.stopped_link(station),
        }  # fmt: skip
        times: dict[str, list[float]] = {name: [] for name in wrong}
        order = random.Random(1)
        for n in range(800):
            for name, path in order.sample(list(wrong.items()), len(wrong)):
                began = time.perf_counter()
                tools.ask(self.port, path, x_forwarded_for=f"10.{n % 250}.{hash(name) % 250}.{n // 250}")
                times[name].append((time.perf_counter() - began) * 1000)
        return {name: tools.median(some) for name, some in times.items()}


def report(bench: Bench) -> list[Goal]:
    """Measure everything, print it, and give the goals."""
    before = bench.journal()
    rounds = bench.rounds()
    recorded = bench.journal() - before
    memory = tools.memory(bench.web.pid)
    known = bench.unchanged()
    calm, busy, published = bench.publishing()
    refused = bench.refusals()
    bench.progress.end()
    ours, wrong = [mine for _, mine in rounds], sum(mine.wrong for _, mine in rounds)
    ratios = sorted(mine.rate / theirs.rate for theirs, mine in rounds)
    rows = [("nginx", *_line([theirs for theirs, _ in rounds])), ("bhxh", *_line(ours)), ("bhxh, 304", *_line([known]))]
    title = f"{len(bench.office.paths)} stations × 3 scripts, {bench.size} bytes packed, a new connection each"
    print(table(title, ("", "pulls/s", "p99 ms"), rows))
    print(f"\nratios to nginx: {', '.join(f'{ratio:.2f}' for ratio in ratios)}")
    print(f"pages made ahead in {bench.made_in:.0f} s; memory in MB, largest first: {memory}")
    print(f"{sum(mine.answers for mine in ours)} answers, {recorded} pulls recorded; {wrong} answers were no success")
    print(f"p99 at {CALM} connections: {_list(calm)} ms calm, {_list(busy)} ms at {published:.0f} posts/s published")
    print("turned away, median ms: " + ", ".join(f"{name} {ms:.2f}" for name, ms in refused.items()))
    missed = len(bench.office.paths) - office.stations_that_pulled()
    lost = sum(mine.answers for mine in ours) - recorded
    return [
        Goal("of what nginx reaches, median of the rounds", tools.median(ratios), OF_NGINX, most=False, unit="×"),
        Goal("pulls that were answered and not recorded", max(0, lost), 0, most=True),
        Goal("stations that never got their day", missed, 0, most=True),
        Goal("p99 while publishing, to calm", tools.median(busy) / tools.median(calm), SLOWER, most=True, unit="×"),
        Goal(
            "slowest refusal to quickest", max(refused.values()) / min(refused.values()), UNEQUAL, most=True, unit="×"
        ),
    ]


def _line(loads: list[tools.Load]) -> tuple[str, str]:
    rate, p99 = tools.median([each.rate for each in loads]), tools.median([each.p99 for each in loads])
    return f"{rate:.0f}", f"{p99:.1f}"


def _list(values: list[float]) -> str:
    return "/".join(f"{value:.0f}" for value in values)


def main() -> int:
    """Measure, print, and say whether the promises were kept."""
    parser = argparse.ArgumentParser(prog="bench pull")
    parser.add_argument("--stations", type=int, default=11_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4)
    options = parser.parse_args()
    if lacking := tools.missing():
        print(f"not measured: {' and '.join(lacking)} missing; on Debian: apt install {' '.join(lacking)}")
        return 0
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bhxh-pull-")))
        return verdict(report(Bench(stack, folder, options)))


if __name__ == "__main__":
    sys.exit(main())
