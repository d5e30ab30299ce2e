"""Channels: kinds, owners, page ids, slots."""

from collections.abc import Iterator, Mapping

from scheduler.core.channel import Channel, Page, Station
from scheduler.core.kind import KindRules
from scheduler.core.phrase import phrase
from scheduler.library.book import Book, Item
from scheduler.library.checks.days import first_uncovered, overlaps, shown
from scheduler.library.problem import Problem, perhaps

_DIGITS = "0123456789"


def check_channels(book: Book, kinds: Mapping[str, KindRules]) -> Iterator[Problem]:
    """Unknown kinds and owners, owners at the same time, two pages with one page_id, two slots with one id."""
    pages: dict[str, str] = {}
    for item in book.channels.values():
        channel = item.value
        if channel.kind not in kinds:
            yield item.problem(
                ("kind",),
                phrase('không có loại kênh "{kind}"{hint}', kind=channel.kind, hint=perhaps(channel.kind, kinds)),
            )
        yield from _owners(book, item)
        if isinstance(channel, Page):
            yield from _page(item, channel, pages)
        if isinstance(channel, Station):
            yield from _slots(item, channel)


def _owners(book: Book, item: Item[Channel]) -> Iterator[Problem]:
    channel = item.value
    for after, before in overlaps(channel.owners):
        earlier = channel.owners[before]
        what = phrase(
            'kênh "{channel}" cùng lúc thuộc "{unit}" (từ {from_}); hãy thêm to cho kỳ trước',
            channel=channel.id,
            unit=earlier.unit,
            from_=shown(earlier.from_),
        )
        yield item.problem(("owners", after, "from"), what)
    for n, owner in enumerate(channel.owners):
        if not book.knows("units", owner.unit):
            what = phrase(
                'không có đơn vị "{unit}" trong units.yaml{hint}',
                unit=owner.unit,
                hint=perhaps(owner.unit, book.named["units"]),
            )
            yield item.problem(("owners", n, "unit"), what)
        elif owner.unit in book.units:
            day = first_uncovered(book.units[owner.unit].value.periods, owner)
            if day is not None:
                what = phrase(
                    'đơn vị "{unit}" không tồn tại từ ngày {day}; hãy sửa from, to hoặc đổi đơn vị',
                    unit=owner.unit,
                    day=shown(day),
                )
                yield item.problem(("owners", n), what, "warning")


def _page(item: Item[Channel], page: Page, pages: dict[str, str]) -> Iterator[Problem]:
    if page.page_id in pages:
        what = phrase(
            'page_id {page_id} đã là của kênh "{pages}"; hai kênh không thể là một trang',
            page_id=page.page_id,
            pages=pages[page.page_id],
        )
        yield item.problem(("page_id",), what)
    elif page.page_id.strip(_DIGITS):
        yield item.problem(
            ("page_id",),
            phrase('page_id "{page_id}" phải là dãy số, xem ở mục Thông tin của trang', page_id=page.page_id),
        )
    pages.setdefault(page.page_id, page.id)


def _slots(item: Item[Channel], station: Station) -> Iterator[Problem]:
    seen: set[str] = set()
    for n, slot in enumerate(station.slots):
        if slot.id in seen:
            yield item.problem(
                ("slots", n, "id"),
                phrase(
                    'đài "{station}" có hai buổi cùng mã "{slot}"; hãy đặt mã khác', station=station.id, slot=slot.id
                ),
            )
        seen.add(slot.id)
