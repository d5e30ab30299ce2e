"""A child whose supervisor is killed ends, also one that does not heed the signal, and leaves no child of its own."""

import subprocess
import sys

import psutil  # type: ignore[import-untyped]  # ships no types

from tests.serving.conftest import gone, until

DEAF = """
import multiprocessing, os, signal, time
from scheduler.cli.serving.lifeline import stop_with_parent
signal.signal(signal.SIGTERM, signal.SIG_IGN)
own = multiprocessing.get_context("fork").Process(target=time.sleep, args=(120,))
own.start()
stop_with_parent(os.getppid(), 0.1)
print(os.getpid(), own.pid, flush=True)
time.sleep(120)
"""

SUPERVISOR = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", sys.argv[1]], start_new_session=True)
time.sleep(120)
"""


def test_a_child_that_is_deaf_to_the_signal_does_not_outlive_its_supervisor() -> None:
    with subprocess.Popen([sys.executable, "-c", SUPERVISOR, DEAF], stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout
        children = [psutil.Process(int(pid)) for pid in supervisor.stdout.readline().split()]
        assert len(children) == 2
        supervisor.kill()
        until(lambda: gone(children))
