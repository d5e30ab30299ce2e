"""Facts: dated policy figures with their legal sources, as `content/facts/` holds them."""

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from scheduler.core.fields import Content, Day, Interval, MisplacedError, Text, describe
from scheduler.core.phrase import phrase
from scheduler.core.text import Unquoted

Kind = Literal["money", "percent", "times", "years", "age", "phone", "url", "text"]
Status = Literal["verified", "secondary", "memory", "unsure"]

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_MONEY = re.compile(r"0|[1-9]\d*", re.ASCII)
_DECIMAL = re.compile(r"(0|[1-9]\d*)(\.\d+)?", re.ASCII)
_AGE = re.compile(r"(\d{1,3})y(\d{1,2})m", re.ASCII)


def _key(value: Any) -> str:
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise ValueError(
            phrase("{value}: mã số liệu chỉ gồm chữ thường không dấu, chữ số và dấu _", value=describe(value))
        )
    return str(value)


def _figure(value: Any) -> str:
    if isinstance(value, dict | list | tuple) or value is None:
        raise ValueError(phrase("cần một giá trị, ở đây lại là {value}", value=describe(value)))
    if isinstance(value, Unquoted) and not _MONEY.fullmatch(value):
        raise ValueError(
            phrase('YAML có thể hiểu {value!s} thành giá trị khác; hãy đặt trong dấu nháy: "{value!s}"', value=value)
        )
    return str(value)


FactKey = Annotated[str, BeforeValidator(_key), WithJsonSchema({"type": "string", "pattern": f"^{_KEY.pattern}$"})]
Figure = Annotated[str, BeforeValidator(_figure), WithJsonSchema({"type": ["string", "integer"]})]


class FactPeriod(Interval):
    """A figure and the days on which it applies, which differ from issued (signed) and in_force (takes effect)."""

    group: FactKey | None = None
    value: Figure
    issued: Day | None = None
    in_force: Day | None = None
    source: Text
    status: Status
    evidence: Literal["official", "press", "code", "none"] = "none"
    url: Text | None = None
    url_primary: Text | None = None
    note: Text | None = None


class Fact(Content):
    """A base figure. A fact with groups has one series of periods for each."""

    key: FactKey
    label: Text
    kind: Kind
    per: Text | None = None
    groups: dict[FactKey, Text] = Field(default_factory=dict)
    note: Text | None = None
    periods: tuple[FactPeriod, ...] = ()

    @model_validator(mode="after")
    def _values_fit(self) -> "Fact":
        places = [place for n, period in enumerate(self.periods) for place in self._misfits(n, period)]
        if places:
            raise MisplacedError(places)
        return self

    def _misfits(self, n: int, period: FactPeriod) -> Iterator[tuple[tuple[str | int, ...], str]]:
        if (period.group or "") not in (self.groups or {"": ""}):
            known = ", ".join(self.groups) or phrase("không có nhóm nào")
            yield (
                ("periods", n, "group"),
                phrase(
                    'nhóm "{group}" không có trong groups ({known})',
                    group=period.group or phrase("(không ghi)"),
                    known=known,
                ),
            )
        try:
            number(self.kind, period.value)
        except ValueError as error:
            yield ("periods", n, "value"), str(error)


class DerivedFact(Content):
    """A figure computed from base figures. With `each`, once for every group of that fact, which is then `each`."""

    key: FactKey
    label: Text
    kind: Literal["money", "percent"]
    per: Text | None = None
    each: FactKey | None = None
    formula: Text
    note: Text | None = None


class FactsFile(Content):
    """A file in `content/facts/`."""

    facts: tuple[Fact, ...] = Field(default=())
    derived: tuple[DerivedFact, ...] = Field(default=())


def number(kind: Kind, value: str) -> Fraction:
    """The figure as an exact number: đồng, a share of one for percent, months for ages, else 0.

    Raises ValueError with the form to write.
    """
    if kind not in ("phone", "url", "text") and len(value) > 20:
        raise ValueError(phrase('"{value}…" dài quá 20 chữ số', value=value[:20]))
    if kind == "money":
        if not _MONEY.fullmatch(value):
            raise ValueError(phrase('số tiền "{value}" phải là số nguyên đồng viết liền, ví dụ 1490000', value=value))
        return Fraction(value)
    if kind in ("percent", "times", "years"):
        if not _DECIMAL.fullmatch(value):
            raise ValueError(
                phrase('"{value}" phải là số dùng dấu chấm thập phân trong dấu nháy, ví dụ "4.5"', value=value)
            )
        return Fraction(value) / (100 if kind == "percent" else 1)
    if kind == "age":
        match = _AGE.fullmatch(value)
        if not match or int(match[2]) > 11:
            raise ValueError(phrase('tuổi "{value}" phải viết theo dạng 60y3m', value=value))
        return Fraction(int(match[1]) * 12 + int(match[2]))
    return Fraction(0)


def period_name(key: str, group: str | None, start: date) -> str:
    """How a period is named on the command line and in the log: `key.group@2018-01-01`."""
    return f"{key}{'.' + group if group else ''}@{start.isoformat()}"
