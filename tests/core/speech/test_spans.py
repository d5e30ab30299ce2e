"""Rules for what stands between figures: a span keeps its "đến", a list its parts, and a doubt its name."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.speech import Lexicon, Reading, parse_spoken, read_aloud, spoken_number

NOTHING = Lexicon.from_entries(())
Read = Callable[[str], Reading]
DASHES = st.sampled_from(["-", " - ", "–", " – "])


@st.composite
def spans(draw: st.DrawFn) -> tuple[int, int]:
    first = draw(st.integers(13, 900))
    return first, first + draw(st.integers(1, 90))


@given(spans(), DASHES, st.sampled_from(["người", "hộ", "%", " triệu đồng", "ngày/năm", "lần/tuần", " kg"]))
def test_a_span_of_amounts_says_its_den_and_keeps_both_ends(span: tuple[int, int], dash: str, unit: str) -> None:
    gap = "" if unit[0] in " %" else " "
    reading = read_aloud(f"khoảng {span[0]}{dash}{span[1]}{gap}{unit}", NOTHING)
    assert reading.unread == ()
    said = f"khoảng {spoken_number(span[0])} đến {spoken_number(span[1])} "
    assert reading.spoken.startswith(said)


@given(spans(), DASHES)
def test_a_falling_span_is_never_read(span: tuple[int, int], dash: str) -> None:
    assert read_aloud(f"khoảng {span[1]}{dash}{span[0]} người", NOTHING).unread


@given(st.text(alphabet="0123456789 -–.,/:%", min_size=1, max_size=12))
def test_a_dash_between_figures_is_said_or_refused_by_name(figures: str) -> None:
    reading = read_aloud(f"là {figures} thôi", NOTHING)
    if not reading.unread:
        assert not any(char.isdigit() for char in reading.spoken)
        inner = figures.strip(" -–.,/:%")
        between = re.search(r"\d\s?[-–]\s?\d", inner)
        telephone = sum(char.isdigit() for char in figures) >= 8
        assert telephone or not between or " đến " in reading.spoken or "tháng" in reading.spoken


@given(st.lists(st.integers(1, 30), min_size=2, max_size=4, unique=True).map(sorted))
def test_a_list_of_numbered_things_is_no_decimal(numbers: list[int]) -> None:
    reading = read_aloud(f"khoản {','.join(map(str, numbers))} Điều 5", NOTHING)
    assert reading.unread == ()
    parts = reading.spoken.removeprefix("khoản ").removesuffix(" Điều năm").split(", ")
    assert [parse_spoken(part) for part in parts] == numbers


@given(st.integers(1, 12), st.integers(1, 12), st.sampled_from(["từ", "trước", "sau", "đến", "hết"]))
def test_a_day_before_people_is_no_share_of_them(day: int, month: int, word: str) -> None:
    reading = read_aloud(f"{word} {day}/{month} người dân nộp hồ sơ", NOTHING)
    assert reading.unread or "trên" not in reading.spoken


@pytest.mark.parametrize("lead", ["Bài", "Kỳ", "Tổ", "Thôn", "Đợt", "Phần", "Nhóm"])
def test_a_title_with_a_count_behind_a_dash_is_refused(read: Read, lead: str) -> None:
    assert [token.token for token in read(f"{lead} 3 - 5 điều cần biết").unread] == ["3 - 5"]
    assert read(f"{lead} 3: 5 điều cần biết").unread == ()


def test_what_each_gets_is_a_count_after_any_label(read: Read) -> None:
    assert read("mỗi tổ 3 - 5 người").spoken == "mỗi tổ ba đến năm người"
    assert read("mỗi tháng 5 - 7 triệu đồng").spoken == "mỗi tháng năm đến bảy triệu đồng"
    assert [token.token for token in read("tháng 5 - 7 triệu đồng").unread] == ["5 - 7"]


def test_two_telephone_numbers_keep_their_dash(read: Read) -> None:
    spoken = read("gọi 0216.3852.115 - 0912.345.678").spoken
    assert spoken.endswith("một một năm - không chín một hai, ba bốn năm, sáu bảy tám")


def test_months_of_two_years_both_say_month(read: Read) -> None:
    spoken = read("từ tháng 12/2025 - 3/2026").spoken
    assert " đến tháng ba năm hai nghìn không trăm hai mươi sáu" in spoken
