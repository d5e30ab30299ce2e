"""What Facebook lets a post be: its text, its link, its time."""

from __future__ import annotations

import sqlite3
from urllib.parse import urlsplit

from scheduler.sandbox.call import Call
from scheduler.sandbox.clock import graph_time
from scheduler.sandbox.errors import GraphError, bad_parameter
from scheduler.sandbox.params import content_type, instant

_FACEBOOK_HOSTS = ("facebook.com", "fb.com", "fb.me", "fb.watch")
NO_TIME_ON_PUBLISHED = "You cannot specify a scheduled publish time on a published post"


def planned_state(call: Call, published: bool, has_media: bool) -> tuple[str, int | None]:
    """What a new post will be: published, scheduled for a time, or a draft."""
    when, kind = instant(call.parameters, "scheduled_publish_time"), content_type(call.parameters)
    if published and when is not None:
        raise GraphError(100, message=NO_TIME_ON_PUBLISHED)
    if published:
        if kind not in (None, "PUBLISHED"):
            raise bad_parameter("unpublished_content_type", "needs published=false")
        return "published", None
    if when is None:
        if kind == "SCHEDULED":
            raise bad_parameter("scheduled_publish_time", "is needed for SCHEDULED")
        return "draft", None
    check_window(call, when)
    # Documented for multi-photo posts: without SCHEDULED, Graph says yes and stores a draft for ever.
    forgotten = has_media and kind != "SCHEDULED"
    if forgotten or call.twist.as_draft or kind not in (None, "SCHEDULED"):
        return "draft", None
    return "scheduled", when


def check_message(call: Call, message: str) -> None:
    """Raises GraphError 100 for a text longer than Facebook takes."""
    units = len(message.encode("utf-16-le")) // 2
    if units > call.limits.message_units:
        raise bad_parameter("message", f"is too long: {units} of at most {call.limits.message_units} characters")


def check_link(link: str | None) -> None:
    """Raises GraphError 100 for what is no web address, and 100/1609008 for Facebook's own."""
    if link is None:
        return
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").lower()
    except ValueError as error:
        raise bad_parameter("link", "is not a web address") from error
    if parts.scheme not in ("http", "https") or "." not in host:
        raise bad_parameter("link", "is not a web address")
    if any(host == known or host.endswith("." + known) for known in _FACEBOOK_HOSTS):
        raise GraphError(100, 1609008)


def check_window(call: Call, when: int) -> None:
    """Raises GraphError 100 for a time outside the scheduling window, counted from the call."""
    ahead = when - call.at
    if not call.limits.schedule_min <= ahead <= call.limits.schedule_max:
        raise GraphError(100, message="(#100) The specified scheduled publish time is invalid.")


def refuse_if_locked(call: Call, post: sqlite3.Row) -> None:
    """A scheduled post may be changed only while its time is some minutes away (once past, it may)."""
    if post["state"] != "scheduled":
        return
    if 0 <= post["scheduled_at"] - call.at < call.limits.schedule_lock:
        due = graph_time(post["scheduled_at"])
        raise GraphError(100, message=f"(#100) The post is about to be published at {due} and cannot be changed")
