"""Campaigns: what they name, and whether anything would come of them."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from scheduler.core.campaign import Campaign, Share
from scheduler.core.channel import Channel
from scheduler.core.content import Content
from scheduler.core.kind import KindRules
from scheduler.core.message import Message
from scheduler.core.phrase import phrase
from scheduler.core.plan import plan_days
from scheduler.core.render import Renderer
from scheduler.core.slot import Gap, Slot
from scheduler.library.book import Book, Item
from scheduler.library.checks.days import shown, uncovered
from scheduler.library.problem import Problem, perhaps

MAX_DAYS = 1100
"""Three years: a longer campaign is a mistyped year."""
FIRST_WEEKS = timedelta(weeks=4)
FEW = 20


def check_campaign(book: Book, item: Item[Campaign], kinds: Mapping[str, KindRules]) -> Iterator[Problem]:
    """Unknown units and kinds, a time without end."""
    campaign = item.value
    if _endless(campaign):
        yield item.problem(
            ("to",),
            phrase(
                "chiến dịch dài hơn {max_days} ngày; hãy kiểm tra năm, hoặc chia thành nhiều đợt", max_days=MAX_DAYS
            ),
        )
    for kind in campaign.cadence:
        if kind not in kinds:
            yield item.problem(
                ("cadence", kind),
                phrase('không có loại kênh "{kind}"{hint}', kind=kind, hint=perhaps(kind, kinds)),
                key=True,
            )
    if not campaign.units and not campaign.units_below and campaign.id not in book.partial:
        yield item.problem((), phrase("chiến dịch chưa có đơn vị nào; hãy ghi units hoặc units_below"), "error")
    for key in ("units", "units_below"):
        for n, unit in enumerate(getattr(campaign, key)):
            if not book.knows("units", unit):
                what = phrase(
                    'không có đơn vị "{unit}" trong units.yaml{hint}',
                    unit=unit,
                    hint=perhaps(unit, book.named["units"]),
                )
                yield item.problem((key, n), what)


def check_shares(book: Book, item: Item[Campaign]) -> Iterator[Problem]:
    """Unknown messages; days that do not meet."""
    for n, share in enumerate(item.value.messages):
        yield from _share(book, item, n, share)


def _endless(campaign: Campaign) -> bool:
    return (campaign.to - campaign.from_).days > MAX_DAYS


def _share(book: Book, item: Item[Campaign], n: int, share: Share) -> Iterator[Problem]:
    if not book.knows("message", share.id):
        what = phrase(
            'không có thông điệp "{share}"{hint}', share=share.id, hint=perhaps(share.id, book.named["message"])
        )
        yield item.problem(("messages", n, "id"), what)
    elif share.id in book.messages and book.partial.isdisjoint((share.id, item.value.id)):
        message = book.messages[share.id].value
        if not set(message.texts) & set(item.value.cadence):
            kinds = ", ".join(item.value.cadence)
            what = phrase(
                'thông điệp "{share}" không có bài cho loại kênh nào của chiến dịch ({kinds})',
                share=share.id,
                kinds=kinds,
            )
            yield item.problem(("messages", n, "id"), what)
        if span(item.value, share, message) is None:
            what = phrase(
                'thông điệp "{share}" không có ngày nào vừa còn hiệu lực vừa nằm trong chiến dịch', share=share.id
            )
            yield item.problem(("messages", n, "id"), what)


def span(campaign: Campaign, share: Share, message: Message) -> tuple[date, date] | None:
    """The first and last day on which the campaign may say the message."""
    first = max(day for day in (campaign.from_, share.from_, message.valid_from) if day)
    last = min(day for day in (campaign.to, share.to, message.valid_to) if day)
    return (first, last) if first <= last else None


def check_channels_of(item: Item[Campaign], book: Book, content: Content) -> Iterator[Problem]:
    """Channels without an owner on a day of the campaign, and too little room between those that speak."""
    campaign = item.value
    for channel in _channels(content, campaign):
        yield from _ownerless(item, book.channels[channel.id])
    for kind, cadence in campaign.cadence.items():
        pages = sum(c.kind == kind for c in content.channels_of(campaign, campaign.from_))
        if cadence.spread is not None and cadence.spread < timedelta(minutes=max(0, pages - 1)):
            what = phrase(
                "spread quá ngắn cho {pages} kênh, mỗi kênh cách nhau một phút; hãy ghi ít nhất {minutes}m",
                pages=pages,
                minutes=pages - 1,
            )
            yield item.problem(("cadence", kind, "spread"), what)


def check_calendar(
    item: Item[Campaign], book: Book, content: Content, zone: ZoneInfo, renderer: Renderer, *, whole: bool
) -> Iterator[Problem]:
    """No slot at all. Of content that is not `whole`, only what the rest of it cannot change: nothing ever fires."""
    campaign = item.value
    whole = whole and book.partial.isdisjoint(share.id for share in campaign.messages)
    sound = tuple(share for share in campaign.messages if _says_something(book, campaign, share))
    if not sound or _endless(campaign) or not (whole or _channels(content, campaign)):
        return  # that is told by itself, or may come of what could not be read
    if sound != tuple(campaign.messages):
        campaign = campaign.model_copy(update={"messages": sound})
    why = _silence(content, campaign, zone, renderer)
    if why == "" or (why and whole):
        what = phrase("chiến dịch không cho ra buổi nào{why}; hãy xem lại đơn vị, kênh và cadence", why=why)
        yield item.problem(("cadence",), what, key=True)


def _says_something(book: Book, campaign: Campaign, share: Share) -> bool:
    if share.id not in book.messages:
        return False
    message = book.messages[share.id].value
    return bool(set(message.texts) & set(campaign.cadence)) and span(campaign, share, message) is not None


def _silence(content: Content, campaign: Campaign, zone: ZoneInfo, renderer: Renderer) -> str | None:
    """Why the campaign has no slot at all, in brackets where a reason is known; None where it has one."""
    # A year's firings of 11,000 stations take long to work out; the first weeks of a few nearly always hold a slot.
    begin = campaign.model_copy(update={"to": min(campaign.to, campaign.from_ + FIRST_WEEKS)})
    few = {channel.id for channel in content.channels_of(campaign, campaign.from_)[-FEW:]}
    days = chain(
        plan_days(content, begin, zone=zone, renderer=renderer, stations=few),
        plan_days(content, campaign, zone=zone, renderer=renderer),
    )
    gap: Gap | None = None
    for row in chain.from_iterable(day.items() for day in days):
        if isinstance(row, Slot):
            return None
        gap = gap or row
    return phrase(" (ngày {day}: {why})", day=shown(gap.day), why=gap.why) if gap else ""


def _channels(content: Content, campaign: Campaign) -> list[Channel]:
    """The channels that the campaign's units own on its first day, its last, or where an owner changes."""
    days = {campaign.from_, campaign.to}
    for channel in content.channels.values():
        days |= {owner.from_ for owner in channel.owners if campaign.from_ <= owner.from_ <= campaign.to}
    found = {channel.id: channel for day in days for channel in content.channels_of(campaign, day)}
    return [found[key] for key in sorted(found)]


def _ownerless(item: Item[Campaign], channel: Item[Channel]) -> Iterator[Problem]:
    owners = channel.value.owners
    for first, last in uncovered(owners, item.value.from_, item.value.to):
        between = min(o.from_ for o in owners) < first and any(o.from_ > last for o in owners)
        what = phrase(
            'kênh "{channel}" không thuộc đơn vị nào từ {first} đến {last} trong chiến dịch "{item}"; '
            "hãy bổ sung owners",
            channel=channel.value.id,
            first=shown(first),
            last=shown(last),
            item=item.value.id,
        )
        yield channel.problem(("owners",), what, "error" if between else "warning", key=True)
