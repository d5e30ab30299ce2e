"""Graph as a process of its own, with Facebook's long windows made short, and its journal."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from urllib.parse import urlsplit

import yaml

from scheduler.sandbox import posts
from scheduler.sandbox.server import serve
from scheduler.sandbox.settings import Limits, Settings
from tests.soak import faults
from tests.soak.office import APP_ID, APP_SECRET, page_of, token_of

if TYPE_CHECKING:
    from tests.soak.trial import Trial

SCHEDULE_MIN, SCHEDULE_LOCK = 4, 1
"""Seconds: Facebook's ten minutes before a post may be scheduled, and the three in which it may not be changed."""

_STOP = 10
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Graph:
    """A running Graph. `address` is what the relays in front of it need."""

    url: str

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        parts = urlsplit(self.url)
        return parts.hostname or "127.0.0.1", parts.port or 80

    def journal(self) -> dict[str, Any]:
        """Every call, and every post that was ever visible."""
        return self._get("_sandbox/journal")

    def state(self) -> dict[str, Any]:
        """The Pages, with how many drafts and scheduled posts lie there."""
        return self._get("_sandbox/state")

    def _get(self, path: str) -> dict[str, Any]:
        with urllib.request.urlopen(self.url + path, timeout=30) as answer:
            data: dict[str, Any] = json.load(answer)
        return data


@contextmanager
def running_graph(trial: "Trial", folder: Path) -> Iterator[Graph]:
    """Graph for the length of a trial, with its Pages, their tokens and the faults."""
    seed, scenario = folder / "graph.json", folder / "faults.yaml"
    seed.write_text(json.dumps(_pages(trial)), encoding="utf-8")
    rules = list(faults.rules(trial.seed, max(2, trial.posts // trial.pages // 2))) if trial.faults else []
    scenario.write_text(yaml.safe_dump(rules), encoding="utf-8")
    command = [sys.executable, "-m", "tests.soak.graph", str(folder / "graph.sqlite3"), str(seed), str(scenario)]
    process = subprocess.Popen(
        command, cwd=_ROOT, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUTF8": "1"}
    )
    try:
        line = process.stdout.readline().strip() if process.stdout else ""
        if not line:
            raise RuntimeError("Graph did not start")
        yield Graph(line)
    finally:
        process.terminate()
        process.wait(_STOP)
        if process.stdout:
            process.stdout.close()


def _pages(trial: "Trial") -> dict[str, Any]:
    app = {"id": APP_ID, "secret": APP_SECRET, "require_proof": True}
    pages = [
        {"id": page_of(n), "name": f"BHXH Thử {n}", "token": token_of(n, trial.seed), "engaged_users": 100_000}
        for n in range(trial.pages)
    ]
    return {"apps": [app], "pages": pages}


def main(data: str, seed: str, scenario: str) -> None:
    """Serve until told to stop; the address is the only line on stdout.

    Facebook refuses some repeated posts (506) and lets others through. Here it lets all through, so that nothing
    but the product itself stands between a repeated call and a second copy.
    """
    limits = Limits(schedule_min=SCHEDULE_MIN, schedule_lock=SCHEDULE_LOCK)
    with patch.object(posts, "_refuse_duplicate"):
        serve(
            "127.0.0.1", 0, Path(data), seed=Path(seed), scenario=Path(scenario), settings=Settings(limits=limits),
            ready=lambda url: print(url, flush=True),
        )  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
