"""Probes that somebody at the desk asked for: the clock runs them, for a page may not wait for Facebook."""

import hashlib

from scheduler.store.models import Setting

_BEGIN = "probe:"


def want(channel: str) -> None:
    """Let the clock probe the channel at its next turn."""
    Setting.objects.get_or_create(name=_name(channel), defaults={"value": channel})


def wanted() -> list[str]:
    """The channels whose probe waits, by id."""
    return sorted(Setting.objects.filter(name__startswith=_BEGIN).values_list("value", flat=True))


def take(channel: str) -> bool:
    """Take the wish, before it is fulfilled: a probe that kills its machine is not begun again. False where another
    machine was faster."""
    return Setting.objects.filter(name=_name(channel)).delete()[0] == 1


def _name(channel: str) -> str:
    return f"{_BEGIN}{hashlib.sha256(channel.encode()).hexdigest()[:32]}"
