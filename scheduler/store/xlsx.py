"""A table as an XLSX file of any length, with one row in memory at a time."""

from collections.abc import Iterable, Sequence
from typing import IO

from openpyxl import Workbook

from scheduler.core.tables import plain_cell

MOST_ROWS = 1_048_575
"""Rows that a sheet holds below its heading (ECMA-376, as Excel reads it): the next go on another sheet."""

_LONGEST = 32_767
"""Characters that a cell holds."""

_CUT = " … (quá dài, xem trong nhật ký)"


def write_xlsx(file: IO[bytes], name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write the table into an open binary file. Every text stays a text: no cell is a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    sheet.append(list(columns))
    for number, row in enumerate(rows, 1):
        sheet.append([_cell(value) for value in row])
        if number % MOST_ROWS == 0:
            sheet = book.create_sheet(f"{name} {number // MOST_ROWS + 1}")
            sheet.append(list(columns))
    book.save(file)


def _cell(value: object) -> object:
    cell = plain_cell(value)
    return f"{cell[: _LONGEST - len(_CUT)]}{_CUT}" if isinstance(cell, str) and len(cell) > _LONGEST else cell
