"""How commands show things: tables and progress on a terminal, one JSON object per line for programs."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scheduler.core.speech import LongSentence
from scheduler.core.tables import csv_lines


def json_line(row: Mapping[str, Any]) -> None:
    """One row for a program to read."""
    sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")


def csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """A table for a spreadsheet, each row written as it is read."""
    for line in csv_lines(columns, ([row[column] for column in columns] for row in rows)):
        sys.stdout.write(line)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table for people; figures are right-aligned."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(title=title, title_justify="left", header_style="bold")
    body = [list(row) for row in rows]
    for index, column in enumerate(columns):
        figures = bool(body) and all(isinstance(row[index], int) for row in body)
        grid.add_column(column, justify="right" if figures else "left", overflow="fold")
    for row in body:
        grid.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    Console().print(grid)


def note(text: str) -> None:
    """A word to the person at the keyboard, kept out of what a program reads."""
    print(text, file=sys.stderr)


def long_sentences(found: Iterable[LongSentence], where: str = "") -> None:
    """Sentences that nobody reads in one breath: worth splitting, no error."""
    for sentence in found:
        opening = " ".join(sentence.text.split()[:8])[:80]
        note(f"{where}câu dài {sentence.syllables} tiếng, nên tách: “{opening}…”")
