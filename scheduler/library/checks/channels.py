"""Channels: kinds, owners, page ids, slots."""

from collections.abc import Iterator, Mapping

from scheduler.core.channel import Channel, Page, Station
from scheduler.core.kind import KindRules
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
            yield item.problem(("kind",), f'không có loại kênh "{channel.kind}"{perhaps(channel.kind, kinds)}')
        yield from _owners(book, item)
        if isinstance(channel, Page):
            yield from _page(item, channel, pages)
        if isinstance(channel, Station):
            yield from _slots(item, channel)


def _owners(book: Book, item: Item[Channel]) -> Iterator[Problem]:
    channel = item.value
    for after, before in overlaps(channel.owners):
        earlier = channel.owners[before]
        what = (
            f'kênh "{channel.id}" cùng lúc thuộc "{earlier.unit}" (từ {shown(earlier.from_)}); hãy thêm to cho kỳ trước'
        )
        yield item.problem(("owners", after, "from"), what)
    for n, owner in enumerate(channel.owners):
        if not book.knows("units", owner.unit):
            what = f'không có đơn vị "{owner.unit}" trong units.yaml{perhaps(owner.unit, book.named["units"])}'
            yield item.problem(("owners", n, "unit"), what)
        elif owner.unit in book.units:
            day = first_uncovered(book.units[owner.unit].value.periods, owner)
            if day is not None:
                what = f'đơn vị "{owner.unit}" không tồn tại từ ngày {shown(day)}; hãy sửa from, to hoặc đổi đơn vị'
                yield item.problem(("owners", n), what, "warning")


def _page(item: Item[Channel], page: Page, pages: dict[str, str]) -> Iterator[Problem]:
    if page.page_id in pages:
        what = f'page_id {page.page_id} đã là của kênh "{pages[page.page_id]}"; hai kênh không thể là một trang'
        yield item.problem(("page_id",), what)
    elif page.page_id.strip(_DIGITS):
        yield item.problem(("page_id",), f'page_id "{page.page_id}" phải là dãy số, xem ở mục Thông tin của trang')
    pages.setdefault(page.page_id, page.id)


def _slots(item: Item[Channel], station: Station) -> Iterator[Problem]:
    seen: set[str] = set()
    for n, slot in enumerate(station.slots):
        if slot.id in seen:
            yield item.problem(
                ("slots", n, "id"), f'đài "{station.id}" có hai buổi cùng mã "{slot.id}"; hãy đặt mã khác'
            )
        seen.add(slot.id)
