"""The kinds of value of YAML fields: each takes what staff write, and refuses the rest with what to write."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from scheduler.core.fields import Day, Identifier, Instant, Interval, Span, Text, Truth, WallTime, Whole, describe
from scheduler.core.text import Unquoted

GOOD: list[tuple[Any, Any, Any]] = [
    (Text, "xin chào", "xin chào"), (Text, "e\u0302", "ê"),
    (Identifier, "bhxh-tn_2021.a", "bhxh-tn_2021.a"),
    (Day, Unquoted("2021-05-07"), date(2021, 5, 7)), (Day, "2024-02-29", date(2024, 2, 29)),
    (WallTime, Unquoted("19:30"), time(19, 30)), (WallTime, "5:05", time(5, 5)),
    (Instant, "2021-05-07T19:30+07:00", datetime(2021, 5, 7, 12, 30, tzinfo=UTC)),
    (Span, "90s", timedelta(seconds=90)), (Span, "2d", timedelta(days=2)), (Span, "15 m", timedelta(minutes=15)),
    (Whole, Unquoted("1490000"), 1490000), (Whole, "-5", -5), (Whole, 7, 7),
    (Truth, Unquoted("true"), True), (Truth, "false", False),
]  # fmt: skip
BAD: list[tuple[Any, Any, str]] = [
    (Text, Unquoted("0237"), '"0237"'), (Text, Unquoted("no"), '"no"'), (Text, None, "chỗ trống"),
    (Text, "  ", "để trống"),
    (Text, ["a"], "một danh sách"), (Text, {"a": 1}, "một nhóm khóa"), (Text, 5, '"5"'),
    (Identifier, "Bhxh", "chữ thường"), (Identifier, "bảo", "không dấu"), (Identifier, "-a", "ở giữa"),
    (Day, "2021-02-29", "trong lịch"), (Day, "07/05/2021", "năm-tháng-ngày"), (Day, "2021-5-7", "năm-tháng-ngày"),
    (Instant, "0001-01-01T00:00+07:00", "nằm ngoài"),
    (Day, "0001-01-01", "nằm ngoài"), (Day, "9999-12-31", "nằm ngoài"), (Day, None, "chỗ trống"),
    (Day, datetime(2021, 5, 7, tzinfo=UTC), "không phải là ngày"),
    (WallTime, "24:00", "giờ:phút"), (WallTime, "19h30", "giờ:phút"), (WallTime, "19:60", "giờ:phút"),
    (WallTime, 1170, "giờ"),
    (Instant, "2021-05-07T19:30", "thiếu múi giờ"), (Instant, "2021-05-07", "thiếu múi giờ"),
    (Instant, "mai", "thời điểm"),
    (Span, "5", "90s"), (Span, "5 phút", "90s"), (Span, "-5m", "90s"), (Span, "9" * 20 + "d", "90s"),
    (Span, None, "90s"),
    (Whole, "1.5", "số nguyên"), (Whole, "1.490.000", "số nguyên"), (Whole, "007", "số nguyên"),
    (Whole, True, "số nguyên"),
    (Whole, "9" * 19, "quá lớn"), (Whole, "1٣", "số nguyên"), (Day, "2021-0٣-01", "năm-tháng-ngày"),
    (WallTime, "1٣:30", "giờ:phút"), (Span, "٣m", "90s"),
    (Truth, "yes", "true hoặc false"), (Truth, 1, "true hoặc false"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "meant"), GOOD)
def test_a_field_takes_what_staff_write(kind: Any, value: Any, meant: Any) -> None:
    assert TypeAdapter(kind).validate_python(value) == meant


@pytest.mark.parametrize(("kind", "value", "words"), BAD)
def test_a_field_says_what_to_write_instead(kind: Any, value: Any, words: str) -> None:
    with pytest.raises(ValidationError) as error:
        TypeAdapter(kind).validate_python(value)
    assert words in str(error.value.errors()[0]["ctx"]["error"])


@given(
    st.sampled_from([Text, Identifier, Day, WallTime, Instant, Span, Whole, Truth]),
    st.text() | st.integers() | st.none(),
)
def test_any_value_is_taken_or_refused(kind: Any, value: Any) -> None:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        assert error.errors()


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 400), st.integers(-400, 800))
def test_an_interval_holds_its_first_and_last_day_and_none_beside_them(first: date, length: int, at: int) -> None:
    interval = Interval.model_validate({"from": first, "to": first + timedelta(days=length)})
    assert interval.holds(first + timedelta(days=at)) == (0 <= at <= length)
    assert Interval.model_validate({"from": first}).holds(first + timedelta(days=at)) == (at >= 0)


def test_an_interval_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValidationError):
        Interval.model_validate({"from": "2021-05-07", "to": "2021-05-06"})


def test_a_long_value_is_shown_short() -> None:
    assert describe("x" * 100) == f'"{"x" * 40}…"'
