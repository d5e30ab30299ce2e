"""One trial: what is tried, and how it is run from the first post to the evidence."""

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from tests.soak.evidence import Evidence, gather
from tests.soak.graph import Graph, running_graph
from tests.soak.ledger import Ledger
from tests.soak.office import build
from tests.soak.workers import Crew

Protocol = Literal["two-phase", "handover", "direct"]
PROTOCOLS: tuple[Protocol, ...] = ("two-phase", "handover", "direct")

_LOOK_EVERY = 0.25
"""Seconds between two looks at how far the workers are."""


@dataclass(frozen=True)
class Trial:
    """What is tried. `bound` is the number of seconds after which it ends whatever stands open."""

    protocol: Protocol
    database: str
    seed: int = 1
    pages: int = 10
    posts: int = 60
    kills: int = 12
    workers: int = 1
    window: int = 20
    """Seconds over which the due times are spread."""
    graph: Literal["sandbox", "stranger"] = "sandbox"
    faults: bool = True
    bound: float = 420.0
    launcher: tuple[str, ...] = ("-m", "scheduler")
    """What the interpreter runs: the product, or a build of it that was broken on purpose."""
    settings: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """Settings of config.yaml over those of `office.py`."""


def run(trial: Trial, folder: Path) -> Evidence:
    """Run a trial in a folder of its own. Every process that it started has ended when it returns."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        graph = stack.enter_context(running_graph(trial, folder))
        office = build(trial, folder)
        ledger = stack.enter_context(Ledger(trial.database))
        crew = stack.enter_context(Crew(trial, office, graph.address))
        began = time.monotonic()
        _work(trial, crew, graph, ledger, began)
        crew.stop()
        return gather(trial, office, graph, crew, ledger, time.monotonic() - began)


def side_by_side(trials: Mapping[Path, Trial]) -> dict[Path, Evidence]:
    """Run trials at the same time, each in the folder it is given under: most of a trial is waiting."""
    with ThreadPoolExecutor(len(trials)) as pool:
        running = {folder: pool.submit(run, trial, folder) for folder, trial in trials.items()}
        return {folder: future.result() for folder, future in running.items()}


def _work(trial: Trial, crew: Crew, graph: Graph, ledger: Ledger, began: float) -> None:
    """Keep the workers running, and dying, until nothing is open any more or the bound has passed."""
    while time.monotonic() - began < trial.bound:
        if graph.process.poll() is not None:
            raise RuntimeError(f"Graph ended with code {graph.process.returncode}: this trial proves nothing")
        crew.tend()
        if crew.kills_left == 0 and ledger.settled():
            return
        time.sleep(_LOOK_EVERY)
