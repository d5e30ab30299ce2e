"""Keeping tokens: one file each, readable by its owner alone, whole or not there."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from scheduler.config import Config
from scheduler.errors import BhxhError
from scheduler.publish.files import sync_folder
from scheduler.publish.practice import secrets_folder

_PREFIX = "file:"
_FILE_MODE, _FOLDER_MODE = 0o600, 0o700


def place_of(config: Config, channel: str) -> tuple[Path, bool]:
    """Where a channel's token is to be written, and whether config.yaml already points there."""
    known = config.channels.get(channel)
    if known is not None and known.token.where.startswith(_PREFIX):
        return Path(known.token.where.removeprefix(_PREFIX)), True
    return secrets_folder(config) / f"{channel}.token", False


def store(path: Path, token: str) -> None:
    """Write a token in place of the old one, at once and through a power cut.

    Mode 0600 from the first byte, owner and links of an older file kept. Raises BhxhError; the old file stays whole.
    """
    try:
        path = path.resolve()
        _make_folder(path.parent)
        part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
        try:
            _write(part, token, path)
            part.replace(path)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
    except OSError as error:
        fix = "kiểm tra quyền ghi và chỗ trống trên đĩa"
        raise BhxhError(f"không ghi được mã truy cập ({error.strerror})", where=str(path), fix=fix) from None


def _make_folder(folder: Path) -> None:
    """Make the folder, open to its owner alone; one that is there already keeps its rights."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=_FOLDER_MODE, exist_ok=True)
        folder.chmod(_FOLDER_MODE)


def _write(part: Path, token: str, old: Path) -> None:
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(token + "\n")
        file.flush()
        os.fsync(file.fileno())
        if os.name != "nt" and old.exists():
            was = old.stat()
            if (was.st_uid, was.st_gid) != (os.getuid(), os.getgid()):
                os.fchown(file.fileno(), was.st_uid, was.st_gid)
    part.chmod(_FILE_MODE)
