"""Where at the desk a notice is seen to: the post, the channel, or the list that shows it."""

from urllib.parse import quote, urlencode

from scheduler.store.notices import channel_of, is_of_many

_OF_CHANNEL = ("unfetched", "recall", "paused", "waiting", "token", "expiry", "probe")
_OF_POST = ("outdated", "withheld", "altered", "comment")
"""Kinds about a channel, or about a post of it: then `#` and the post's id stand behind the channel."""

_LISTS = {"failed": "failed", "unknown": "unknown", "missed": "missed", "unapproved": "pending"}
"""Kinds about posts of a channel → the state by which the log finds them."""

_PAGES = {
    "unfetched": "stations?kind=radio&only=trouble", "mirror": "stations?kind=radio", "clock": "", "content": "",
    "daily": "log?state=all",
}  # fmt: skip


def path(kind: str, subject: str) -> str:
    """The page, without the desk's address and a slash. Of a kind that nobody knows, the list of notices."""
    channel, post = channel_of(subject), subject.partition("#")[2]
    if kind in _OF_POST and post.isdecimal():
        return f"posts/{post}"
    if kind in _LISTS:
        return f"log?{urlencode({'channel': channel, 'state': _LISTS[kind]})}"
    if kind in _OF_CHANNEL:
        several = channel.startswith("*") or is_of_many(subject)
        return _PAGES.get(kind, "stations") if several else f"stations/{quote(channel)}"
    return _PAGES.get(kind, "notices")


def link(public_url: str, kind: str, subject: str) -> str:
    """The same, for those who open the desk from outside."""
    return f"{public_url.rstrip('/')}/{path(kind, subject)}"
