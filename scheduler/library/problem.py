"""Problems of files: where they are, how bad, and what to do about them. Nothing heavy is imported here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from scheduler.core.near import meant
from scheduler.core.phrase import listed, phrase
from scheduler.errors import BhxhError

Level = Literal["error", "warning", "note"]
WORDS: dict[Level, str] = {"error": "", "warning": phrase("cảnh báo: "), "note": phrase("ghi chú: ")}


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One problem, at a line and column counted from 1. Printed as `path:line:col: message`."""

    path: str
    line: int
    col: int
    message: str
    level: Level = field(default="error")

    def as_dict(self) -> dict[str, str | int]:
        """For a program that reads problems line by line."""
        return {
            "path": self.path, "line": self.line, "col": self.col, "level": self.level, "message": self.message
        }  # fmt: skip

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.col}: "
        return listed([place, WORDS[self.level], self.message], "")


class Unclean(BhxhError):
    """Files that cannot be used. `problems` has all of them, warnings and notes too, in order of place."""

    def __init__(self, problems: Iterable[Problem], what: str = phrase("Nội dung có lỗi, chưa dùng được")) -> None:
        self.problems = sorted(set(problems))
        super().__init__(what, fix=phrase("sửa các chỗ sau rồi chạy lại"))

    def __str__(self) -> str:
        return listed([super().__str__(), *map(str, self.problems)], "\n")


def clean(problems: Iterable[Problem]) -> bool:
    """Whether nothing is an error."""
    return all(problem.level != "error" for problem in problems)


def perhaps(word: str, known: Iterable[str]) -> str:
    """The end of a sentence about an unknown word: the known word that it resembles, or the known words."""
    words = sorted(set(known))
    if hint := meant(word, words):
        return phrase("; {hint}", hint=hint)
    return phrase("; chỉ có: {words}", words=", ".join(words)) if 0 < len(words) <= 12 else ""
