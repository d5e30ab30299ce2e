"""Facts resolved for a day: what a template sees as `fact`."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from scheduler.core.fact import DerivedFact, Fact, FactPeriod, Kind, number, period_name
from scheduler.core.formula import FormulaError, evaluate
from scheduler.core.phrase import phrase


class NoFigure(LookupError):
    """No figure for this key on this day; the text says which."""


@dataclass(frozen=True)
class Basis:
    """A base period that a figure rests on."""

    name: str
    label: str
    value: str
    source: str
    status: str


@dataclass(frozen=True)
class FactValue:
    """A figure on a day, printed as people write it; `number` is it without its unit."""

    key: str
    label: str
    kind: Kind
    per: str | None
    amount: Fraction
    text: str
    basis: tuple[Basis, ...]

    def __str__(self) -> str:
        return {"money": f"{self.number} đồng", "times": f"{self.number} lần", "years": f"{self.number} năm"}.get(
            self.kind, self.number
        )

    @cached_property
    def number(self) -> str:
        """The bare number in Vietnamese writing: 1.490.000; 4,5%; 60 tuổi 3 tháng."""
        if self.kind == "money":
            return f"{int(self.amount):,}".replace(",", ".")
        if self.kind == "percent":
            return f"{_decimal(self.amount * 100)}%"
        if self.kind in ("times", "years"):
            return _decimal(self.amount)
        if self.kind == "age":
            years, months = divmod(int(self.amount), 12)
            return f"{years} tuổi {months} tháng" if months else f"{years} tuổi"
        return self.text

    @cached_property
    def source(self) -> str:
        """The legal documents that the figure rests on."""
        return "; ".join(dict.fromkeys(basis.source for basis in self.basis))


def _decimal(amount: Fraction) -> str:
    whole, rest = divmod(amount, 1)
    digits = ""
    while rest and len(digits) < 6:
        digit, rest = divmod(rest * 10, 1)
        digits += str(digit)
    left = f"{int(whole):,}".replace(",", ".")
    return f"{left},{digits}" if digits else left


class FactSet:
    """All figures that hold from one day to another. One object per stretch of days without a change.

    `broken` are derived figures whose parts are all there and whose formula gives nothing sensible, and why.
    """

    def __init__(
        self,
        values: Mapping[str, FactValue],
        grouped: frozenset[str],
        missing: Mapping[str, str],
        broken: Mapping[str, str],
    ) -> None:
        self.values = values
        self.grouped = grouped
        self.broken = broken
        self._missing = missing

    def __getitem__(self, key: str) -> FactValue:
        if key not in self.values:
            why = self.broken.get(key) or self._missing.get(key)
            raise NoFigure(
                phrase('không tính được "{key}": {why}', key=key, why=why)
                if why
                else phrase('không có số liệu "{key}"', key=key)
            )
        return self.values[key]


class Facts:
    """Every fact, and the figures of any day."""

    def __init__(self, facts: tuple[Fact, ...], derived: tuple[DerivedFact, ...]) -> None:
        self.facts = {fact.key: fact for fact in facts}
        self.derived = {fact.key: fact for fact in derived}
        self._edges = sorted(_edges(facts))
        self._sets: dict[int, FactSet] = {}

    def keys(self) -> set[str]:
        """Every name a template may write after `fact.`: keys, and `key.group` where there are groups."""
        return set(self.facts) | set(self.derived) | {f"{k}.{g}" for k in self._grouped() for g in self.groups_of(k)}

    def groups_of(self, key: str) -> dict[str, str]:
        """The groups of a fact, base or derived, with their names; empty where it has none."""
        if key in self.facts:
            return self.facts[key].groups
        each = self.derived[key].each if key in self.derived else None
        return self.facts[each].groups if each in self.facts else {}

    def on(self, day: date) -> FactSet:
        """The figures of a day. Days between two changes share one object."""
        stretch = bisect_right(self._edges, day)
        if stretch not in self._sets:
            self._sets[stretch] = self._resolve(day)
        return self._sets[stretch]

    def changes(self) -> list[date]:
        """The days on which some figure begins or ceases to hold, in order."""
        return list(self._edges)

    def _grouped(self) -> list[str]:
        return [key for key in (*self.facts, *self.derived) if self.groups_of(key)]

    def _resolve(self, day: date) -> FactSet:
        values: dict[str, FactValue] = {}
        for fact in self.facts.values():
            for period in fact.periods:
                if period.holds(day):
                    value = _base_value(fact, period)
                    values[value.key] = value
        missing: dict[str, str] = {}
        broken: dict[str, str] = {}
        for derived in self.derived.values():
            for group in self.groups_of(derived.key) or {"": ""}:
                key = f"{derived.key}.{group}" if group else derived.key
                try:
                    values[key] = _derived_value(derived, key, group, values)
                except NoFigure as error:
                    missing[key] = str(error)
                except FormulaError as error:
                    broken[key] = str(error)
        return FactSet(values, frozenset(self._grouped()), missing, broken)


def _edges(facts: tuple[Fact, ...]) -> set[date]:
    starts = {period.from_ for fact in facts for period in fact.periods}
    ends = {p.to + timedelta(days=1) for fact in facts for p in fact.periods if p.to and p.to < date.max}
    return starts | ends


def _base_value(fact: Fact, period: FactPeriod) -> FactValue:
    key = f"{fact.key}.{period.group}" if period.group else fact.key
    label = f"{fact.label} – {fact.groups[period.group]}" if period.group else fact.label
    name = period_name(fact.key, period.group, period.from_)
    basis = Basis(name, label, period.value, period.source, period.status)
    return FactValue(key, label, fact.kind, fact.per, number(fact.kind, period.value), period.value, (basis,))


def _derived_value(derived: DerivedFact, key: str, group: str, values: Mapping[str, FactValue]) -> FactValue:
    bases: dict[str, Basis] = {}

    def value_of(name: str) -> Fraction:
        full = f"{derived.each}.{group}" if name == "each" and derived.each else name
        if full not in values:
            raise NoFigure(phrase('không có "{full}" trong ngày này', full=full))
        bases.update({basis.name: basis for basis in values[full].basis})
        return values[full].amount

    amount = evaluate(derived.formula, value_of)
    if derived.kind == "money" and amount.denominator != 1:
        raise FormulaError(phrase("kết quả {amount} đồng không phải số nguyên", amount=_decimal(amount)))
    return FactValue(key, derived.label, derived.kind, derived.per, amount, str(amount), tuple(bases.values()))
