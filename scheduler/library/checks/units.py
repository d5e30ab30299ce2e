"""Units: parents, successors and periods."""

from collections.abc import Iterator

from scheduler.core import speech
from scheduler.core.content import Content
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
                    what = (
                        f'"{unread.token}" chưa biết đọc thế nào trên đài; hãy viết khác hoặc thêm vào content/lexicon'
                    )
                    yield item.problem(("periods", n, key), what, "warning")
                seen.add(written)


def _periods(item: Item[Unit]) -> Iterator[Problem]:
    unit = item.value
    for after, before in overlaps(unit.periods):
        what = f'đơn vị "{unit.id}": kỳ này chồng lên kỳ từ {shown(unit.periods[before].from_)}; hãy sửa from hoặc to'
        yield item.problem(("periods", after, "from"), what)
    for after, first, last in gaps(unit.periods):
        what = f'đơn vị "{unit.id}": thiếu kỳ cho {shown(first)} đến {shown(last)}; hãy nối liền các kỳ'
        yield item.problem(("periods", after, "from"), what)


def _links(book: Book, item: Item[Unit]) -> Iterator[Problem]:
    unit = item.value
    if unit.successor and not book.knows("units", unit.successor):
        yield item.problem(("successor",), _unknown(book, "đơn vị kế tiếp", unit.successor))
    for n, period in enumerate(unit.periods):
        if period.parent and not book.knows("units", period.parent):
            yield item.problem(("periods", n, "parent"), _unknown(book, "đơn vị cấp trên", period.parent))
        elif period.parent in book.units:
            day = first_uncovered(book.units[period.parent].value.periods, period)
            if day is not None:
                what = f'cấp trên "{period.parent}" không tồn tại từ {shown(day)}; hãy chia kỳ này theo cấp trên'
                yield item.problem(("periods", n, "parent"), what, "warning")


def _circles(units: Units, item: Item[Unit]) -> Iterator[Problem]:
    for n, period in enumerate(item.value.periods):
        *_, top = units.above(item.value.id, period.from_)
        last = units[top].on(period.from_)
        if last is not None and last.parent is not None and last.parent in units:
            what = f'"{item.value.id}" có cấp trên đi vòng tròn qua "{top}"; hãy sửa parent của một đơn vị'
            yield item.problem(("periods", n, "parent"), what)


def _unknown(book: Book, word: str, unit: str) -> str:
    return f'{word} "{unit}" không có trong units.yaml{perhaps(unit, book.named["units"])}'
