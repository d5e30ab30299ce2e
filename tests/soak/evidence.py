"""What is known after a trial, from three sides: Graph's journal, the product's own log, and the wire between."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.soak.graph import Graph
from tests.soak.ledger import Ledger
from tests.soak.office import Office, Planned
from tests.soak.relay import Ask
from tests.soak.workers import Crew, Kill, environment

if TYPE_CHECKING:
    from tests.soak.trial import Trial

_ROOT = Path(__file__).resolve().parents[2]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Evidence:
    """All of it. `log` has a row per post by key, `attempts` every attempt by key, `words` whatever may not hold
    a secret, by where it was found."""

    protocol: str
    planned: Sequence[Planned]
    calls: Sequence[Row]
    visible: Sequence[Row]
    drafts: int
    log: Mapping[str, Row]
    doubtful: Mapping[str, Row]
    verdicts: Sequence[Row]
    attempts: Mapping[str, Sequence[Row]]
    asks: Sequence[Ask]
    kills: Sequence[Kill]
    complaints: Sequence[str]
    secrets: Sequence[str]
    words: Sequence[tuple[str, str]]
    seconds: float

    @property
    def writes(self) -> list[Row]:
        """The calls that change something."""
        return [call for call in self.calls if call["method"] != "GET"]

    @property
    def fault_share(self) -> float:
        """The share of write calls that a fault struck; those whose post merely showed late are not counted."""
        struck = [call for call in self.writes if call["fault"] not in (None, "lag")]
        return len(struck) / max(1, len(self.writes))

    @property
    def by_schedule(self) -> int:
        """How many posts Facebook showed by itself, at the time it was told."""
        return sum(post["cause"] == "schedule" for post in self.visible)

    def summary(self) -> str:
        """The trial in a line."""
        states = dict(Counter(row["state"] for row in self.log.values()))
        phases = dict(Counter(kill.moment.phase.value for kill in self.kills))
        causes = dict(Counter(post["cause"] for post in self.visible))
        return (
            f"{self.protocol}: {len(self.planned)} posts {states}, {len(self.visible)} visible {causes}, "
            f"{len(self.calls)} calls, {len(self.writes)} writes, {self.fault_share:.0%} struck, "
            f"{len(self.kills)} kills {phases}, {self.drafts} drafts left over, {self.seconds:.0f} s"
        )


def gather(trial: "Trial", office: Office, graph: Graph, crew: Crew, ledger: Ledger, seconds: float) -> Evidence:
    """Ask everybody. The workers have stopped."""
    journal = graph.journal()
    cli = _Cli(trial, office)
    attempts: dict[str, list[Row]] = {}
    for row in ledger.attempts():
        attempts.setdefault(row["key"], []).append(row)
    # The database may be gone by the time that somebody asks why.
    (office.folder / "attempts.json").write_text(json.dumps(attempts, ensure_ascii=False, indent=1, default=str))
    return Evidence(
        protocol=trial.protocol,
        planned=office.posts,
        calls=journal["calls"],
        visible=journal["posts"],
        drafts=graph.drafts(),
        log={row["key"]: row for row in cli.lines(0, "log", "--all", "--json")},
        doubtful={row["key"]: row for row in cli.lines(0, "log", "--all", "--state", "unknown", "--json")},
        verdicts=[row for number in range(trial.workers) for row in cli.lines(number, "log", "--verify", "--json")],
        attempts=attempts,
        asks=[ask for worker in crew.workers for ask in worker.relay.asks],
        kills=crew.budget.done,
        complaints=list(crew.complaints()),
        secrets=office.secrets,
        words=list(_words(office, crew, ledger, cli)),
        seconds=seconds,
    )


def _words(office: Office, crew: Crew, ledger: Ledger, cli: "_Cli") -> Iterator[tuple[str, str]]:
    """Everything that people, or programs of others, get to read."""
    for worker in crew.workers:
        yield worker.log.name, worker.log.read_text(encoding="utf-8", errors="replace")
        yield from (("the process list", line) for line in worker.cmdlines)
        yield from (("a request line", ask.line) for ask in worker.relay.asks)
    yield from (("the database", row) for row in ledger.everything())
    for folder in office.folder.glob("var-*"):
        yield from ((file.name, file.read_text(errors="replace")) for file in folder.rglob("*") if file.is_file())
    yield "output of bhxh", "\n".join(cli.output)


class _Cli:
    """The product's command line, asked as a person would."""

    def __init__(self, trial: "Trial", office: Office) -> None:
        self.output: list[str] = []
        self._office, self._env = office, environment(trial.database, "http://127.0.0.1:9/")

    def lines(self, machine: int, *command: str) -> list[Row]:
        """The JSON lines that a command prints."""
        config = str(self._office.configs[machine])
        done = subprocess.run(
            [sys.executable, "-m", "scheduler", "--config", config, *command], cwd=_ROOT, env=self._env,
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        self.output += [done.stdout, done.stderr]
        if not done.stdout and done.returncode:
            raise RuntimeError(f"bhxh {' '.join(command)}: {done.stderr}")
        return [json.loads(line) for line in done.stdout.splitlines()]
