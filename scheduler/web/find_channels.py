"""The channels that a person may see, searched by name, telephone, place and unit without diacritics."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from scheduler.core.channel import Channel, Page, Station
from scheduler.core.content import Content
from scheduler.core.text import fold
from scheduler.web import names
from scheduler.web.office import Office
from scheduler.web.request import Desk

SIZE = 50
"""Channels on a page."""


@dataclass(frozen=True)
class Listed:
    """The channels of a page, and the ids by which the pages before and after it are asked for; "" where none is."""

    rows: Sequence[Channel]
    before: str = ""
    after: str = ""


def within(desk: Desk) -> list[Channel]:
    """The person's channels today, by id."""
    return desk.scope.channels(desk.office.content, desk.today)


def matching(desk: Desk, channels: Sequence[Channel], words: str) -> list[Channel]:
    """Those in which every word is found, in any order."""
    wanted = fold(words).split()
    if not wanted:
        return list(channels)
    known = _folded(desk.office.content.digest, desk.today, desk.office)
    return [channel for channel in channels if all(word in known[channel.id] for word in wanted)]


def listed(channels: Sequence[Channel], *, after: str = "", before: str = "") -> Listed:
    """A page of channels that are in the order of their ids."""
    ids = [channel.id for channel in channels]
    start = max(0, bisect_left(ids, before) - SIZE) if before else bisect_right(ids, after) if after else 0
    rows = channels[start : start + SIZE]
    if not rows:
        return Listed(rows)
    more = start + SIZE < len(channels)
    return Listed(rows, before=rows[0].id if start else "", after=rows[-1].id if more else "")


@lru_cache(maxsize=4)
def _folded(digest: str, day: date, office: Office) -> dict[str, str]:
    """By channel: what it is found by. Kept by the digest of the content and the day."""
    content = office.content
    return {channel.id: fold(_text(content, channel, day)) for channel in content.channels.values()}


def _text(content: Content, channel: Channel, day: date) -> str:
    owner = channel.owner_on(day) or channel.owners[-1].unit
    parts = [channel.id, channel.name, names.unit(content, owner, day)]
    if isinstance(channel, Station):
        parts += [channel.area, channel.phone, channel.phone.replace(" ", "")]
    if isinstance(channel, Page):
        parts.append(channel.page_id)
    return " ".join(parts)
