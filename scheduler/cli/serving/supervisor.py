"""Keeping a worker child and a web child alive, and stopping both cleanly."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from scheduler.cli import show
from scheduler.cli.serving.stop import STOP_WITHIN, WEB_WITHIN, Stop
from scheduler.errors import BhxhError

_FREED_WITHIN = 2 * WEB_WITHIN
"""Seconds to wait for the port: a machine that was killed just now has its web child let go of it by then."""

_CALM = 30
"""Seconds after which a child that ran counts as healthy again."""

_CLEAN = (0, -signal.SIGTERM)
"""How a child ends that was asked to: by itself, or by the signal where it had not yet begun to work."""


@dataclass
class Child:
    """A part of the machine in a process group of its own."""

    part: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    falls: int = 0
    start_at: float = 0.0

    def start(self, now: float) -> None:
        """Start it."""
        # A session of its own: Ctrl-C reaches the supervisor alone, which then stops its children in order.
        self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603  # our interpreter, no shell
        self.started = now

    def look(self, now: float) -> None:
        """Start it, or start it again after a while: more with each fall, at most a minute."""
        if self.process is None:
            if now >= self.start_at:
                self.start(now)
        elif self.process.poll() is not None:
            self.falls = 1 if now - self.started > _CALM else self.falls + 1
            pause = min(2 ** (self.falls - 1), 60)
            show.note(f"Phần {self.part} đã dừng (mã {self.process.returncode}); chạy lại sau {pause} giây.")
            self.clear()
            self.start_at = now + pause

    def clear(self) -> None:
        """End what it started itself and left behind."""
        if self.process is not None and hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process = None

    def stopped_cleanly(self, until: float) -> bool:
        """Wait for its end, and force it where it does not come in time."""
        if self.process is None:
            return True
        try:
            clean = self.process.wait(max(0.1, until - time.monotonic())) in _CLEAN
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            clean = False
        self.clear()
        return clean


def supervise(config_path: str | None) -> int:
    """Run until SIGTERM or SIGINT; 0 where both children stopped cleanly."""
    stop = Stop()
    config = ["--config", config_path] if config_path else []
    base = [sys.executable, "-m", "scheduler", *config, "run", "--supervised", str(os.getpid()), "--only"]
    children = [Child("worker", [*base, "worker"]), Child("web", [*base, "web"])]
    while not stop.wait(0.1):
        for child in children:
            child.look(time.monotonic())
    return _stop(children)


def _stop(children: Sequence[Child]) -> int:
    show.note("Đang dừng: làm xong việc đang dở…")
    for child in children:
        if child.process is not None:
            child.process.terminate()
    until = time.monotonic() + STOP_WITHIN
    clean = [child.stopped_cleanly(until) for child in children]
    show.note("Đã dừng.")
    return 0 if all(clean) else 1


def require_free(host: str, port: int, within: float = _FREED_WITHIN) -> None:
    """Raise BhxhError where another program listens there, and goes on to: the web child would fall again and again."""
    until = time.monotonic() + within
    while error := _taken(host, port):
        if time.monotonic() >= until:
            raise BhxhError(
                f"không mở được cổng {port} ({error.strerror})",
                where=f"web: {host}:{port}",
                fix="xem có bhxh run nào đang chạy không, hoặc đổi web.port trong config.yaml",
            )
        time.sleep(0.2)


def _taken(host: str, port: int) -> OSError | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error
    return None
