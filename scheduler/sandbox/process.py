"""The sandbox as a process of its own, for rehearsals and tests."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

START_SECONDS = 30.0
STOP_SECONDS = 10.0
PREFIX = "sandbox: "


class NotStartedError(Exception):
    """The process ended, or said nothing in time; its own words are on stderr."""


@dataclass(frozen=True, slots=True)
class SandboxProcess:
    """A running sandbox; `url` ends with a slash."""

    url: str
    process: subprocess.Popen[str]

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self.process.pid

    def stop(self) -> int:
        """Ask it to stop, wait, and use force only if it does not; its exit code."""
        self.process.terminate()
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            return self.process.wait()

    def kill(self) -> None:
        """End it at once (SIGKILL); what it answered is on disk."""
        self.process.kill()
        self.process.wait()


def start(
    data: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    seed: Path | None = None,
    scenario: Path | None = None,
    timeout: float = START_SECONDS,
) -> SandboxProcess:
    """Launch a sandbox and wait until it answers. Raises NotStartedError after `timeout` seconds."""
    command = [
        sys.executable,
        "-m",
        "scheduler.sandbox",
        "--host",
        host,
        "--port",
        str(port),
        "--data",
        str(data),
    ]
    for option, path in (("--seed", seed), ("--scenario", scenario)):
        command += [option, str(path)] if path else []
    root = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    process = subprocess.Popen(  # noqa: S603 - this interpreter and this package, no shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": paths, "PYTHONUTF8": "1"},
    )
    return SandboxProcess(_announced(process, timeout), process)


def _announced(process: subprocess.Popen[str], timeout: float) -> str:
    if process.stdout is None:
        raise NotStartedError("the output of the sandbox was not captured")
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_read_lines, args=(process.stdout, lines), daemon=True).start()
    try:
        line = lines.get(timeout=timeout)
    except queue.Empty:
        line = ""
    if line.startswith(PREFIX):
        return line.removeprefix(PREFIX).strip()
    process.kill()
    process.wait()
    raise NotStartedError(f"Trang tập dượt không khởi động được trong {timeout:g} giây; lý do ở dòng lỗi phía trên")


def _read_lines(stream: IO[str], lines: queue.Queue[str]) -> None:
    """Drain the output, so that the process never blocks on it; an empty line means that it ended."""
    with stream:
        for line in stream:
            lines.put(line)
    lines.put("")


@contextmanager
def running(data: Path, *, seed: Path | None = None, scenario: Path | None = None) -> Iterator[SandboxProcess]:
    """A sandbox for the length of a `with` block."""
    sandbox = start(data, seed=seed, scenario=scenario)
    try:
        yield sandbox
    finally:
        sandbox.stop()
