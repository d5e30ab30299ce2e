"""Manners for a time that a person chose: what the campaigns of the day would not have done there. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from scheduler.core.campaign import Cadence, Campaign, Quiet
from scheduler.core.channel import Channel
from scheduler.core.content import Content
from scheduler.core.phrase import phrase


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
            found[phrase("{why} (chiến dịch {campaign})", why=why, campaign=campaign.name)] = None
    return list(found)


def _broken(cadence: Cadence, due: datetime, times: list[datetime]) -> Iterator[str]:
    if cadence.quiet is not None and _hushed(cadence.quiet, due):
        yield phrase(
            "nằm trong giờ yên lặng {from_:%H:%M}–{to_:%H:%M}", from_=cadence.quiet.from_, to_=cadence.quiet.to
        )
    near = min(times, key=lambda other: abs(other - due), default=None)
    if near is not None and abs(near - due) < cadence.min_gap:
        yield phrase("cách bài lúc {near:%H:%M} chưa đủ {length}", near=near, length=_length(cadence.min_gap))
    if len(times) >= cadence.max_per_day:
        yield phrase(
            "ngày này kênh đã có {times} bài, nhiều nhất {max_per_day}",
            times=len(times),
            max_per_day=cadence.max_per_day,
        )


def _length(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    return (
        phrase("{minutes} giờ", minutes=minutes // 60)
        if minutes % 60 == 0
        else phrase("{minutes} phút", minutes=minutes)
    )


def _hushed(quiet: Quiet, due: datetime) -> bool:
    at = due.time().replace(tzinfo=None)
    return quiet.from_ <= at < quiet.to if quiet.from_ < quiet.to else at >= quiet.from_ or at < quiet.to
