"""What an earlier check found out, by the hashes of what it read: JSON files in a folder that may vanish any time.

Whatever is wrong with the folder or a file in it, the answer is to read and check again, never an error.
"""

import contextlib
import hashlib
import json
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from scheduler.core.phrase import Phrase, refilled
from scheduler.core.text import Unquoted
from scheduler.library.problem import Problem
from scheduler.library.tree import Tree

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def version() -> str:
    """Changes with the program's own source, so that no answer outlives the rule that gave it."""
    digest = hashlib.sha256()
    for part in ("core", "library"):
        for file in sorted((_PACKAGE / part).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


class Verdicts:
    """The problems of the last check of a whole folder."""

    def __init__(self, folder: Path | None, key: str) -> None:
        self._file = folder / "check.json" if folder else None
        self._key = key

    def get(self) -> list[Problem] | None:
        """The problems found when the same files were checked by the same rules, or None."""
        stored = read(self._file) or {}
        if stored.get("key") != self._key:
            return None
        return [Problem(path, line, col, _told(said), level) for path, line, col, said, level in stored["problems"]]

    def keep(self, problems: list[Problem]) -> None:
        """Remember the problems."""
        rows = [[p.path, p.line, p.col, _said(p.message), p.level] for p in problems]
        write(self._file, {"key": self._key, "problems": rows})


class Trees:
    """Parsed files by the hash of their bytes. Only files without any problem are kept."""

    def __init__(self, folder: Path | None) -> None:
        self._file = folder / "trees.json" if folder else None
        self._kept: dict[str, Any] = read(self._file) or {}
        self._used: dict[str, Any] = {}
        self._added = False

    def get(self, sha256: str, path: str) -> Tree | None:
        """The tree of a file with these bytes, as read at this path."""
        row = self._kept.get(sha256)
        if row is None:
            return None
        self._used[sha256] = row
        return Tree(path, _unpacked(row[0]), row[1])

    def keep(self, sha256: str, tree: Tree) -> None:
        """Remember a tree."""
        if self._file is not None:
            self._used[sha256] = [_packed(tree.data), tree.marks]
            self._added = True

    def save(self) -> None:
        """Write what this reading used; what it did not is forgotten."""
        if self._added or len(self._used) != len(self._kept):
            write(self._file, self._used)


def read(file: Path | None) -> Any:
    """What `write` wrote, or None: no file, another version of the program, or not a byte as it was written."""
    if file is None:
        return None
    try:
        head, _, body = file.read_bytes().partition(b"\n")
    except OSError:
        return None
    return json.loads(body) if head == _head(body) else None


def write(file: Path | None, value: Any) -> None:
    """Write through a temporary file, so that whoever reads at this moment reads the old or the new."""
    if file is None:
        return
    with contextlib.suppress(OSError, RecursionError):
        body = json.dumps(value, separators=(",", ":")).encode()
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(_head(body) + b"\n" + body)
        Path(name).replace(file)


def _head(body: bytes) -> bytes:
    return f"{version()} {hashlib.sha256(body).hexdigest()}".encode()


def _said(text: str) -> Any:
    """The text as JSON: of a phrase its pattern and figures, so that it can still be told in another language."""
    if not isinstance(text, Phrase):
        return text
    figures = {name: _said(value if isinstance(value, str) else str(value)) for name, value in text.figures.items()}
    row = [text.pattern, figures]
    with contextlib.suppress(ValueError):  # a figure that is formatted as what it was, not as text
        return row if _told(row) == text else text
    return text


def _told(row: Any) -> str:
    return row if isinstance(row, str) else refilled(row[0], {name: _told(value) for name, value in row[1].items()})


def _packed(value: Any) -> Any:
    """The data as JSON: a key gets a = in front, so that an Unquoted can be told from a mapping by its empty key."""
    if isinstance(value, Unquoted):
        return {"": str(value)}
    if isinstance(value, dict):
        return {f"={key}": _packed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_packed(item) for item in value]
    return value


def _unpacked(value: Any) -> Any:
    if isinstance(value, dict):
        if "" in value:
            return Unquoted(value[""])
        return {key[1:]: _unpacked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_unpacked(item) for item in value]
    return value
