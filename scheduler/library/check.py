"""`check` and `load`: a folder's problems, all at once, and its content where there is no error among them.

Only light modules are imported up here: with a fresh cache, a check is over before pydantic would be loaded.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scheduler.core.kind import KINDS_BUILT_IN, KindRules
from scheduler.library.cache import Trees, Verdicts
from scheduler.library.folder import Folder, scan
from scheduler.library.problem import Problem, Unclean, clean

if TYPE_CHECKING:
    from scheduler.core.content import Content

VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass
class Report:
    """What a check found, in order of place."""

    problems: list[Problem]
    _build: "Callable[[], Content]" = field(repr=False)

    @property
    def clean(self) -> bool:
        """Whether nothing is an error."""
        return clean(self.problems)

    @cached_property
    def content(self) -> "Content | None":
        """The content, or None where there are errors."""
        return self._build() if self.clean else None


def check(
    path: str | Path,
    *,
    kinds: Mapping[str, KindRules] = KINDS_BUILT_IN,
    zone: ZoneInfo = VIET_NAM,
    cache: Path | None = None,
) -> Report:
    """Every problem of every file under `path`. `cache` is a folder for what checks may remember."""
    folder = scan(str(path))
    verdicts = Verdicts(cache, f"{folder.path} {folder.digest} {zone} {sorted(kinds.items())}")
    problems = verdicts.get()
    if problems is not None:
        return Report(problems, lambda: _built(folder, cache))
    content, problems = _checked(folder, kinds, zone, cache)
    verdicts.keep(problems)
    return Report(problems, lambda: content)


def load(
    path: str | Path,
    *,
    kinds: Mapping[str, KindRules] = KINDS_BUILT_IN,
    zone: ZoneInfo = VIET_NAM,
    cache: Path | None = None,
) -> "Content":
    """The content under `path`. Raises Unclean, with every problem, where one of them is an error."""
    report = check(path, kinds=kinds, zone=zone, cache=cache)
    if report.content is None:
        raise Unclean(report.problems)
    return report.content


def _checked(
    folder: Folder, kinds: Mapping[str, KindRules], zone: ZoneInfo, cache: Path | None
) -> "tuple[Content, list[Problem]]":
    from scheduler.library.build import build
    from scheduler.library.checks import cross_check
    from scheduler.library.reading import read_book

    trees = Trees(cache)
    book = read_book(folder, trees)
    trees.save()
    content = build(book, folder.digest)
    problems = [*book.problems, *cross_check(book, content, kinds, zone)]
    return content, sorted({*problems})


def _built(folder: Folder, cache: Path | None) -> "Content":
    """The content of files that were found clean before."""
    from scheduler.library.build import build
    from scheduler.library.reading import read_book

    return build(read_book(folder, Trees(cache)), folder.digest)
