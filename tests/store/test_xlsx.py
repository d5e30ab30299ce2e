"""A log exported for Excel can be read back to the letter, acts nowhere, and may be longer than a sheet."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from scheduler.core.tables import plain_cell
from scheduler.store import xlsx


def _read(file: io.BytesIO) -> list[list[tuple[object, ...]]]:
    return [list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(file, read_only=True).worksheets]


@given(st.lists(st.tuples(st.text(min_size=1), st.integers(0, 10**9)), max_size=5))
def test_rows_are_read_back_to_the_letter(rows: list[tuple[str, int]]) -> None:
    file = io.BytesIO()
    xlsx.write_xlsx(file, "Nhật ký", ("Bài", "Giây"), rows)
    assert _read(file)[0] == [("Bài", "Giây"), *((plain_cell(text) or None, number) for text, number in rows)]


def test_no_cell_is_a_formula() -> None:
    file = io.BytesIO()
    xlsx.write_xlsx(file, "a", ("b",), [["=HYPERLINK(1)"], ["  +1"], ["@x"]])
    sheet = load_workbook(file).worksheets[0]
    assert [cell.data_type for (cell,) in sheet.iter_rows()] == ["s", "s", "s", "s"]
    assert sheet["A2"].value == "'=HYPERLINK(1)"


def test_what_does_not_fit_on_a_sheet_goes_on_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    file = io.BytesIO()
    xlsx.write_xlsx(file, "a", ("n",), [[n] for n in range(5)])
    assert _read(file) == [[("n",), (0,), (1,)], [("n",), (2,), (3,)], [("n",), (4,)]]


def test_a_text_that_no_cell_holds_is_cut_and_says_so() -> None:
    file = io.BytesIO()
    xlsx.write_xlsx(file, "a", ("n",), [["a" * 40_000]])
    [[_, (cell,)]] = _read(file)
    assert str(cell).endswith("(quá dài, xem trong nhật ký)")
    assert len(str(cell)) <= 32_767
