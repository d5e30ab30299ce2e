"""The kinds of value that YAML fields hold, each refusing with a sentence that says what to write instead."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from scheduler.core.phrase import listed, phrase
from scheduler.core.text import Unquoted, nfc

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_YEARS = range(1900, 2200)
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_SPAN = re.compile(r"(\d+)\s*(s|m|h|d)", re.ASCII)
_WHOLE = re.compile(r"-?(0|[1-9]\d*)", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")


class MisplacedError(ValueError):
    """Problems inside a value that only show when its parts are seen together, each at its own place in it."""

    def __init__(self, places: Iterable[tuple[tuple[str | int, ...], str]]) -> None:
        self.places = tuple(places)
        super().__init__(listed((message for _, message in self.places), "; "))


class Content(BaseModel):
    """Base of everything read from YAML: unknown keys are refused, values never change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, ignored_types=(property,))


def _text(value: Any) -> str:
    if isinstance(value, Unquoted):
        raise ValueError(
            phrase('YAML có thể hiểu {value!s} thành giá trị khác; hãy đặt trong dấu nháy: "{value!s}"', value=value)
        )
    if not isinstance(value, str):
        raise ValueError(phrase("cần một đoạn chữ, ở đây lại là {value}", value=describe(value)))
    if not value.strip():
        raise ValueError(phrase("cần một đoạn chữ, ở đây lại để trống"))
    return nfc(value)


def _identifier(value: Any) -> str:
    text = _text(value)
    if not _ID.fullmatch(text):
        raise ValueError(
            phrase('mã "{text}" chỉ được gồm chữ thường không dấu, chữ số, và dấu - _ . ở giữa', text=text)
        )
    return text


def parse_day(value: Any) -> date:
    """A day written year-month-day. Raises ValueError naming the form, or the years that a day may lie in."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    match = _DAY.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise ValueError(
            phrase("{value} không phải là ngày; hãy viết năm-tháng-ngày, ví dụ 2021-07-01", value=describe(value))
        )
    try:
        day = date(*(int(part) for part in match.groups()))
    except ValueError:
        raise ValueError(phrase("không có ngày {value} trong lịch", value=value)) from None
    if not _YEARS.start <= day.year < _YEARS.stop:
        raise ValueError(
            phrase(
                "năm {year} nằm ngoài {start}-{stop}; hãy sửa lại ngày",
                year=day.year,
                start=_YEARS.start,
                stop=_YEARS.stop - 1,
            )
        )
    return day


def _time(value: Any) -> time:
    if isinstance(value, time):
        return value
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise ValueError(phrase('{value} không phải là giờ; hãy viết giờ:phút, ví dụ "19:30"', value=describe(value)))
    return time(int(match[1]), int(match[2]))


def _instant(value: Any) -> datetime:
    if isinstance(value, datetime) and value.tzinfo:
        return value
    try:
        parsed = datetime.fromisoformat(str(value))
    except ValueError:
        raise ValueError(
            phrase(
                '{value} không phải là một thời điểm; hãy viết ví dụ "2021-05-07T19:30+07:00"', value=describe(value)
            )
        ) from None
    if parsed.tzinfo is None:
        raise ValueError(phrase('thời điểm {value} thiếu múi giờ; hãy viết "{value}+07:00"', value=value))
    if not _YEARS.start <= parsed.year < _YEARS.stop:
        raise ValueError(
            phrase(
                "năm {year} nằm ngoài {start}-{stop}; hãy sửa lại thời điểm",
                year=parsed.year,
                start=_YEARS.start,
                stop=_YEARS.stop - 1,
            )
        )
    return parsed


def parse_span(value: Any) -> timedelta:
    """A length of time written as `90s`, `15m`, `6h` or `2d`. Raises ValueError naming the forms."""
    if isinstance(value, timedelta):
        return value
    match = _SPAN.fullmatch(str(value).strip())
    if not match or len(match[1]) > 9:
        raise ValueError(
            phrase("{value} không phải là khoảng thời gian; hãy viết ví dụ 90s, 15m, 6h, 2d", value=describe(value))
        )
    return timedelta(seconds=int(match[1]) * _SECONDS[match[2]])


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not _WHOLE.fullmatch(str(value)):
        raise ValueError(phrase("{value} không phải là số nguyên; hãy viết liền, ví dụ 1490000", value=describe(value)))
    if len(str(value)) > 18:
        raise ValueError(phrase("{value} là số quá lớn", value=describe(value)))
    return int(value)


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return bool(value == "true")
    raise ValueError(phrase("{value}: ở đây chỉ viết true hoặc false", value=describe(value)))


def describe(value: Any) -> str:
    """The value as an error message shows it: short, and telling lists and groups apart from text."""
    if isinstance(value, dict):
        return phrase("một nhóm khóa: giá trị")
    if isinstance(value, list | tuple):
        return phrase("một danh sách")
    if value is None:
        return phrase("chỗ trống")
    text = str(value)
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'


Text = Annotated[str, BeforeValidator(_text), Field(min_length=1)]
Identifier = Annotated[
    str, BeforeValidator(_identifier), WithJsonSchema({"type": "string", "pattern": f"^{_ID.pattern}$"})
]
Day = Annotated[date, BeforeValidator(parse_day)]
WallTime = Annotated[time, BeforeValidator(_time), WithJsonSchema({"type": "string", "examples": ["19:30"]})]
Instant = Annotated[
    datetime, BeforeValidator(_instant), WithJsonSchema({"type": "string", "examples": ["2021-05-07T19:30+07:00"]})
]
Span = Annotated[timedelta, BeforeValidator(parse_span), WithJsonSchema({"type": "string", "examples": ["15m"]})]
Whole = Annotated[int, BeforeValidator(_whole)]
Truth = Annotated[bool, BeforeValidator(_truth)]


class Interval(Content):
    """Days from `from` to `to`, both included; without `to` it is open."""

    from_: Day = Field(alias="from")
    to: Day | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.to is not None and self.to < self.from_:
            raise MisplacedError(
                [
                    (
                        ("to",),
                        phrase(
                            "ngày cuối {to_} đứng trước ngày đầu {from_}; hãy sửa một trong hai",
                            to_=self.to,
                            from_=self.from_,
                        ),
                    )
                ]
            )
        return self

    def holds(self, day: date) -> bool:
        """Whether the day lies in the interval."""
        return self.from_ <= day and (self.to is None or day <= self.to)
