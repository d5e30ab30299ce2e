"""Links by which a person gets a password: made by an administrator, good once, for some days; kept as hashes."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from scheduler.core.phrase import phrase
from scheduler.errors import BhxhError
from scheduler.store import accounts
from scheduler.store.models import Account, Invitation

LASTS = timedelta(days=3)


def invite(account: Account, *, by: str, now: datetime) -> str:
    """A new link's secret, shown this once; links made before for the account are void."""
    if not account.is_active:
        raise BhxhError(
            phrase('tài khoản "{account}" đã khóa', account=account.username),
            where=phrase("mời"),
            fix=phrase("mở lại tài khoản trước"),
        )
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        Invitation.objects.filter(account=account, used_at=None).update(expires_at=now)
        Invitation.objects.create(account=account, token=_hash(token), by=by, at=now, expires_at=now + LASTS)
    return token


def opened(token: str, now: datetime) -> Invitation | None:
    """The invitation of a link that is still good."""
    rows = Invitation.objects.filter(token=_hash(token), used_at=None, expires_at__gt=now, account__is_active=True)
    return rows.select_related("account").first()


def accept(token: str, words: str, now: datetime) -> Account:
    """Give the account the password and use the link up. Raises BhxhError where the link is no longer good or the
    password too weak, which leaves the link good."""
    with transaction.atomic():
        invitation = opened(token, now)
        if invitation is None or not Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=now):
            raise BhxhError(
                phrase("đường dẫn này đã dùng hoặc hết hạn"),
                fix=phrase("hãy nhờ quản trị của đơn vị lập đường dẫn mới"),
            )
        accounts.set_password(invitation.account, words)
    return invitation.account


def waiting(account: Account, now: datetime) -> Invitation | None:
    """The account's link that has not been used yet."""
    return Invitation.objects.filter(account=account, used_at=None, expires_at__gt=now).order_by("-pk").first()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
