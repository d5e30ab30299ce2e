"""What is left of a file without its faulty entries: their neighbours are checked too, at once and not only later."""

from collections.abc import Iterable, Sequence
from typing import Any

from scheduler.library.tree import Loc, Tree

Cut = tuple[str | int, ...]


def without(tree: Tree, faults: Iterable[Loc]) -> Tree | None:
    """The tree without what lies at the places; None where one is the whole, or leads to nothing.

    Of a list the entry that holds the fault goes as a whole: half an entry would say something else.
    """
    cuts = {_cut(fault) for fault in faults}
    if not cuts or () in cuts or not all(tree.has(cut) for cut in cuts):
        return None
    data, marks = _pruned(tree.data, tree.marks, (), cuts)
    return Tree(tree.path, data, marks)


def _cut(fault: Loc) -> Cut:
    entry = next((n for n, step in enumerate(fault) if isinstance(step, int)), len(fault))
    return tuple(fault[: entry + 1])


def _pruned(data: Any, marks: Sequence[Any], here: Cut, cuts: set[Cut]) -> tuple[Any, Any]:
    """Data and marks side by side, since marks mirror the data."""
    if not any(cut[: len(here)] == here for cut in cuts):
        return data, marks
    line, col, inside = marks[0], marks[1], marks[2]
    if isinstance(data, dict):
        kept = {key: value for key, value in data.items() if (*here, key) not in cuts}
        both = {key: _pruned(value, inside[key][2], (*here, key), cuts) for key, value in kept.items()}
        places = {key: [*inside[key][:2], mark] for key, (_, mark) in both.items()}
        return {key: value for key, (value, _) in both.items()}, [line, col, places]
    if isinstance(data, list):
        left = [n for n in range(len(data)) if (*here, n) not in cuts]
        return [data[n] for n in left], [line, col, [inside[n] for n in left]]
    return data, marks
