"""Days of periods: which overlap, which leave a hole."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from scheduler.core.fields import Interval

ONE_DAY = timedelta(days=1)


def overlaps(periods: Sequence[Interval]) -> Iterator[tuple[int, int]]:
    """Pairs of neighbours in time that share a day: positions of the later one and of the earlier one."""
    for before, after in _neighbours(periods):
        end = periods[before].to
        if end is None or periods[after].from_ <= end:
            yield after, before


def gaps(periods: Sequence[Interval]) -> Iterator[tuple[int, date, date]]:
    """Holes between neighbours: position of the period after the hole, first and last day of it."""
    for before, after in _neighbours(periods):
        end = periods[before].to
        if end is not None and end + ONE_DAY < periods[after].from_:
            yield after, end + ONE_DAY, periods[after].from_ - ONE_DAY


def uncovered(periods: Sequence[Interval], first: date, last: date) -> Iterator[tuple[date, date]]:
    """Stretches of `first` to `last` that no period holds."""
    day = first
    for period in sorted(periods, key=lambda p: p.from_):
        if period.from_ > last:
            break
        if period.from_ > day:
            yield day, period.from_ - ONE_DAY
        if period.to is None or period.to >= last:
            return
        day = max(day, period.to + ONE_DAY)
    if day <= last:
        yield day, last


def first_uncovered(periods: Sequence[Interval], interval: Interval) -> date | None:
    """The first day of an interval that no period holds."""
    hole = next(uncovered(periods, interval.from_, interval.to or date.max), None)
    return hole[0] if hole else None


def shown(day: date) -> str:
    """A day as people write it."""
    return f"{day:%d/%m/%Y}"


def _neighbours(periods: Sequence[Interval]) -> Iterator[tuple[int, int]]:
    order = sorted(range(len(periods)), key=lambda n: periods[n].from_)
    return pairwise(order)
