"""What the ids of posts are called on the screen, as content has it now; the id itself where it is gone from there."""

from datetime import date

from django.utils.translation import gettext as _

from scheduler.core.content import Content
from scheduler.core.message import Message
from scheduler.core.post import HAND_WRITTEN


def campaign(content: Content, name: str) -> str:
    """A campaign's name."""
    if name == HAND_WRITTEN:
        return _("written by hand")
    return content.campaigns[name].name if name in content.campaigns else name


def message(content: Content, name: str) -> str:
    """A message's title, with what sets it apart from others of the same title; "" for a text that belongs to none."""
    if name not in content.messages:
        return name
    one = content.messages[name]
    alike = [other for other in content.messages.values() if other.title.casefold() == one.title.casefold()]
    if len(alike) == 1:
        return one.title
    same = any(_validity(other) == _validity(one) for other in alike if other.id != name)
    return f"{one.title} ({name if same else _validity(one)})"


def _validity(message: Message) -> str:
    until = f" {message.valid_to:%d/%m/%Y}" if message.valid_to else ""
    return f"{message.valid_from:%d/%m/%Y} –{until}"


def channel(content: Content, name: str) -> str:
    """A channel's name."""
    return content.channels[name].name if name in content.channels else name


def unit(content: Content, name: str, day: date) -> str:
    """A unit's short name on the day; before its first and after its last, the nearest that it had."""
    if name not in content.units:
        return name
    periods = content.units[name].periods
    return (content.units[name].on(day) or periods[0 if day < periods[0].from_ else -1]).short_name


def kind(name: str) -> str:
    """A channel kind."""
    return {"facebook": _("fanpage"), "radio": _("station")}.get(name, name)
