"""Campaigns: when and where messages are said."""

import re
from datetime import UTC, date, timedelta
from typing import Annotated, Literal, Self

from apscheduler.triggers.cron import CronTrigger
from pydantic import Field, model_validator

from scheduler.core.fields import (
    Content,
    Day,
    Identifier,
    Instant,
    Interval,
    MisplacedError,
    Span,
    Text,
    WallTime,
    Whole,
)  # fmt: skip
from scheduler.core.phrase import phrase

Field_ = Text | Whole

_CRON_PART = re.compile(
    r"\*(/\d+)?|\d+(-\d+)?(/\d+)?|[a-z]{3}(-[a-z]{3})?|last|(1st|2nd|3rd|4th|5th|last)\s+[a-z]{3}", re.IGNORECASE
)
_CRON_HELP = phrase('không phải là lịch cron; ví dụ đúng: day_of_week: "mon,thu", hour: "5,17", minute: 30')


class Cron(Content):
    """Days and times as APScheduler's CronTrigger has them, in the zone of config.yaml."""

    month: Field_ | None = None
    day: Field_ | None = None
    week: Field_ | None = None
    day_of_week: Field_ | None = None
    hour: Field_ = 8
    minute: Field_ = 0

    def fields(self) -> dict[str, str | int]:
        """The fields that are set, as CronTrigger takes them."""
        return {name: value for name, value in self if value is not None}

    @model_validator(mode="after")
    def _understood(self) -> Self:
        wrong = [name for name, value in self.fields().items() if not _is_cron(name, value)]
        if wrong:
            raise MisplacedError([((name,), f'"{getattr(self, name)}" {_CRON_HELP}') for name in wrong])
        return self


def _is_cron(name: str, value: str | int) -> bool:
    # CronTrigger looks at the beginning only: it would take "thu hai" (Monday) for Thursday.
    if not all(_CRON_PART.fullmatch(part) for part in re.split(r"\s*,\s*", str(value).strip())):
        return False
    try:
        CronTrigger(**{name: value}, timezone=UTC)
    except (ValueError, TypeError):
        return False
    return True


class Every(Content):
    """Every so many days or weeks at a time, counted from the campaign's first day."""

    days: Whole = Field(default=0, ge=0)
    weeks: Whole = Field(default=0, ge=0)
    at: WallTime

    @model_validator(mode="after")
    def _some_days(self) -> Self:
        if self.days + self.weeks == 0:
            raise ValueError(phrase("every cần ít nhất một ngày; hãy ghi days: 1 hoặc weeks: 1"))
        return self


class Trigger(Content):
    """One line of a cadence: exactly one of `cron`, `every` or `at`."""

    cron: Cron | None = None
    every: Every | None = None
    at: tuple[Instant, ...] = ()

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.cron is not None) + (self.every is not None) + bool(self.at) != 1:
            raise ValueError(phrase("mỗi dòng triggers chỉ ghi đúng một trong ba: cron, every, at"))
        return self


class Quiet(Content):
    """Hours in which nothing goes out; `from` may be later than `to` (over midnight)."""

    from_: WallTime = Field(alias="from")
    to: WallTime

    @model_validator(mode="after")
    def _some_hours(self) -> Self:
        if self.from_ == self.to:
            raise ValueError(phrase("quiet có from trùng to; hãy bỏ quiet nếu không có giờ yên lặng"))
        return self


class Cadence(Content):
    """How often, and how far apart, the channels of one kind speak.

    `spread` is the time over which pages share out one firing (default: a minute for each page). `repeats` is how
    often a script is read on its day, in that many station slots. `max_per_day` counts every post on a page, and
    every reading on a station; there, as with `min_gap`, each language counts for itself.
    """

    triggers: tuple[Trigger, ...] = Field(min_length=1)
    spread: Span | None = None
    min_gap: Span = timedelta(0)
    max_per_day: Annotated[Whole, Field(ge=1)] = 3
    quiet: Quiet | None = None
    holidays: Literal["keep", "skip"] = "keep"
    repeats: Annotated[Whole, Field(ge=1, le=5)] = 1


class Share(Content):
    """A message of the campaign and its weight in the mix."""

    id: Identifier
    weight: Annotated[Whole, Field(ge=1, le=20)] = 1
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ and self.to and self.to < self.from_:
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
        """Whether the message is in the mix on the day."""
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)


class Skip(Interval):
    """Days on which the campaign is silent, and why."""

    why: Text


class Campaign(Content):
    """A campaign: period, basis, units, messages and their mix, cadence per channel kind."""

    id: Identifier
    name: Text
    from_: Day = Field(alias="from")
    to: Day
    basis: tuple[Text, ...] = Field(min_length=1)
    units: tuple[Identifier, ...] = ()
    units_below: tuple[Identifier, ...] = ()
    messages: tuple[Share, ...] = Field(min_length=1)
    cadence: dict[Identifier, Cadence] = Field(min_length=1)
    skip: tuple[Skip, ...] = ()
    note: Text | None = None

    def days(self) -> list[date]:
        """Every day of the campaign."""
        return [self.from_ + timedelta(days=n) for n in range((self.to - self.from_).days + 1)]

    def skipped(self, day: date) -> str | None:
        """Why the campaign is silent on the day, or None."""
        return next((skip.why for skip in self.skip if skip.holds(day)), None)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        ids = [share.id for share in self.messages]
        wrong: list[tuple[tuple[str | int, ...], str]] = [
            (
                ("messages", n, "id"),
                phrase('thông điệp "{name}" đã có ở trên; hãy tăng weight thay cho ghi lặp', name=name),
            )
            for n, name in enumerate(ids)
            if name in ids[:n]
        ]
        if self.to < self.from_:
            wrong.append(
                (
                    ("to",),
                    phrase(
                        "ngày kết thúc {to_} đứng trước ngày bắt đầu {from_}; hãy sửa một trong hai",
                        to_=self.to,
                        from_=self.from_,
                    ),
                )
            )
        if wrong:
            raise MisplacedError(wrong)
        return self
