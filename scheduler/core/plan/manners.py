"""Manners for a time that a person chose: what the campaigns of the day would not have done there. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from scheduler.core.campaign import Cadence, Campaign, Quiet
from scheduler.core.channel import Channel
from scheduler.core.content import Content


def cadences_of(content: Content, channel: Channel, day: date) -> list[tuple[Campaign, Cadence]]:
    """The campaigns that speak on the channel on the day, each with what it keeps to there."""
    return [
        (campaign, campaign.cadence[channel.kind])
        for campaign in content.campaigns.values()
        if channel.kind in campaign.cadence and campaign.from_ <= day <= campaign.to
        and channel.owner_on(day) in content.units_of(campaign, day)
    ]  # fmt: skip


def objections(content: Content, channel: Channel, due: datetime, others: Iterable[datetime]) -> list[str]:
    """Why the time is not good for the channel. `due` is wall time, `others` are the channel's posts of that day."""
    times = sorted(other.astimezone(due.tzinfo) for other in others)
    found: dict[str, None] = {}
    for campaign, cadence in cadences_of(content, channel, due.date()):
        for why in _broken(cadence, due, times):
            found[f"{why} (chiến dịch {campaign.name})"] = None
    return list(found)


def _broken(cadence: Cadence, due: datetime, times: list[datetime]) -> Iterator[str]:
    if cadence.quiet is not None and _hushed(cadence.quiet, due):
        yield f"nằm trong giờ yên lặng {cadence.quiet.from_:%H:%M}–{cadence.quiet.to:%H:%M}"
    near = min(times, key=lambda other: abs(other - due), default=None)
    if near is not None and abs(near - due) < cadence.min_gap:
        yield f"cách bài lúc {near:%H:%M} chưa đủ {_length(cadence.min_gap)}"
    if len(times) >= cadence.max_per_day:
        yield f"ngày này kênh đã có {len(times)} bài, nhiều nhất {cadence.max_per_day}"


def _length(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    return f"{minutes // 60} giờ" if minutes % 60 == 0 else f"{minutes} phút"


def _hushed(quiet: Quiet, due: datetime) -> bool:
    at = due.time().replace(tzinfo=None)
    return quiet.from_ <= at < quiet.to if quiet.from_ < quiet.to else at >= quiet.from_ or at < quiet.to
