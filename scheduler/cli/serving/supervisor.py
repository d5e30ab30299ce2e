"""Keeping a worker child and a web child alive, and stopping both cleanly."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from scheduler.cli import show

STOP_WITHIN = 60
"""Seconds a child has to finish what is in hand; a call to Facebook ends within its own timeouts."""

_CALM = 30
"""Seconds after which a child that ran counts as healthy again."""


@dataclass
class Child:
    """A part of the machine in a process of its own."""

    part: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    falls: int = field(default=0)

    def start(self, now: float) -> None:
        """Start it."""
        self.process = subprocess.Popen(self.command)  # noqa: S603 — our own interpreter and module
        self.started = now

    def fell(self) -> bool:
        """Whether it has ended."""
        return self.process is None or self.process.poll() is not None

    def wait_before_restart(self, now: float) -> float:
        """Seconds to wait before starting it again: more with each fall, at most a minute."""
        self.falls = 1 if now - self.started > _CALM else self.falls + 1
        return float(min(2 ** (self.falls - 1), 60))


def supervise(config_path: str | None) -> int:
    """Run until SIGTERM or SIGINT; 0 where both children stopped cleanly."""
    base = [sys.executable, "-m", "scheduler", *(["--config", config_path] if config_path else []), "run", "--supervised", "--only"]
    children = [Child("worker", [*base, "worker"]), Child("web", [*base, "web"])]
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    for child in children:
        child.start(time.monotonic())
    while not stopping.wait(0.2):
        for child in children:
            if child.fell():
                _restart(child, stopping)
    return _stop(children)


def _restart(child: Child, stopping: threading.Event) -> None:
    pause = child.wait_before_restart(time.monotonic())
    code = child.process.returncode if child.process else None
    show.note(f"Phần {child.part} đã dừng (mã {code}); chạy lại sau {pause:.0f} giây.")
    if not stopping.wait(pause):
        child.start(time.monotonic())


def _stop(children: Sequence[Child]) -> int:
    show.note("Đang dừng: làm xong việc đang dở…")
    for child in children:
        if child.process and not child.fell():
            child.process.terminate()
    clean = True
    until = time.monotonic() + STOP_WITHIN
    for child in children:
        if child.process is None:
            continue
        try:
            clean = child.process.wait(max(0.1, until - time.monotonic())) == 0 and clean
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()
            clean = False
    show.note("Đã dừng.")
    return 0 if clean else 1
