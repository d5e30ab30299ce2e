"""A message into `content/`: proposed with its difference and every problem it would make, then saved in one step."""

import contextlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.core.kind import KindRules
from scheduler.core.message import Body, Message
from scheduler.core.phrase import phrase
from scheduler.errors import BhxhError
from scheduler.library.build import build
from scheduler.library.cache import Trees
from scheduler.library.checks import cross_check
from scheduler.library.folder import File, Folder, scan
from scheduler.library.problem import Problem
from scheduler.library.reading import read_book
from scheduler.library.source import decode
from scheduler.library.translate import parse
from scheduler.library.writing.emit import message_data, message_yaml
from scheduler.library.writing.patch import CannotPatch, changed_values, patched
from scheduler.library.yamltree import read_tree


@dataclass(frozen=True)
class Proposal:
    """What saving would do. `problems` are those that the file would add to the folder; with an error among them,
    it is not saved. `before` is None for a new file."""

    file: Path
    name: str
    before: str | None
    after: str
    problems: tuple[Problem, ...] = ()

    @property
    def diff(self) -> str:
        """The unified difference, empty where nothing would change."""
        old, new = (self.before or "").splitlines(keepends=True), self.after.splitlines(keepends=True)
        return "".join(unified_diff(old, new, self.name if self.before is not None else "/dev/null", self.name))


def propose(
    path: Path, message: Message, *, kinds: Mapping[str, KindRules], zone: ZoneInfo, cache: Path | None = None
) -> Proposal:
    """The message as a file of the folder. Where it has one, only the values that differ are changed in it.

    Raises BhxhError where the file is written in a way that a machine cannot change without losing something.
    """
    folder = scan(str(path))
    old = _file_of(folder, message)
    message = _tidy(message, _read(decode(old.data, old.path)[0] or "", old.path) if old else None)
    name = old.name if old else f"messages/{message.topic}/{message.id}.yaml"
    before = decode(old.data, old.path)[0] if old else None
    after = message_yaml(message) if before is None else _edited(before, message, name)
    if _read(after, name) != message:
        raise BhxhError(
            phrase("viết ra rồi đọc lại không ra đúng thông điệp này"), where=name, fix=phrase("hãy sửa tệp bằng tay")
        )
    new = File(name, f"{folder.path}/{name}", "message", after.encode())
    problems = _added(folder, new, kinds, zone, cache)
    return Proposal(Path(path) / name, name, before, after, tuple(problems))


def save(proposal: Proposal) -> None:
    """Write the file, whole or not at all. Raises BhxhError where it has errors, or the file changed meanwhile."""
    errors = [problem for problem in proposal.problems if problem.level == "error"]
    if errors:
        raise BhxhError(errors[0].message, where=proposal.name, fix=phrase("sửa các lỗi rồi lưu lại"))
    if _on_disk(proposal.file) != proposal.before:
        what = phrase("tệp này vừa được người khác sửa hoặc tạo ra; chưa ghi gì")
        raise BhxhError(what, where=proposal.name, fix=phrase("xem lại phần khác nhau rồi lưu lại"))
    _write(proposal)


def _write(proposal: Proposal) -> None:
    try:
        proposal.file.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=proposal.file.parent, prefix=".", suffix="~")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(proposal.after)
                stream.flush()
                os.fsync(stream.fileno())
            Path(draft).chmod(0o644)
            _put(Path(draft), proposal)
        finally:
            with contextlib.suppress(FileNotFoundError):
                Path(draft).unlink()
    except FileExistsError:
        raise BhxhError(phrase("vừa có người tạo tệp này"), where=proposal.name, fix=phrase("đặt mã khác")) from None
    except OSError as error:
        what = phrase("không ghi được tệp: {strerror}", strerror=error.strerror)
        raise BhxhError(what, where=proposal.name, fix=phrase("kiểm tra quyền ghi và chỗ trống trên đĩa")) from None


def _put(draft: Path, proposal: Proposal) -> None:
    if proposal.before is None:
        os.link(draft, proposal.file)  # unlike a rename, refuses where somebody else made the file meanwhile
    else:
        draft.replace(proposal.file)


def _on_disk(file: Path) -> str | None:
    try:
        return decode(file.read_bytes(), str(file))[0]
    except FileNotFoundError:
        return None


def _tidy(message: Message, old: Message | None = None) -> Message:
    """Texts end with a line break, as blocks in a file do, unless they did not before; no line ends with a blank."""
    texts = {
        kind: {
            lang: body.model_copy(update={"text": _lines(body.text, old.body(kind, lang) if old else None)})
            for lang, body in bodies.items()
        }
        for kind, bodies in message.texts.items()
    }
    return message.model_copy(update={"texts": texts})


def _lines(text: str, old: Body | None) -> str:
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").strip("\n").split("\n")]
    bare = old is not None and not old.text.endswith("\n") and len(lines) == 1
    return "\n".join(lines) + ("" if bare else "\n")


def _file_of(folder: Folder, message: Message) -> File | None:
    for file in folder.of("message"):
        read = _read(decode(file.data, file.path)[0] or "", file.path)
        if read is not None and read.id == message.id:
            return file
    return None


def _edited(source: str, message: Message, name: str) -> str:
    tree, _ = read_tree(source, name)
    old = _read(source, name)
    if tree is None or old is None:
        raise BhxhError(phrase("tệp này đang có lỗi"), where=name, fix=phrase("sửa tệp bằng tay trước"))
    try:
        changes = list(changed_values(message_data(old), message_data(message)))
        return patched(source, tree, [(_short_form(tree.data, loc), value) for loc, value in changes])
    except CannotPatch as reason:
        if "#" not in source.partition("\n")[2]:
            return message_yaml(message)
        what = phrase("tệp có chú thích của người viết và {reason}; sửa bằng máy sẽ làm mất chú thích", reason=reason)
        raise BhxhError(what, where=name, fix=phrase("hãy sửa tệp bằng tay, hoặc lưu thành thông điệp mới")) from None


def _short_form(data: dict[str, Any], loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Where a text stands in the file: a body may be its text alone."""
    value: Any = data
    for step in loc[:-1]:
        value = value[step]
    return loc if isinstance(value, dict | list) else loc[:-1]


def _read(text: str, name: str) -> Message | None:
    problems: list[Problem] = []
    tree, _ = read_tree(text, name)
    return parse(tree, Message, problems) if tree is not None else None


def _added(
    folder: Folder, new: File, kinds: Mapping[str, KindRules], zone: ZoneInfo, cache: Path | None
) -> list[Problem]:
    """The problems that the folder would have with the file and has not without it."""
    before = {(problem.path, problem.message) for problem in _problems(folder, kinds, zone, cache)}
    files = sorted([file for file in folder.files if file.name != new.name] + [new], key=lambda file: file.name)
    after = _problems(Folder(folder.path, files, folder.problems), kinds, zone, cache)
    return sorted({problem for problem in after if (problem.path, problem.message) not in before})


def _problems(folder: Folder, kinds: Mapping[str, KindRules], zone: ZoneInfo, cache: Path | None) -> list[Problem]:
    book = read_book(folder, Trees(cache))
    return [*book.problems, *cross_check(book, build(book, folder.digest), kinds, zone)]
