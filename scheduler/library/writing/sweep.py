"""Uploads that nothing came of: a form that was left, a draft that was thrown away. They go after some days."""

import re
from collections.abc import Container
from datetime import datetime
from pathlib import Path

from scheduler.library.writing.photos import FOLDER

_NAME = re.compile(rf"{FOLDER}/[0-9a-f]{{24}}\.(?:jpg|png)")


def named_in(text: str) -> set[str]:
    """The uploads that a text names, as files under `content/media/`."""
    return set(_NAME.findall(text))


def sweep_uploads(content: Path, said: Container[str], before: datetime) -> int:
    """Delete the uploads last offered before an instant that no YAML file of content names and that are not `said` by
    any stored text; how many. What nobody uploaded stays, whatever its name."""
    old = [
        file
        for file in (content / "media" / FOLDER).glob("*")
        if _NAME.fullmatch(_name(file)) and not file.is_symlink() and file.stat().st_mtime < before.timestamp()
    ]
    if not old:
        return 0
    kept = set[str]().union(*(named_in(file.read_text(encoding="utf-8", errors="replace")) for file in _files(content)))
    gone = [file for file in old if _name(file) not in kept and _name(file) not in said]
    for file in gone:
        file.unlink(missing_ok=True)
    return len(gone)


def _name(file: Path) -> str:
    return f"{FOLDER}/{file.name}"


def _files(content: Path) -> list[Path]:
    return [file for suffix in ("yaml", "yml") for file in content.rglob(f"*.{suffix}") if file.is_file()]
