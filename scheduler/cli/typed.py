"""Words that a person gives to a command by hand: the text of a post, typed, piped or in a file."""

import os
import re
import sys
from pathlib import Path

from scheduler.cli import show
from scheduler.errors import BhxhError
from scheduler.library import MAX_BYTES, decode

_MARK = re.compile(r"\{\{.*?(?:\}\}|$)|\{%.*?(?:%\}|$)", re.DOTALL)


def words_of(text: str | None, path: str | None) -> str:
    """The text of `--text` (`-`: standard input) or of the file of `--file`, in NFC, without blanks around it.

    Raises BhxhError where there is none or two, where it cannot be read, and for what content files may not hold
    either: another encoding, an old font, control characters.
    """
    if (text is None) == (path is None):
        raise BhxhError("cần đúng một trong --text và --file", where="post", fix="bỏ một, hoặc thêm một")
    if path is not None:
        return trusted(_bytes(path), path)
    data = sys.stdin.buffer.read(MAX_BYTES + 1) if text == "-" else os.fsencode(text or "")
    return trusted(data, "--text")


def trusted(data: bytes, where: str) -> str:
    """The bytes as text in NFC, held to the rules of content files. Raises BhxhError with the first fault."""
    text, problems = decode(data, where)
    for problem in problems:
        if problem.level == "error" or text is None:
            raise BhxhError(f"dòng {problem.line}: {problem.message}", where=where, fix="sửa chữ rồi chạy lại")
        show.note(str(problem))
    return (text or "").strip()


def require_no_marks(words: str) -> None:
    """Raise BhxhError for what only a message's template fills in: here it would go out to the letter."""
    if mark := _MARK.search(words):
        raise BhxhError(
            f'bài viết tay không phải là mẫu: "{mark[0][:40]}" sẽ được đăng y nguyên',
            where="--text",
            fix="viết thẳng tên, số điện thoại, con số; muốn máy tự điền thì soạn thông điệp trong content/messages",
        )


def _bytes(path: str) -> bytes:
    try:
        if not Path(path).is_file():
            what = "đây là thư mục, không phải tệp" if Path(path).is_dir() else "không có tệp này"
            raise BhxhError(what, where=path, fix="nêu đúng tên một tệp văn bản sau --file")
        with Path(path).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        raise BhxhError("không mở được tệp này", where=path, fix="xem tên tệp và quyền đọc tệp") from None
