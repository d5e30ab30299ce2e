"""Writing files that are either whole or not there, and folders nobody can be led out of."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

_PART = ".part"
"""Ending of a file that is being written; readers of the folder look for other endings."""


class OutsideFolderError(Exception):
    """A name that would lead out of the folder it belongs in."""


def inside(folder: Path, *names: str) -> Path:
    """The path of names below a folder. Raises OutsideFolderError for one that leads elsewhere, links followed."""
    root, wanted = folder.resolve(), "/".join(names)
    if any(_escapes(name) for name in names):
        raise OutsideFolderError(wanted)
    path = root.joinpath(*names).resolve()
    if not path.is_relative_to(root):
        raise OutsideFolderError(wanted)
    return path


def _escapes(name: str) -> bool:
    return name in ("", ".", "..") or any(mark in name for mark in "/\\\0:")


def write_whole(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Replace a file at once. Raises OSError and leaves the old one whole.

    With `durable` its bytes are on the disk before it takes its name; `sync_folder` then keeps the name.
    """
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}{_PART}")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def make_folder(folder: Path, *, durable: bool = True) -> None:
    """Make a folder and those above it, with `durable` kept through a power cut. Raises OSError."""
    if folder.is_dir():
        return
    make_folder(folder.parent, durable=durable)
    folder.mkdir(exist_ok=True)
    if durable:
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Keep the names in a folder through a power cut. Windows has no way to; there replacing alone must do."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
