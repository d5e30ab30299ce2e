"""A call for a post in words, for its story: what was tried, and how that went. What has no word stays as stored."""

from django.utils.translation import gettext as _


def step(name: str) -> str:
    """What was tried."""
    kind, _mark, number = name.partition(":")
    said = {
        "photo": _("send the photo"), "draft": _("make the post unseen"), "release": _("let the post out"),
        "send": _("send the post"), "schedule": _("hand it to Facebook with its time"),
        "reschedule": _("tell Facebook another time"), "check": _("look at what Facebook keeps"),
        "verify": _("look whether it is out"), "unhand": _("take it back from Facebook"),
        "recall": _("delete what is out"), "take-back": _("delete what was prepared"),
        "comment": _("write the correction below"),
    }.get(kind, kind)  # fmt: skip
    return f"{said} {number}".rstrip()


def outcome(name: str) -> str:
    """How it went."""
    return {
        "": _("no answer yet"), "sent": _("done"), "prepared": _("done"), "again": _("not now, once more later"),
        "refused": _("refused"), "returned": _("back for approval"), "channeldown": _("the channel is stopped"),
        "unknown": _("nobody knows whether it arrived"), "undecided": _("not yet to be seen"),
        "spent": _("Facebook takes no more calls for now"),
    }.get(name, name)  # fmt: skip
