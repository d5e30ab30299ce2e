"""Log-ins that last: whose they are, since when, from where; and ending them."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from scheduler.store.models import Account, Session

SEEN_EVERY = timedelta(minutes=5)
"""How exactly it is known when a session was last used; a write at every click would serve nobody."""


def begin(key: str, account: Account, *, now: datetime, address: str, agent: str) -> None:
    """Write down whose session this is. `key` is the hashed key."""
    Session.objects.filter(session_key=key).update(
        account=account, begun_at=now, seen_at=now, address=address, agent=agent[:200]
    )


def seen(session: Session, now: datetime) -> None:
    """The session was used."""
    if session.seen_at is None or session.seen_at < now - SEEN_EVERY:
        Session.objects.filter(pk=session.pk).update(seen_at=now)


def of(account: Account, now: datetime) -> QuerySet[Session]:
    """The account's sessions that have not run out, the last used first."""
    return Session.objects.filter(account=account, expire_date__gt=now).order_by("-seen_at")


def end(account: Account, *, keys: tuple[str, ...] | None = None, but: str = "") -> int:
    """End sessions of an account, all or those of these hashed keys, but for one; how many."""
    rows = Session.objects.filter(account=account).exclude(session_key=but)
    return (rows if keys is None else rows.filter(session_key__in=keys)).delete()[0]


def forget(now: datetime) -> int:
    """Delete sessions that have run out; how many."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]
