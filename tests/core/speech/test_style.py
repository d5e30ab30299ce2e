"""House style: of two right ways the newsroom's is said."""

from __future__ import annotations

import pytest

from scheduler.core.speech import Lexicon, Style, read_aloud


@pytest.mark.parametrize(
    ("style", "written", "spoken"),
    [
        (Style(four="bốn"), "24 người", "Hai mươi bốn người"),
        (Style(odd="lẻ"), "105 người", "Một trăm lẻ năm người"),
        (Style(thousand="ngàn"), "1.500 người", "Một ngàn năm trăm người"),
        (Style(thousand="ngàn"), "10 nghìn đồng", "Mười ngàn đồng"),
        (Style(first_days="mồng"), "ngày 1/7", "ngày mồng một tháng bảy"),
        (Style(first_days=""), "ngày 1/7", "ngày một tháng bảy"),
    ],
)
def test_a_switch_changes_its_word(lexicon: Lexicon, style: Style, written: str, spoken: str) -> None:
    assert read_aloud(written, lexicon, style).spoken == spoken


def test_the_full_style_reads_each_part_of_a_document_number(lexicon: Lexicon) -> None:
    spoken = read_aloud("Nghị định số 12/2026/NĐ-CP", lexicon, Style(document="full")).spoken
    assert spoken == "Nghị định số mười hai trên hai nghìn không trăm hai mươi sáu trên nghị định Chính phủ"


def test_april_and_the_fourth_are_tu_in_every_style(lexicon: Lexicon) -> None:
    assert read_aloud("tháng 4, thứ 4", lexicon, Style(four="bốn")).spoken == "tháng tư, thứ tư"
