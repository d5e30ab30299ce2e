"""Rows for spreadsheets: CSV that Excel opens as Vietnamese, and cells that no spreadsheet takes for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

MARK = "\ufeff"
"""The byte order mark, without which Excel reads UTF-8 as another code."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 has no way to write; a carriage return belongs to what Excel ends its rows with."""

_STARTS = ("=", "+", "-", "@")


def plain_cell(value: object) -> object:
    """A value as a spreadsheet shows it as text: what would start a formula is put behind an apostrophe.

    Lists become one cell; control characters, which no spreadsheet file may hold, are left out. A spreadsheet
    looks past leading blanks, so they protect nothing. Rule: OWASP, "CSV Injection".
    """
    if isinstance(value, list | tuple):
        value = " ".join(map(str, value))
    if not isinstance(value, str):
        return value
    text = _FORBIDDEN.sub("", value)
    return f"'{text}" if text.lstrip().startswith(_STARTS) else text


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The table as CSV, a piece for each row, so that a log of any length is written as it is read."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(MARK)
    writer.writerow(columns)
    for row in rows:
        yield _taken(buffer)
        writer.writerow([plain_cell(value) for value in row])
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
