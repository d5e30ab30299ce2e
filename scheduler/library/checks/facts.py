"""Facts: periods of each series, and formulas of derived figures."""

from collections.abc import Iterator

from scheduler.core.fact import DerivedFact, Fact, FactPeriod
from scheduler.core.figures import Facts
from scheduler.core.formula import FormulaError, names
from scheduler.core.phrase import phrase
from scheduler.library.book import Book, Item
from scheduler.library.checks.days import gaps, overlaps, shown
from scheduler.library.problem import Problem, perhaps


def check_facts(book: Book) -> Iterator[Problem]:
    """Overlapping periods and holes between them; formulas that cannot be computed."""
    for item in book.facts.values():
        yield from _series(item)
    earlier = set(book.facts)
    sound = []
    for derived in book.derived.values():
        problems = list(_formula(book, derived, earlier))
        yield from problems
        if not problems:
            sound.append(derived)
        earlier.add(derived.value.key)
    if "facts" not in book.broken:
        yield from _results(book, sound)


def _series(item: Item[Fact]) -> Iterator[Problem]:
    fact = item.value
    for group in fact.groups or {"": ""}:
        places = [n for n, period in enumerate(fact.periods) if (period.group or "") == group]
        series: list[FactPeriod] = [fact.periods[n] for n in places]
        name = f"{fact.key}.{group}" if group else fact.key
        for after, before in overlaps(series):
            what = phrase(
                '"{name}": kỳ này chồng lên kỳ từ {from_}; hãy thêm to cho kỳ trước',
                name=name,
                from_=shown(series[before].from_),
            )
            yield item.problem(("periods", places[after], "from"), what)
        for after, first, last in gaps(series):
            what = phrase(
                '"{name}": không có số liệu từ {first} đến {last}; nếu không phải cố ý hãy bổ sung',
                name=name,
                first=shown(first),
                last=shown(last),
            )
            yield item.problem(("periods", places[after], "from"), what, "warning")


def _formula(book: Book, item: Item[DerivedFact], earlier: set[str]) -> Iterator[Problem]:
    derived = item.value
    each = book.facts.get(derived.each or "")
    if derived.each and not book.knows("facts", derived.each):
        yield item.problem(("each",), _unknown(book, derived.each))
    elif derived.each and each and not each.value.groups:
        yield item.problem(
            ("each",),
            phrase('số liệu "{each}" không có nhóm; hãy bỏ each và viết tên nó vào formula', each=derived.each),
        )
    try:
        used = names(derived.formula)
    except FormulaError as error:
        yield item.problem(("formula",), str(error))
        return
    for name in used:
        if fault := _name_fault(book, derived, name, earlier):
            yield item.problem(("formula",), fault)


def _name_fault(book: Book, derived: DerivedFact, name: str, earlier: set[str]) -> str:
    key, _, group = name.partition(".")
    if name == "each":
        return "" if derived.each else phrase('công thức dùng "each" mà chưa ghi each: mã số liệu có nhóm')
    if not book.knows("facts", key):
        return _unknown(book, key)
    if key in book.derived and key not in earlier:
        return phrase(
            '"{key}" được tính sau "{derived}"; hãy đặt nó lên trước, hoặc viết thẳng các số liệu gốc',
            key=key,
            derived=derived.key,
        )
    if key not in book.facts:
        return ""
    groups = book.facts[key].value.groups
    if group not in (groups or {"": ""}):
        return phrase(
            'số liệu "{key}" không có nhóm "{group}"{hint}', key=key, group=group, hint=perhaps(group, groups)
        )
    return ""


def _results(book: Book, sound: list[Item[DerivedFact]]) -> Iterator[Problem]:
    """For each formula, the first day from which it gives no sensible figure though its parts are there."""
    facts = Facts(tuple(i.value for i in book.facts.values()), tuple(i.value for i in sound))
    by_key = {item.value.key: item for item in sound}
    for day in facts.changes():
        for key, why in facts.on(day).broken.items():
            if item := by_key.pop(key.partition(".")[0], None):
                yield item.problem(("formula",), phrase("từ {day}: {why}", day=shown(day), why=why))


def _unknown(book: Book, key: str) -> str:
    return phrase('không có số liệu "{key}" trong content/facts{hint}', key=key, hint=perhaps(key, book.named["facts"]))
