"""The Graph of a trial as a process of its own, and its journal: the product's sandbox, or a stranger to it."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import yaml

from tests.soak import faults
from tests.soak.office import APP_ID, APP_SECRET, page_of, token_of

if TYPE_CHECKING:
    from tests.soak.trial import Trial

_STOP = 10
_ROOT = Path(__file__).resolve().parents[2]
Json = dict[str, Any]


class Graph(Protocol):
    """A running Graph."""

    @property
    def address(self) -> tuple[str, int]:
        """Host and port, for the relays in front of it."""

    @property
    def process(self) -> subprocess.Popen[str]:
        """The server."""

    def journal(self) -> Json:
        """`calls`: every call. `posts`: every post that was ever visible."""

    def drafts(self) -> int:
        """How many posts lie there that nobody sees."""


@dataclass(frozen=True)
class Sandbox:
    """The product's sandbox; the journal is its own."""

    address: tuple[str, int]
    process: subprocess.Popen[str]

    def journal(self) -> Json:
        """As the sandbox tells it."""
        return self._get("journal")

    def drafts(self) -> int:
        """As the sandbox counts them."""
        return sum(page["drafts"] + page["scheduled"] for page in self._get("state")["pages"])

    def _get(self, name: str) -> Json:
        host, port = self.address
        with urllib.request.urlopen(f"http://{host}:{port}/_sandbox/{name}", timeout=30) as answer:
            data: Json = json.load(answer)
        return data


@dataclass(frozen=True)
class Stranger:
    """The stand-in of plain_graph.py; the journal is the file that it writes."""

    address: tuple[str, int]
    process: subprocess.Popen[str]
    file: Path

    def journal(self) -> Json:
        """Calls and appearances, which stand in one file."""
        rows: list[Json] = [json.loads(line) for line in self.file.read_text(encoding="utf-8").splitlines()]
        posts = [row | {"id": row["visible"]} for row in rows if "visible" in row]
        return {"calls": [row for row in rows if "n" in row], "posts": posts}

    def drafts(self) -> int:
        """Posts that were made, never shown and not deleted."""
        journal = self.journal()
        done = [call for call in journal["calls"] if call["code"] is None]
        made = {call["result_id"] for call in done if call["edge"] == "feed" and call["method"] == "POST"}
        gone = {call["object_id"] for call in done if call["method"] == "DELETE"}
        return len(made - gone - {post["id"] for post in journal["posts"]})


@contextmanager
def running_graph(trial: "Trial", folder: Path) -> Iterator[Graph]:
    """Graph for the length of a trial, with its Pages, their tokens and the faults."""
    if trial.graph == "sandbox":
        with _process("tests.soak.sandbox", *_sandbox_files(trial, folder)) as running:
            yield Sandbox(*running)
        return
    pages, journal = folder / "graph.json", folder / "journal.jsonl"
    pages.write_text(json.dumps({page_of(n): token_of(n, trial.seed) for n in range(trial.pages)}), encoding="utf-8")
    with _process("tests.soak.plain_graph", pages, journal, trial.seed if trial.faults else -1) as running:
        yield Stranger(*running, journal)


@contextmanager
def _process(module: str, *arguments: object) -> Iterator[tuple[tuple[str, int], subprocess.Popen[str]]]:
    """A server that prints its address first, and stops when it is asked to."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    env = os.environ | {"PYTHONUTF8": "1"}
    server = subprocess.Popen(command, cwd=_ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with server:
        line = server.stdout.readline().strip() if server.stdout else ""
        if not line:
            raise RuntimeError(f"{module} did not start")
        parts = urlsplit(line)
        try:
            yield (parts.hostname or "127.0.0.1", parts.port or 80), server
        finally:
            server.terminate()
            server.wait(_STOP)


def _sandbox_files(trial: "Trial", folder: Path) -> tuple[Path, Path, Path]:
    """Its data file, what it knows, and how it fails."""
    app = {"id": APP_ID, "secret": APP_SECRET, "require_proof": True}
    pages = [
        {"id": page_of(n), "name": f"BHXH Thử {n}", "token": token_of(n, trial.seed), "engaged_users": 100_000}
        for n in range(trial.pages)
    ]
    seed, scenario = folder / "graph.json", folder / "faults.yaml"
    seed.write_text(json.dumps({"apps": [app], "pages": pages}), encoding="utf-8")
    rules = faults.rules(trial.seed, most=max(2, trial.posts // trial.pages // 2)) if trial.faults else ()
    scenario.write_text(yaml.safe_dump(list(rules)), encoding="utf-8")
    return folder / "graph.sqlite3", seed, scenario
