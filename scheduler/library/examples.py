"""Contact data that nobody gave us: marked `example: true`, and refused in live mode."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.core.phrase import phrase
from scheduler.library.problem import Problem, Unclean

if TYPE_CHECKING:
    from scheduler.core.content import Content


def examples(content: "Content") -> list[Problem]:
    """Every unit and channel that still holds invented data. Not one may be left before live mode."""
    return sorted(_examples(content))


def require_real(content: "Content", mode: str) -> None:
    """Raise Unclean, naming each, where live mode would speak with invented data."""
    if mode == "live" and (found := examples(content)):
        raise Unclean(found, phrase("Chế độ live không dùng dữ liệu ví dụ"))


def _examples(content: "Content") -> Iterator[Problem]:
    for unit in content.units:
        if any(period.example for period in unit.periods):
            yield _problem(content, "unit", unit.id, phrase("đơn vị"))
    for channel in content.channels.values():
        if channel.example:
            yield _problem(content, "channel", channel.id, phrase("kênh"))


def _problem(content: "Content", role: str, name: str, word: str) -> Problem:
    place = content.places[role, name]
    what = phrase(
        '{word} "{name}" còn là dữ liệu ví dụ; hãy thay bằng dữ liệu thật rồi xóa dòng example: true',
        word=word,
        name=name,
    )
    return Problem(place.path, place.line, place.col, what)
