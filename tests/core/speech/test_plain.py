"""What word processors, telephones and spreadsheets put for a blank, a hyphen or a figure changes no reading."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scheduler.core.speech import Reading

HERE = Path(__file__).parent
Read = Callable[[str], Reading]
_WIDE = {ord(figure): ord(figure) + 0xFEE0 for figure in "0123456789"}
_LOOKS_SO: dict[str, Callable[[str], str]] = {
    "no-break blank": lambda text: text.replace(" ", "\u00a0"),
    "narrow blank": lambda text: text.replace(" ", "\u202f"),
    "no-break hyphen": lambda text: text.replace("-", "\u2011"),
    "minus": lambda text: text.replace("-", "\u2212"),
    "wide figures": lambda text: text.translate(_WIDE),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
}
_MAY_DOUBT: dict[str, Callable[[str], str]] = {
    "two blanks": lambda text: text.replace(" ", "  "),
    "tab": lambda text: text.replace(" ", "\t"),
    "long dash": lambda text: text.replace("-", "–"),
}
"""Here a reading may also be refused, since a gap may part columns and a dash two thoughts; but never another."""


def written() -> list[Any]:
    names = ("gold.jsonl", "gold_own.jsonl", "gold_sentences.jsonl")
    return [json.loads(line)["written"] for name in names for line in (HERE / name).read_text("utf-8").splitlines()]


@pytest.mark.parametrize("look", _LOOKS_SO)
def test_what_only_looks_different_is_read_the_same(look: str, read: Read) -> None:
    for text in written():
        shown = read(_LOOKS_SO[look](text))
        assert (shown.spoken, shown.unread) == (read(text).spoken, ()), text


@pytest.mark.parametrize("look", _MAY_DOUBT)
def test_a_wide_gap_or_a_long_dash_never_gives_another_reading_in_silence(
    look: str, read: Read, folded: Callable[[str], str]
) -> None:
    for text in written():
        shown = read(_MAY_DOUBT[look](text))
        assert shown.unread or folded(shown.spoken) == folded(read(text).spoken), text


def test_columns_of_a_table_are_no_grouped_number(read: Read) -> None:
    assert [token.token for token in read("120\t300 đồng").unread] == ["120"]
    assert read("120\u00a0300 đồng").spoken == "Một trăm hai mươi nghìn ba trăm đồng"


def test_an_unread_token_keeps_its_place_and_its_signs(read: Read) -> None:
    text = "ngày\u00a0\u00a0５/５ và  ＸＹＺ．"
    reading = read(text)
    assert [(token.token, token.start, token.end) for token in reading.unread] == [("ＸＹＺ", 14, 17)]
    assert reading.spoken == "ngày mùng năm tháng năm và ＸＹＺ."
