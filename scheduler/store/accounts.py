"""People: who may write, approve or look. `--by` names one of them."""

import re

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from scheduler.core.approval import Person, Role
from scheduler.core.phrase import phrase
from scheduler.core.text import nfc
from scheduler.errors import BhxhError
from scheduler.store import sessions
from scheduler.store.models import Account

NAME_PATTERN = r"^[a-z0-9]+(?:[-_.][a-z0-9]+)*$"
"""Names of accounts: short, typed without marks, the same on every keyboard."""

_NAME = re.compile(NAME_PATTERN)


class NameTaken(BhxhError):
    """There is an account of this name."""


def person(name: str) -> Person:
    """The person of an account. Raises BhxhError where there is none or it is closed."""
    account = Account.objects.filter(username=name).first()
    if account is None:
        names = Account.objects.filter(is_active=True).order_by("username").values_list("username", flat=True)
        known = phrase("hiện có: {names}", names=", ".join(names[:20])) if names else phrase("chưa có tài khoản nào")
        raise BhxhError(
            phrase('không có tài khoản "{name}"; {known}', name=name, known=known),
            where="--by",
            fix=phrase("hãy lập tài khoản: bhxh account add {name} --role author", name=name),
        )
    if not account.is_active:
        raise BhxhError(
            phrase('tài khoản "{name}" đã khóa', name=name),
            where="--by",
            fix=phrase("mở lại: bhxh account open {name}", name=name),
        )
    return Person(account.username, Role(account.role), account.unit)


def mailbox(text: str) -> str:
    """The address of a mailbox, or nothing where none is given. Raises BhxhError where it is no address."""
    text = text.strip()
    try:
        if text:
            validate_email(text)
    except ValidationError:
        what = phrase('"{text}" không phải địa chỉ thư', text=text)
        raise BhxhError(what, where="--email", fix=phrase("viết ví dụ lan@example.vn")) from None
    return text


def add(name: str, role: Role, *, full_name: str = "", title: str = "", unit: str = "", email: str = "") -> Account:
    """Make an account. It has no usable password until somebody sets one. Raises NameTaken where it exists."""
    if not _NAME.fullmatch(name):
        what = phrase('tên tài khoản "{name}" chỉ gồm chữ thường không dấu, chữ số và dấu - _ . ở giữa', name=name)
        raise BhxhError(what, where="account add", fix=phrase("ví dụ: lan, minh.tran"))
    if Account.objects.filter(username=name).exists():
        raise _taken(name)
    account = Account(username=name, role=role, first_name=full_name, title=title, unit=unit, email=email)
    account.set_unusable_password()
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:  # somebody was quicker
        raise _taken(name) from None
    return account


def _taken(name: str) -> NameTaken:
    return NameTaken(
        phrase('đã có tài khoản "{name}"', name=name), where="account add", fix=phrase("hãy chọn tên khác")
    )


def ensure(name: str, role: Role, **details: str) -> Account:
    """The account of that name, made where it does not exist."""
    return Account.objects.filter(username=name).first() or add(name, role, **details)


def get(name: str) -> Account:
    """The account of that name. Raises BhxhError where there is none."""
    account = Account.objects.filter(username=name).first()
    if account is None:
        raise BhxhError(
            phrase('không có tài khoản "{name}"', name=name),
            where="account",
            fix=phrase("xem: bhxh account list"),
            at_desk=phrase("xem trang Người dùng"),
        )
    return account


def set_active(name: str, active: bool) -> None:
    """Close or open an account; closing ends its sessions. Raises BhxhError where there is none."""
    account = get(name)
    Account.objects.filter(pk=account.pk).update(is_active=active)
    if not active:
        sessions.end(account)


def set_password(account: Account, words: str) -> None:
    """Give an account its password and end its sessions. Raises BhxhError, with all reasons, where it is too weak."""
    words = nfc(words)
    try:
        validate_password(words, account)
    except ValidationError as error:
        raise BhxhError(
            " ".join(error.messages), where=phrase("mật khẩu"), fix=phrase("hãy chọn mật khẩu khác")
        ) from None
    account.set_password(words)
    account.save(update_fields=["password"])
    sessions.end(account)


def everybody() -> list[Account]:
    """All accounts by name."""
    return list(Account.objects.order_by("username"))


def can_log_in() -> bool:
    """Whether anybody can log in at the desk: an open account with a password."""
    rows = Account.objects.filter(is_active=True).exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return rows.exclude(password="").exists()
