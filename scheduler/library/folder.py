"""The files under `content/`, each with its role. Nothing outside the folder is ever read."""

import contextlib
import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from scheduler.core.phrase import phrase
from scheduler.library.problem import Problem
from scheduler.library.source import MAX_BYTES

MAX_MEDIUM = 4_000_000
"""Bytes of a photo. Facebook takes more, a weak link in the hills does not."""

_ROLES = {
    "units": r"units\.yaml",
    "calendar": r"calendar\.yaml",
    "channels": r"channels/[^/]+\.yaml",
    "facts": r"facts/[^/]+\.yaml",
    "message": r"messages/(?:bhxh|bhyt|bhtn)/.+\.yaml",
    "campaign": r"campaigns/[^/]+\.yaml",
    "template": r"templates/[^/]+\.j2",
    "lexicon": r"lexicon/[^/]+\.yaml",
    "medium": r"media/.+",
}
_ROLE = re.compile("|".join(f"(?P<{role}>{pattern})" for role, pattern in _ROLES.items()))
_IGNORED = re.compile(r"(.*/)?(\.[^/]*|[^/]*~|README\.md|Thumbs\.db|desktop\.ini)|schemas/[^/]+\.schema\.json")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class File:
    """One file. `name` is its path in the folder, with /, in NFC; `path` is how problems name it."""

    name: str
    path: str
    role: str
    data: bytes

    @cached_property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass
class Folder:
    """What was found, in the order of names."""

    path: str
    files: list[File] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def of(self, role: str) -> list[File]:
        """The files of a role."""
        return [file for file in self.files if file.role == role]

    @cached_property
    def digest(self) -> str:
        """Changes whenever a letter in any file, or the name of one, does."""
        lines = [f"{file.sha256} {file.name}" for file in self.files] + [str(problem) for problem in self.problems]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def scan(path: str) -> Folder:
    """Read every file of the folder. What cannot be read, or does not belong there, is a problem of the result."""
    folder = Folder(path)
    if not Path(path).is_dir():
        what = phrase(
            "không có thư mục nội dung ở đây; hãy chỉ đúng thư mục chứa units.yaml, facts, messages, campaigns"
        )
        folder.problems.append(Problem(_shown(path), 1, 1, what))
        return folder
    root = os.path.realpath(path)
    for name, full in sorted(_walk(folder, root, path, "", frozenset({root}))):
        _take(folder, name, full)
    return folder


def _walk(folder: Folder, root: str, here: str, prefix: str, above: frozenset[str]) -> Iterator[tuple[str, str]]:
    try:
        entries = sorted(os.scandir(here), key=lambda entry: entry.name)
    except OSError as error:
        folder.problems.append(_unreadable(here, error))
        return
    for entry in entries:
        name = prefix + _shown(entry.name)
        if _IGNORED.fullmatch(name):
            continue
        real = os.path.realpath(entry.path) if entry.is_symlink() else ""
        if real and not real.startswith(root + os.sep):
            what = phrase("liên kết (symlink) dẫn ra ngoài thư mục nội dung; hãy chép tệp vào đây")
            folder.problems.append(Problem(_shown(entry.path), 1, 1, what))
        elif real and not Path(real).exists():
            what = phrase("liên kết (symlink) không dẫn tới đâu hoặc đi vòng tròn; hãy xóa nó")
            folder.problems.append(Problem(_shown(entry.path), 1, 1, what))
        elif not entry.is_dir():
            yield name, entry.path
        elif real in above:
            folder.problems.append(
                Problem(_shown(entry.path), 1, 1, phrase("liên kết thư mục đi vòng tròn; hãy xóa nó"))
            )
        else:
            yield from _walk(folder, root, entry.path, name + "/", above | {os.path.realpath(entry.path)})


def _take(folder: Folder, name: str, full: str) -> None:
    path = _shown(full)
    match = _ROLE.fullmatch(name)
    if match is None or match.lastgroup is None:
        folder.problems.append(Problem(path, 1, 1, _stray(name), "warning"))
        return
    try:
        data = _read(full, MAX_MEDIUM if match.lastgroup == "medium" else MAX_BYTES)
    except OSError as error:
        folder.problems.append(_unreadable(full, error))
        return
    if data is None:
        folder.problems.append(Problem(path, 1, 1, phrase("không phải tệp thường; hãy thay bằng một tệp")))
    else:
        folder.files.append(File(name, path, match.lastgroup, data))


def _read(full: str, most: int) -> bytes | None:
    """At most one byte more than `most`: enough to tell that it is too long. None for a pipe or a device."""
    if not stat.S_ISREG(Path(full).stat().st_mode):
        return None
    with Path(full).open("rb") as stream:
        return stream.read(most + 1)


def _unreadable(full: str, error: OSError) -> Problem:
    return Problem(
        _shown(full), 1, 1, phrase("không đọc được ({strerror}); hãy kiểm tra quyền đọc", strerror=error.strerror)
    )


def _stray(name: str) -> str:
    if name.lower().endswith((".yml", ".yaml")):
        stem = name.rsplit(".", 1)[0]
        if _ROLE.fullmatch(f"{stem}.yaml") and name != f"{stem}.yaml":
            return phrase(
                "tệp bị bỏ qua vì đuôi khác .yaml; hãy đổi tên thành {stem}.yaml", stem=stem.rsplit("/", 1)[-1]
            )
        if name.startswith("messages/"):
            return phrase("tệp bị bỏ qua; thông điệp phải nằm trong messages/bhxh, messages/bhyt hoặc messages/bhtn")
    return phrase("tệp lạ, bị bỏ qua; hãy chuyển nó đi nơi khác hoặc đặt đúng thư mục")


def _shown(path: str) -> str:
    """The path as it can be printed: file names are bytes, and may be neither UTF-8 nor one line."""
    text = os.fsencode(path).decode("utf-8", "replace")
    return _UNPRINTABLE.sub("?", unicodedata.normalize("NFC", text))


def fingerprint(path: str | Path) -> str:
    """Changes when a file under `path` is written, added, removed or renamed. Looks at sizes and times only."""
    lines = []
    for here, folders, files in os.walk(path):
        folders.sort()
        for name in sorted(files):
            with contextlib.suppress(OSError):
                found = (Path(here) / name).stat()
                lines.append(f"{here}/{name} {found.st_size} {found.st_mtime_ns}")
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()
