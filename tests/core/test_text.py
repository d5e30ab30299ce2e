"""Vietnamese text: stored in one form, searched in another."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.text import Unquoted, fold, nfc, squeeze


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bảo hiểm xã hội", "bao hiem xa hoi"), ("hòa", "hoà"), ("ĐỒNG", "đồng"), ("ð", "đ"), ("Y Tế", "y  tế\n")],
)
def test_search_minds_neither_diacritics_nor_case_nor_spaces(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composed_and_decomposed_text_are_one_text(text: str) -> None:
    assert nfc(unicodedata.normalize("NFD", text)) == nfc(text)


def test_squeezing_keeps_diacritics_and_drops_double_blanks() -> None:
    assert squeeze(" Bảo \n\t hiểm ") == "Bảo hiểm"


def test_an_unquoted_scalar_keeps_its_letters() -> None:
    assert f"{Unquoted('0237')}" == "0237"
