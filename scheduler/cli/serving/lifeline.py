"""A child must not outlive its supervisor: left alone it would hold the port and the leases."""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import time

_PR_SET_PDEATHSIG = 1
_LOOK = 0.5


def stop_with_parent(parent: int, within: float) -> None:
    """End when the parent dies, however it dies: asked by SIGTERM first, and by force `within` so many seconds.

    Linux sends the signal itself; elsewhere there is no such call, and the child looks whose it is now and then. By
    force, because a web server that is asked to stop while it is starting may wait for ever, and hold the port.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    threading.Thread(target=_watch, args=(parent, within), name="lifeline", daemon=True).start()
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)


def _watch(parent: int, within: float) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK)
    if sys.platform != "linux":
        os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(within)
    for child in multiprocessing.active_children():  # the web server's own, in groups of their own
        child.kill()
    os._exit(1)
