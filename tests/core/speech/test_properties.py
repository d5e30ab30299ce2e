"""Rules that hold for every number, date, amount and text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.speech import Lexicon, Reading, Style, parse_spoken, read_aloud, spoken_number

NOTHING = Lexicon.from_entries(())
WHOLE = st.integers(0, 10**13)
STYLES = st.builds(
    Style,
    four=st.sampled_from(["tư", "bốn"]),
    odd=st.sampled_from(["linh", "lẻ"]),
    thousand=st.sampled_from(["nghìn", "ngàn"]),
)
_TEXT = """
12/5 7h30 24/7 BHXH TT 1.500.000 đồng 4,5% ngày 02/9/2026 quý IV — XYZ 12/2026/NĐ-CP - ( ) . , 0216 abc đ x = số
năm học 2025-2026 1900 9068 tháng 4 1/3 & / https://a.vn 😀 \ue000 \ue001 \ue002 ' 3 lớp 5A thứ 2
"""
TOKENS = st.sampled_from(_TEXT.split())


def dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def clean(reading: Reading) -> bool:
    return not reading.unread and not any(char.isdigit() for char in reading.spoken)


@given(st.integers(-(10**17), 10**17), STYLES)
def test_a_spoken_number_parses_back_to_its_value(number: int, style: Style) -> None:
    assert parse_spoken(spoken_number(number, style)) == number


@given(st.integers(10**18, 10**20))
def test_a_number_beyond_speech_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="quá lớn"):
        spoken_number(number)


def test_a_word_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="không phải chữ số"):
        parse_spoken("năm quả cam")


@given(WHOLE)
def test_a_cardinal_with_dots_leaves_no_digit(number: int) -> None:
    reading = read_aloud(f"có {dotted(number)} người", NOTHING)
    assert clean(reading)
    assert parse_spoken(reading.spoken.removeprefix("có ").removesuffix(" người")) == number


@given(WHOLE, st.sampled_from([" đồng", "đ", " VNĐ", " đồng/tháng", " đồng/người/năm", "đ/hộ"]))
def test_money_leaves_no_digit(amount: int, unit: str) -> None:
    reading = read_aloud(f"mức {dotted(amount)}{unit}.", NOTHING)
    assert clean(reading)
    assert " đồng" in reading.spoken


@given(st.integers(0, 999), st.integers(0, 99), st.sampled_from([1, 2]))
def test_a_percentage_leaves_no_digit_and_keeps_its_comma(whole: int, part: int, width: int) -> None:
    reading = read_aloud(f"đạt {whole},{str(part).zfill(width)[-width:]}%", NOTHING)
    assert clean(reading)
    assert " phẩy " in reading.spoken
    assert reading.spoken.endswith(" phần trăm")


@given(st.dates(date(1945, 1, 1), date(2099, 12, 31)), st.sampled_from(["{}/{}/{}", "{:02}/{:02}/{}", "{:02}/{}/{}"]))
def test_every_date_of_the_calendar_is_read(day: date, shape: str) -> None:
    reading = read_aloud("ngày " + shape.format(day.day, day.month, day.year), NOTHING)
    assert clean(reading)
    assert reading.spoken.endswith(f" năm {spoken_number(day.year)}")


@given(st.integers(1, 99), st.integers(1, 99))
def test_a_day_that_no_calendar_has_is_refused(day: int, month: int) -> None:
    real = month <= 12 and day <= (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31)
    written = f"{day}/{month}/2024"
    assert [token.token for token in read_aloud(f"ngày {written}", NOTHING).unread] == ([] if real else [written])


@given(st.times(), st.sampled_from(["{}h{:02}", "{:02}h{:02}", "{:02}:{:02}"]))
def test_every_time_of_day_is_read(clock: time, shape: str) -> None:
    assert clean(read_aloud("lúc " + shape.format(clock.hour, clock.minute), NOTHING))


@given(st.lists(TOKENS, max_size=12).map(" ".join))
def test_any_text_is_read_without_error_and_a_reading_stands(lexicon: Lexicon, text: str) -> None:
    reading = read_aloud(text, lexicon)
    if not reading.unread:
        assert clean(reading)
        again = read_aloud(reading.spoken, lexicon)
        assert (again.spoken, again.unread) == (reading.spoken, ())


@given(st.one_of(st.lists(TOKENS, max_size=12).map(" ".join), st.text(max_size=60)))
def test_offsets_point_at_the_token_and_tokens_do_not_overlap(lexicon: Lexicon, text: str) -> None:
    composed, last = unicodedata.normalize("NFC", text), 0
    for token in read_aloud(text, lexicon).unread:
        assert composed[token.start : token.end] == token.token
        assert token.why
        assert token.start >= last
        last = token.end


@given(st.text(alphabet=st.characters(categories=["Nd", "So", "Sk", "Co"]), min_size=1, max_size=20))
def test_digits_and_signs_never_pass_in_silence(text: str) -> None:
    reading = read_aloud(text, NOTHING)
    assert reading.unread or not any(char.isdigit() for char in reading.spoken)


def test_a_line_reads_alone_as_it_reads_among_others(read: Callable[[str], Reading]) -> None:
    lines = ["Từ 01/7/2026:", "- 330.000 đồng/tháng;", "TT?", "Tổng đài 1900 9068."]
    together = read("\n".join(lines))
    assert together.spoken == "\n".join(read(line).spoken for line in lines)
    assert [token.token for token in together.unread] == ["TT"]
