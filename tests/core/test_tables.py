"""No cell of an export can act in a spreadsheet, and every row can be read back."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.tables import MARK, csv_lines, plain_cell


@pytest.mark.parametrize(
    "text", ["=1+1", "+84", "-2", "@SUM(A1)", "  =1", "\t=1", "\n=1", "\x00=1", "\r@x", "\u3000=1"]
)
def test_what_would_start_a_formula_is_shown_as_text(text: str) -> None:
    assert str(plain_cell(text)).startswith("'")


@given(st.text())
def test_no_cell_starts_a_formula_or_holds_what_a_file_may_not(text: str) -> None:
    cell = str(plain_cell(text))
    assert not cell.strip().startswith(("=", "+", "-", "@"))
    assert all(char >= " " or char in "\n\t" for char in cell)


@given(st.lists(st.tuples(st.text('aâđ,;"\n1 '), st.text("xấ'-="))))
def test_rows_are_read_back_as_they_were_written(rows: list[tuple[str, str]]) -> None:
    text = "".join(csv_lines(("một", "hai"), rows))
    assert text.startswith(MARK)
    read = list(csv.reader(io.StringIO(text.removeprefix(MARK), newline="")))
    assert read == [["một", "hai"], *([str(plain_cell(a)), str(plain_cell(b))] for a, b in rows)]


def test_numbers_stay_numbers_and_lists_become_one_cell() -> None:
    assert plain_cell(1032) == 1032
    assert plain_cell(None) is None
    assert plain_cell(["a", "b"]) == "a b"
    assert plain_cell(["=a"]) == "'=a"
