"""Workers that are killed and started again, each behind a relay of its own."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from tests.soak.moments import Moment, Phase, moments
from tests.soak.office import HEAD_START, Office
from tests.soak.relay import Ask, Relay

if TYPE_CHECKING:
    from tests.soak.trial import Trial

_IDLE = 20.0
"""Seconds after its start and its moment at which a worker is killed although no call came: it may have nothing left
to call for."""

_STOP = 30.0
_STARTING = 15.0
"""Seconds in which a worker may still be loading: told to stop by then, it has nothing in hand and simply ends."""

_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Kill:
    """A SIGKILL that hit a running worker, and the request that was under way."""

    worker: int
    moment: Moment
    line: str


class Budget:
    """The kills of a trial, shared by its workers."""

    def __init__(self, kills: int) -> None:
        self.left = kills
        self.done: list[Kill] = []
        self._lock = threading.Lock()

    def spend(self, kill: Kill) -> bool:
        """Count a kill; False where none is left."""
        with self._lock:
            if self.left <= 0:
                return False
            self.left -= 1
            self.done.append(kill)
            return True


class Worker:
    """A `bhxh run --only worker`, its relay and the moments at which it dies. It listens to its own relay."""

    def __init__(self, number: int, trial: "Trial", office: Office, graph: tuple[str, int], budget: Budget) -> None:
        self.number, self.log = number, office.folder / f"worker-{number}.log"
        self.complaints: list[str] = []
        self.cmdlines: set[str] = set()
        self.relay = Relay(graph, self)
        pace = (HEAD_START[trial.protocol] + trial.window) * trial.workers / max(1, trial.kills)
        self._budget, self._moments = budget, moments(f"{trial.seed}/{trial.protocol}/{number}", pace)
        self._command = [
            sys.executable,
            *trial.launcher,
            "--config",
            str(office.configs[number]),
            "run",
            "--only",
            "worker",
        ]
        self._env = environment(trial.database, self.relay.url)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._moment, self._calls, self._killed = next(self._moments), 0, False
        self._started = 0.0
        self._ripe = time.monotonic() + self._moment.rest

    def tend(self) -> None:
        """Start it where it is not running; kill it where a moment outside of calls has come."""
        if self._process is None or self._process.poll() is not None:
            self._bury()
            self._start()
        now, asleep = time.monotonic(), self._moment.phase is Phase.ASLEEP
        waited, idle = now - self._ripe, now - max(self._ripe, self._started)
        if waited > self._moment.delay if asleep else idle > _IDLE:
            self._kill("")

    def stop(self) -> None:
        """Ask it to stop, as systemd would; what is in hand is finished."""
        if self._process is None:
            return
        self._note_cmdline()
        self._process.terminate()
        try:
            code = self._process.wait(_STOP)
        except subprocess.TimeoutExpired:
            self.complaints.append(f"worker {self.number} did not stop within {_STOP:.0f} seconds of SIGTERM")
            self._process.kill()
            code = self._process.wait()
        loading = code == -signal.SIGTERM and time.monotonic() - self._started < _STARTING
        if code and not self._killed and not loading:
            self.complaints.append(f"worker {self.number} ended with code {code}")
        self._process = None

    def asked(self, ask: Ask) -> bool:
        """A call arrived."""
        with self._lock:
            self._calls += ask.writes and time.monotonic() >= self._ripe
            due = ask.writes and self._calls >= self._moment.calls and not self._killed
        if due and self._moment.phase in (Phase.LOST, Phase.UNDER_WAY) and self._kill(ask.line):
            return self._moment.phase is Phase.UNDER_WAY
        return True

    def executed(self, ask: Ask) -> None:
        """Graph has executed a call."""
        if self._now(ask, Phase.EXECUTED):
            self._kill(ask.line)

    def answered(self, ask: Ask) -> None:
        """The worker has the answer."""
        if self._now(ask, Phase.ANSWERED):
            time.sleep(self._moment.delay)
            self._kill(ask.line)

    def _now(self, ask: Ask, phase: Phase) -> bool:
        return ask.writes and self._moment.phase is phase and self._calls >= self._moment.calls

    def _start(self) -> None:
        with self._lock:
            self._calls, self._killed, self._started = 0, False, time.monotonic()
            with self.log.open("ab") as log:
                self._process = subprocess.Popen(
                    self._command, cwd=_ROOT, env=self._env, stdout=log, stderr=log, stdin=subprocess.DEVNULL
                )

    def _kill(self, line: str) -> bool:
        """Kill it; False where it is dead already, or no kill is left."""
        with self._lock:
            process = self._process
            if self._killed or process is None or process.poll() is not None:
                return False
            if not self._budget.spend(Kill(self.number, self._moment, line)):
                return False
            self._note_cmdline()
            process.kill()
            self._killed = True
            return True

    def _bury(self) -> None:
        """Note a death that was not ours, and draw the next moment after one that was."""
        if self._process is None:
            return
        if self._killed:
            self._moment = next(self._moments)
            self._ripe = time.monotonic() + self._moment.rest
        else:
            self.complaints.append(f"worker {self.number} ended by itself with code {self._process.returncode}")

    def _note_cmdline(self) -> None:
        with contextlib.suppress(OSError):
            if self._process:
                self.cmdlines.add(Path(f"/proc/{self._process.pid}/cmdline").read_text(errors="replace"))


class Crew:
    """All workers of a trial."""

    def __init__(self, trial: "Trial", office: Office, graph: tuple[str, int]) -> None:
        self.budget = Budget(trial.kills)
        self.workers = [Worker(number, trial, office, graph, self.budget) for number in range(trial.workers)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
        for worker in self.workers:
            worker.relay.stop()

    @property
    def kills_left(self) -> int:
        """How many kills are still to come."""
        return self.budget.left

    def tend(self) -> None:
        """Start whoever is not running, kill whose time has come."""
        for worker in self.workers:
            worker.tend()

    def stop(self) -> None:
        """Stop all. May be called again."""
        for worker in self.workers:
            worker.stop()

    def complaints(self) -> Iterator[str]:
        """What the processes themselves did wrong."""
        for worker in self.workers:
            yield from worker.complaints


def environment(database: str, graph_url: str) -> dict[str, str]:
    """What a process of the product is told, besides its configuration file."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BHXH_")}
    return kept | {"BHXH_DATABASE_URL": database, "BHXH_GRAPH_URL": graph_url, "PYTHONUTF8": "1"}
