"""Units: parents, successors and periods."""

from collections.abc import Iterator

from scheduler.core import speech
from scheduler.core.content import Content
from scheduler.core.phrase import phrase
from scheduler.core.unit import Unit, Units
from scheduler.library.book import Book, Item
from scheduler.library.checks.days import first_uncovered, gaps, overlaps, shown
from scheduler.library.problem import Problem, perhaps


def check_units(book: Book) -> Iterator[Problem]:
    """Missing parents and successors, circles, overlapping periods, gaps."""
    units = Units({key: item.value for key, item in book.units.items()})
    for item in book.units.values():
        yield from _periods(item)
        yield from _links(book, item)
        yield from _circles(units, item)


def check_names(book: Book, content: Content) -> Iterator[Problem]:
    """Names and telephones that a station could not read aloud. Once per writing."""
    seen: set[str] = set()
    for item in book.units.values():
        for n, period in enumerate(item.value.periods):
            for key in ("name", "phone"):
                written = getattr(period, key) or ""
                for unread in speech.read_aloud(written, content.lexicon).unread if written not in seen else ():
                    what = phrase(
                        '"{token}" chưa biết đọc thế nào trên đài; hãy viết khác hoặc thêm vào content/lexicon',
                        token=unread.token,
                    )
                    yield item.problem(("periods", n, key), what, "warning")
                seen.add(written)


def _periods(item: Item[Unit]) -> Iterator[Problem]:
    unit = item.value
    for after, before in overlaps(unit.periods):
        what = phrase(
            'đơn vị "{unit}": kỳ này chồng lên kỳ từ {from_}; hãy sửa from hoặc to',
            unit=unit.id,
            from_=shown(unit.periods[before].from_),
        )
        yield item.problem(("periods", after, "from"), what)
    for after, first, last in gaps(unit.periods):
        what = phrase(
            'đơn vị "{unit}": thiếu kỳ cho {first} đến {last}; hãy nối liền các kỳ',
            unit=unit.id,
            first=shown(first),
            last=shown(last),
        )
        yield item.problem(("periods", after, "from"), what)


def _links(book: Book, item: Item[Unit]) -> Iterator[Problem]:
    unit = item.value
    if unit.successor and not book.knows("units", unit.successor):
        yield item.problem(("successor",), _unknown(book, phrase("đơn vị kế tiếp"), unit.successor))
    for n, period in enumerate(unit.periods):
        if period.parent and not book.knows("units", period.parent):
            yield item.problem(("periods", n, "parent"), _unknown(book, phrase("đơn vị cấp trên"), period.parent))
        elif period.parent in book.units:
            day = first_uncovered(book.units[period.parent].value.periods, period)
            if day is not None:
                what = phrase(
                    'cấp trên "{parent}" không tồn tại từ {day}; hãy chia kỳ này theo cấp trên',
                    parent=period.parent,
                    day=shown(day),
                )
                yield item.problem(("periods", n, "parent"), what, "warning")


def _circles(units: Units, item: Item[Unit]) -> Iterator[Problem]:
    for n, period in enumerate(item.value.periods):
        *_, top = units.above(item.value.id, period.from_)
        last = units[top].on(period.from_)
        if last is not None and last.parent is not None and last.parent in units:
            what = phrase(
                '"{item}" có cấp trên đi vòng tròn qua "{top}"; hãy sửa parent của một đơn vị',
                item=item.value.id,
                top=top,
            )
            yield item.problem(("periods", n, "parent"), what)


def _unknown(book: Book, word: str, unit: str) -> str:
    return phrase(
        '{word} "{unit}" không có trong units.yaml{hint}',
        word=word,
        unit=unit,
        hint=perhaps(unit, book.named["units"]),
    )
