"""Where a mirror lies: a place that keeps files under paths, each whole or not there."""

from contextlib import AbstractContextManager
from typing import Protocol

PART = ".part"
"""Ending of a file that is on its way; it takes its name when it is whole."""


class HostDown(Exception):
    """The host does not take files now. The text is for people and holds no secret."""


class Host(Protocol):
    """Keeps files. Every method raises HostDown for whatever the other side does."""

    def put(self, path: str, content: bytes) -> None:
        """Put a file in place, making the folders above it."""

    def remove(self, path: str) -> None:
        """Remove a file, and the folders above it that are empty then; nothing where there is none."""

    def files(self, folder: str) -> list[str]:
        """The paths of all files in a folder and below it; none where there is no such folder."""

    def has(self, path: str) -> bool:
        """Whether there is such a file."""


Opened = AbstractContextManager[Host]
"""A host for the time of one upload."""
