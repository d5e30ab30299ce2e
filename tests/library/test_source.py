"""Bytes become text only where they are UTF-8, in one normal form, and typed with a Unicode font."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.library.legacy import legacy_line
from scheduler.library.source import MAX_BYTES, decode

from .conftest import Folder

LEGACY = {
    "TCVN3": ("B¶o hiÓm x· héi tØnh Yªn B¸i", "Bảo hiểm xã hội tỉnh Yên Bái"),
    "VNI": ("Baûo hieåm xaõ hoäi tænh Yeân Baùi", "Bảo hiểm xã hội tỉnh Yên Bái"),
    "VNI capitals": ("BAÛO HIEÅM XAÕ HOÄI", "BẢO HIỂM XÃ HỘI"),
}


@pytest.mark.parametrize(("typed", "meant"), LEGACY.values(), ids=LEGACY)
def test_a_legacy_font_is_refused_with_its_line_and_what_it_probably_says(typed: str, meant: str) -> None:
    text, (problem,) = decode(f"a: chào bạn\nb: {typed}\n".encode(), "x")
    assert text is not None
    assert (problem.line, problem.level) == (2, "error")
    assert meant in problem.message


@pytest.mark.parametrize(
    "line",
    [
        "hoà bình, hòa bình, thuỷ lợi, quý, quà, quá, oán, khoẻ, loà xoà",
        "Người «Bảo hiểm» 1½ m² × 3 · Facebook® © 2021 – 4,5%",
        "Müller, café à la carte, naïve, Ñandú, São Paulo, Besançon",
        "Sáng·Chiều·Tối µ¶ § ¥100 £5",
        "Hmoob Suav, Êđê, Ba Na, Ƀ, mnông, Chăm, Khmer, Tày",
        "àáâãèéêìíòóôõùúýăđĩũơư",
    ],
)
def test_good_text_is_never_taken_for_a_legacy_font(line: str) -> None:
    assert legacy_line(line) is None


def test_no_line_of_the_shipped_content_is_taken_for_a_legacy_font() -> None:
    files = [f for f in (Path(__file__).parents[2] / "content").rglob("*") if f.suffix in (".yaml", ".j2")]
    assert files
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            assert legacy_line(line) is None, line


_ONSETS = ["", "b", "ch", "đ", "gi", "h", "kh", "l", "m", "ng", "ngh", "nh", "ph", "qu", "s", "th", "tr", "v", "x"]
_VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
_CODAS = ["", "c", "ch", "i", "m", "n", "ng", "nh", "o", "p", "t", "u", "y"]
_SYLLABLES = st.tuples(st.sampled_from(_ONSETS), st.sampled_from(_VOWELS), st.sampled_from(_CODAS)).map("".join)


@given(st.lists(_SYLLABLES, min_size=1, max_size=12).map(" ".join))
def test_words_of_one_vietnamese_vowel_are_never_taken_for_a_legacy_font(line: str) -> None:
    assert legacy_line(line) is None


def test_decomposed_text_is_composed_and_noted() -> None:
    text, (note,) = decode(unicodedata.normalize("NFD", "a: x\nb: Bảo hiểm").encode(), "x")
    assert text == "a: x\nb: Bảo hiểm"
    assert (note.line, note.level) == (2, "note")


@pytest.mark.parametrize(
    ("char", "words"),
    [("\u200b", "ký tự ẩn"), ("\xa0", "dấu cách không ngắt"), ("ð", 'không phải chữ "đ"'), ("\xad", "ký tự ẩn")],
)
def test_what_looks_right_and_is_not_gets_a_warning_with_its_column(char: str, words: str) -> None:
    _, (problem,) = decode(f"a: ba{char}con".encode(), "x")
    assert (problem.line, problem.col, problem.level) == (1, 6, "warning")
    assert words in problem.message


def test_a_joined_emoji_is_no_hidden_character() -> None:
    assert decode("a: 👨‍👩‍👧 ✅️".encode(), "x")[1] == []


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x1b", "\x85", "\u2028", "\ufeff"])
def test_control_characters_are_refused(char: str) -> None:
    _, (problem,) = decode(f"a: x{char}".encode(), "x")
    assert problem.level == "error"
    assert f"U+{ord(char):04X}" in problem.message


def test_a_byte_order_mark_at_the_start_is_fine() -> None:
    assert decode(b"\xef\xbb\xbfa: 1", "x") == ("a: 1", [])


def test_bytes_that_are_not_utf8_are_refused_at_their_line() -> None:
    text, (problem,) = decode(b"a: 1\nb: \xff\n", "x")
    assert text is None
    assert problem.line == 2


def test_legacy_bytes_are_refused_with_what_they_probably_say() -> None:
    _, (problem,) = decode("a: B¶o hiÓm x· héi".encode("latin-1"), "x")
    assert "Bảo hiểm xã hội" in problem.message


def test_utf16_is_named() -> None:
    _, (problem,) = decode("a: 1".encode("utf-16"), "x")
    assert "UTF-16" in problem.message


def test_a_file_over_a_megabyte_is_refused() -> None:
    _, (problem,) = decode(b"a" * (MAX_BYTES + 1), "x")
    assert "lớn hơn 1 MB" in problem.message


def test_a_warning_does_not_stop_the_content(content: Folder) -> None:
    content.change("messages/bhyt/mot.yaml", "Kính thưa", "Kính\xa0thưa")
    assert content.only().level == "warning"
    assert content.check().content is not None
