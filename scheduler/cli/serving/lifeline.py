"""A child must not outlive its supervisor: left alone it would hold the port and the leases."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def stop_with_parent(parent: int) -> None:
    """Ask Linux to send SIGTERM when the parent dies, however it dies; elsewhere there is no such call."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)
