"""The second step at log-in, for accounts that want it: codes from a telephone, and a few on paper for its loss."""

import hashlib
import secrets
from base64 import b32encode
from datetime import datetime

from django.db import transaction

from scheduler.core.totp import matching_step
from scheduler.store.models import Account

CODES = 8
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_secret() -> str:
    """A secret for an app, base32; 160 bits as RFC 4226 asks."""
    return b32encode(secrets.token_bytes(20)).decode()


def turn_on(account: Account, secret: str, typed: str, now: datetime) -> list[str] | None:
    """Ask for codes from now on, once the first was typed right; the codes for paper, or None where it was wrong."""
    step = matching_step(secret, typed, now, 0)
    if step is None:
        return None
    papers = ["-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(2)) for _ in range(CODES)]
    Account.objects.filter(pk=account.pk).update(
        totp_secret=secret, totp_step=step, recovery=[_hash(paper) for paper in papers]
    )
    return papers


def turn_off(account: Account) -> None:
    """Ask for no code any more."""
    Account.objects.filter(pk=account.pk).update(totp_secret="", totp_step=0, recovery=[])


def passes(account: Account, typed: str, now: datetime) -> bool:
    """Whether what was typed opens the account's second step, which uses it up; always where there is none."""
    if not account.totp_secret:
        return True
    step = matching_step(account.totp_secret, typed, now, account.totp_step)
    if step is not None:
        return Account.objects.filter(pk=account.pk, totp_step__lt=step).update(totp_step=step) == 1
    return _use_paper(account, typed)


@transaction.atomic
def _use_paper(account: Account, typed: str) -> bool:
    row = Account.objects.select_for_update().get(pk=account.pk)
    digest = _hash(typed)
    if digest not in row.recovery:
        return False
    left = [kept for kept in row.recovery if kept != digest]
    return Account.objects.filter(pk=row.pk).update(recovery=left) == 1


def _hash(paper: str) -> str:
    """Fifty bits of chance under a throttle need no slow hash."""
    return hashlib.sha256("".join(paper.lower().split()).encode()).hexdigest()
