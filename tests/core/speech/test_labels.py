"""Names made of letters and figures, and the marks that decide what a figure is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scheduler.core.speech import Lexicon, LexiconEntry, Reading, Style, read_aloud

Read = Callable[[str], Reading]


def entry(written: str, spoken: str, **more: object) -> LexiconEntry:
    return LexiconEntry.model_validate({"written": written, "spoken": spoken, **more})


def unread(text: str, *entries: LexiconEntry) -> list[str]:
    return [token.token for token in read_aloud(text, Lexicon.from_entries(entries)).unread]


def test_a_numeral_in_a_heading_is_a_number_and_a_word_a_word(read: Read) -> None:
    assert read("QUÝ I NĂM 2026").spoken.startswith("QUÝ một NĂM")
    assert read("CHƯƠNG VI BẢO HIỂM").spoken == "CHƯƠNG sáu BẢO HIỂM"
    assert read("MỤC VI PHẠM").spoken == "MỤC VI PHẠM"
    assert [token.token for token in read("ĐIỂM I LỚN").unread] == ["I"]


def test_an_abbreviation_before_its_own_number_needs_no_other_context(read: Read) -> None:
    for short, kind in (("TT", "Thông tư"), ("TB", "Thông báo"), ("CT", "Chỉ thị"), ("BC", "Báo cáo")):
        assert read(f"{short} 12/2025/{short}-BNV").spoken.startswith(f"{kind} mười hai năm"), short
        assert [token.token for token in read(f"{short} 12").unread] == [short]


def test_an_unknown_department_is_said_by_its_abbreviation_if_that_has_one_meaning_only(read: Read) -> None:
    assert read("Công văn 25/BNV-BHXH").spoken == "Công văn hai mươi lăm trên Bộ Nội vụ bảo hiểm xã hội"
    assert [token.token for token in read("Công văn 25/BNV-GĐXX").unread] == ["25/BNV-GĐXX"]


def test_marks_of_an_entry_tell_a_small_figure_a_year_and_a_telephone_number_apart() -> None:
    ward = entry("P.", "phường", after=["##"])
    assert (unread("P. 5", ward), unread("P. 305", ward)) == ([], ["P."])
    born = entry("SN", "sinh năm", after=["####"])
    assert (unread("SN 1990", born), unread("SN 45", born), unread("SN 19905", born)) == ([], ["SN"], ["SN"])
    call = entry("ĐT", "điện thoại", after=["#0"])
    assert (unread("ĐT: (0216) 3852115", call), unread("ĐT 151", call)) == ([], ["ĐT"])


def test_a_sign_glued_to_its_number_is_read_like_the_sign_before_it() -> None:
    road = entry("QL", "quốc lộ", after=["#"])
    assert read_aloud("QL37 và QL 4D", Lexicon.from_entries([road])).spoken == "Quốc lộ ba mươi bảy và quốc lộ bốn D"
    assert unread("QL37", entry("QL", "quản lý")) == ["QL37"]


@pytest.mark.parametrize("word", ["gọi 120 thanh niên", "nhắn 300 thuê bao", "gửi 250 thư"])
def test_a_number_after_a_call_is_a_line_only_where_the_sentence_says_so(read: Read, word: str) -> None:
    assert len(read(word).unread) == 1
    assert read("gọi 1022 để được tư vấn").spoken == "gọi một không hai hai để được tư vấn"


def test_a_seat_is_no_time(read: Read) -> None:
    assert [token.token for token in read("số ghế 3H").unread] == ["3H"]
    assert read("lúc 3H").spoken == "lúc ba giờ"


def test_a_reading_by_letters_is_the_same_in_every_style(lexicon: Lexicon) -> None:
    style = Style(four="bốn", odd="lẻ", thousand="ngàn", first_days="", document="full")
    assert read_aloud("mẫu số 14-HSB", lexicon, style).spoken == "mẫu số mười bốn hát ét bê"


def test_a_number_of_thousands_of_digits_is_refused_and_nothing_breaks(read: Read) -> None:
    for text in ("1" * 6_000, "1." + "000." * 2_000, "1 " + "000 " * 900 + "đồng", "1/" + "9" * 30):
        assert read(text).unread, text[:20]


def test_a_very_long_line_is_read_sentence_by_sentence(read: Read) -> None:
    sentence = "Mức đóng là 330.000 đồng/tháng từ ngày 01/7/2025. "
    reading = read(sentence * 2_000)
    assert reading.unread == ()
    assert reading.spoken == read(sentence).spoken * 2_000


def test_a_sentence_without_an_end_is_refused_by_its_opening(read: Read) -> None:
    reading = read("bà con và " * 3_000)
    assert [(token.start, token.end) for token in reading.unread] == [(0, 40)]
    assert "hãy tách thành nhiều câu" in reading.unread[0].why
