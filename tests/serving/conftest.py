"""A machine that runs: `bhxh run` in its own processes, a sandbox for Facebook, ports of its own."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psutil  # type: ignore[import-untyped]  # ships no types
import pytest
import requests

from scheduler.publish.practice import seed
from scheduler.sandbox.process import start
from tests.cli.conftest import Answer, Terminal

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
BOUND = 60
"""Seconds that a test waits for anything at most."""


def until(what: Callable[[], Any], bound: float = BOUND) -> Any:
    """Poll until something is true, and give it."""
    end = time.monotonic() + bound
    while not (found := what()):
        assert time.monotonic() < end, f"{what} did not come true in {bound} s"
        time.sleep(0.1)
    return found


class Machine(Terminal):
    """The terminal of an office whose machine runs."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.port, self.sandbox_port = free_port(), free_port()
        self.configure(port=self.port, sandbox=self.sandbox_port)
        self.process: subprocess.Popen[bytes] | None = None
        self._sandbox = start(path / "sandbox.sqlite3", port=self.sandbox_port, seed=self._seed())

    def _seed(self) -> Path:
        planted = self.path / "seed.json"
        planted.write_text(json.dumps(seed(self.folder.load().channels.values())), encoding="utf-8")
        return planted

    def bhxh(self, *args: str) -> Answer:
        """Every command in a process of its own: this one has no database open."""
        return self.spawn(*args)

    def run(self, *args: str) -> None:
        with (self.path / "run.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command("run", *args), cwd=self.path, env=self.environment, stdout=log, stderr=log
            )

    @property
    def said(self) -> str:
        return (self.path / "run.log").read_text(encoding="utf-8")

    def health(self) -> tuple[int, dict[str, Any]] | None:
        """Status and body, or None where nothing answers."""
        try:
            answer = requests.get(f"http://127.0.0.1:{self.port}/health", timeout=5)
        except requests.RequestException:
            return None
        return answer.status_code, answer.json()

    def alive(self) -> bool:
        found = self.health()
        return found is not None and found[0] == 200

    def children(self) -> list[psutil.Process]:
        assert self.process
        return list(psutil.Process(self.process.pid).children(recursive=True))

    def worker(self) -> psutil.Process | None:
        """The worker child."""
        for child in self.children():
            with suppress(psutil.Error):
                if child.cmdline()[-1:] == ["worker"]:
                    return child
        return None

    def stop(self) -> int:
        """Ask it to stop; its exit code."""
        assert self.process
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(BOUND)

    def _sql(self, statement: str, *values: str) -> list[str]:
        """What the database file says, without starting a Python for it."""
        with closing(sqlite3.connect(self.path / "var/rehearsal.sqlite3", timeout=30)) as file, file:
            return [row[0] for row in file.execute(statement, values)]

    def state(self, key: str) -> str:
        return self._sql("SELECT state FROM store_post WHERE key = ?", key)[0]

    def states(self, campaign: str) -> set[str]:
        return set(self._sql("SELECT state FROM store_post WHERE campaign = ?", campaign))

    def approved_post(self) -> str:
        """A post by hand on a page, for tomorrow; its key."""
        at = datetime.now(ZONE) + timedelta(days=1)
        post = ("post", "--channel", "fb-a", "--at", at.isoformat(timespec="minutes"), "--text", "Bài đến giờ.")
        (said,) = self.good(*post, "--by", "lan", "--json").rows
        self.good("approve", said["key"], "--by", "minh")
        return str(said["key"])

    def let_its_time_come(self, key: str, since: timedelta = timedelta(0)) -> None:
        """As if it had been due for so long already."""
        due = datetime.now(UTC) - since
        self._sql("UPDATE store_post SET due = ? WHERE key = ?", f"{due:%Y-%m-%d %H:%M:%S}", key)

    def close(self) -> None:
        if self.process and self.process.poll() is None:
            for child in [*self.children(), psutil.Process(self.process.pid)]:
                child.kill()
            self.process.wait()
        self._sandbox.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def gone(processes: list[psutil.Process]) -> bool:
    """Whether all have ended."""
    return not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    if os.name == "nt":
        pytest.skip("signals are those of POSIX")
    made = Machine(tmp_path)
    yield made
    made.close()
