"""Scripts approved after their station's cut-off: they go into the next broadcast with room, and say so.

What the station reads at 06:00 it took up the evening before; a script that comes later would lie there unread. Urgent
ones (ưu tiên, corrections) stay where they are: then somebody has to call the station.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.core.approval import Person, Role
from scheduler.core.channel import Station
from scheduler.core.content import Content
from scheduler.core.radio.cutoff import cutoff
from scheduler.core.radio.room import Room
from scheduler.core.render import CannotRender, Renderer
from scheduler.core.states import State
from scheduler.store.bookings import takes_place
from scheduler.store.models import Approval, Correction, Post, Transition
from scheduler.store.payloads import Shelf
from scheduler.store.queue.move import CLOCK, Overtaken
from scheduler.store.queue.renew import moved_by_hand
from scheduler.store.queue.reschedule import Rescheduling, give_time
from scheduler.store.radio.room import coming, in_time

_FARTHEST = timedelta(days=7)
"""A script that finds no room within a week is released late instead, and somebody is told."""

_CLOCK = Person(CLOCK, Role.ADMIN)


def is_closed(post: Post, content: Content, zone: ZoneInfo, now: datetime) -> bool:
    """Whether the station takes up nothing more for the broadcast that the post is for. Asks no database."""
    station = content.channels.get(post.channel)
    return isinstance(station, Station) and cutoff(station, post.due.astimezone(zone)) <= now


def roll_on(post: Post, content: Content, renderer: Renderer, zone: ZoneInfo, now: datetime) -> bool:
    """Move an approved script that comes too late to the next broadcast with room; whether it was moved.

    It keeps its approval where it reads the same there; else it is pending, with the difference.
    """
    station = content.channels.get(post.channel)
    if not isinstance(station, Station):
        return False
    closed = cutoff(station, post.due.astimezone(zone))
    if closed > now or post.issue > 1 or not _came_late(post, closed) or _stays(post, content):
        return False
    room = _next(post, station, content, zone, now)
    if room is None:
        return False
    why = f"cho phát sau giờ chốt {closed:%H:%M %d/%m/%Y} của đài"
    try:
        give_time(Rescheduling(content, renderer, zone, _CLOCK, room.start, now, why), post, Shelf())
    except (CannotRender, Overtaken):
        return False
    return True


def _came_late(post: Post, closed: datetime) -> bool:
    """Whether a person let it go after the cut-off; one that only the machine held up is released at once."""
    approvals = Approval.objects.filter(post=post, payload_sha=post.payload.sha256, at__gt=closed)
    retried = Transition.objects.filter(post=post, old=State.MISSED, new=State.APPROVED, at__gt=closed)
    return approvals.exists() or retried.exists()


def _stays(post: Post, content: Content) -> bool:
    message = content.messages.get(post.message)
    if message is not None and message.priority == "uu_tien":
        return True
    return moved_by_hand(post) or Correction.objects.filter(post=post).exists()


def _next(post: Post, station: Station, content: Content, zone: ZoneInfo, now: datetime) -> Room | None:
    """The next broadcast that the station still takes scripts for; before others one that does not have the same text
    already, as another reading of it: nobody is told the same twice running."""
    open_still = in_time(station, now)
    campaign = content.campaigns.get(post.campaign)
    beside: Room | None = None
    for room in coming(station, post.seconds, post.due, zone, but=post.key):
        if room.start - post.due > _FARTHEST or (campaign is not None and room.start.date() > campaign.to):
            break
        if open_still(room):
            if not _holds_same(room, post):
                return room
            beside = beside or room
    return beside


def _holds_same(room: Room, post: Post) -> bool:
    """Whether the text is read in the broadcast already."""
    there = takes_place(Post.objects.filter(channel=post.channel, due__gte=room.start, due__lt=room.end))
    return bool(post.message) and there.filter(message=post.message, lang=post.lang).exclude(key=post.key).exists()
