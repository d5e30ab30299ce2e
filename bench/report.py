"""Goals and tables: every part prints the same way, and its exit code is its verdict."""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Goal:
    """A promise and what was measured. `most`: the measured value may not be above the bound, else not below it."""

    name: str
    measured: float
    bound: float
    most: bool
    unit: str = ""

    @property
    def held(self) -> bool:
        """Whether the promise holds."""
        return self.measured <= self.bound if self.most else self.measured >= self.bound

    def line(self) -> str:
        """The verdict in a line."""
        word = "at most" if self.most else "at least"
        verdict = "PASS" if self.held else "FAIL"
        return f"{verdict}  {self.name}: {self.measured:.2f}{self.unit} ({word} {self.bound:g}{self.unit})"


@dataclass
class Progress:
    """Tells on the terminal, on standard error, what is being done; on one line where somebody looks on."""

    began: float = field(default_factory=time.perf_counter)

    def tell(self, what: str) -> None:
        """What is being done now."""
        line = f"[{time.perf_counter() - self.began:5.0f} s] {what}"
        print(f"\r{line:<110}" if sys.stderr.isatty() else line, end="" if sys.stderr.isatty() else "\n",
              file=sys.stderr, flush=True)  # fmt: skip

    def end(self) -> None:
        """Leave the line clear."""
        if sys.stderr.isatty():
            print(f"\r{'':<110}\r", end="", file=sys.stderr, flush=True)


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in plain text: the first column to the left, the others to the right."""
    every = (columns, *rows)
    widths = [max(len(row[n]) for row in every) for n in range(len(columns))]
    lines = []
    for first, *rest in every:
        cells = [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        lines.append("  ".join([first.ljust(widths[0]), *cells]))
    return "\n".join(["", title, *(f"  {line}" for line in lines)])


def verdict(goals: Sequence[Goal]) -> int:
    """Print every goal; 0 where all are held, else 1."""
    print()
    for goal in goals:
        print(goal.line())
    return 0 if all(goal.held for goal in goals) else 1
