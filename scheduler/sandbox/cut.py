"""Ending a connection without an answer.

ASGI has no word for it: granian, like its peers, answers 500 for an application that gives up. So the
socket itself is found, among the open files of this process, by the address of its client, and shut down;
the client sees the connection close where an answer should have been.
"""

from __future__ import annotations

import os
import socket
import stat
import struct
from pathlib import Path

DESCRIPTORS = Path("/dev/fd")
# Linger for zero seconds: whatever is still unsent is dropped and the peer gets a reset.
_RESET = struct.pack("ii", 1, 0)


def cut_connection(client_port: int) -> bool:
    """Shut down the connection whose client speaks from this port; whether it was found."""
    found = False
    for entry in list(DESCRIPTORS.iterdir()):
        found = _cut_if_peer(int(entry.name), client_port) or found
    return found


def _cut_if_peer(descriptor: int, client_port: int) -> bool:
    try:
        if not stat.S_ISSOCK(os.fstat(descriptor).st_mode):
            return False
        copy = socket.socket(fileno=os.dup(descriptor))
    except OSError:
        return False
    with copy:
        try:
            if copy.family == socket.AF_UNIX or copy.getpeername()[1] != client_port:
                return False
            copy.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            copy.shutdown(socket.SHUT_RDWR)
        except OSError:
            return False
    return True
