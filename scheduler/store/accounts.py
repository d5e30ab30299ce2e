"""People: who may write, approve or look. `--by` names one of them."""

import re

from scheduler.core.approval import Person, Role
from scheduler.errors import BhxhError
from scheduler.store.models import Account

_NAME = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")


def person(name: str) -> Person:
    """The person of an account. Raises BhxhError where there is none or it is closed."""
    account = Account.objects.filter(username=name).first()
    if account is None:
        names = Account.objects.filter(is_active=True).order_by("username").values_list("username", flat=True)
        known = f"hiện có: {', '.join(names[:20])}" if names else "chưa có tài khoản nào"
        raise BhxhError(
            f'không có tài khoản "{name}"; {known}',
            where="--by",
            fix=f"hãy lập tài khoản: bhxh account add {name} --role author",
        )
    if not account.is_active:
        raise BhxhError(f'tài khoản "{name}" đã khóa', where="--by", fix=f"mở lại: bhxh account open {name}")
    return Person(account.username, Role(account.role), account.unit)


def add(name: str, role: Role, *, full_name: str = "", title: str = "", unit: str = "") -> Account:
    """Make an account. It has no usable password until somebody sets one. Raises BhxhError where it exists."""
    if not _NAME.fullmatch(name):
        what = f'tên tài khoản "{name}" chỉ gồm chữ thường không dấu, chữ số và dấu - _ . ở giữa'
        raise BhxhError(what, where="account add", fix="ví dụ: lan, minh.tran")
    if Account.objects.filter(username=name).exists():
        raise BhxhError(f'đã có tài khoản "{name}"', where="account add", fix="hãy chọn tên khác")
    account = Account(username=name, role=role, first_name=full_name, title=title, unit=unit)
    account.set_unusable_password()
    account.save()
    return account


def ensure(name: str, role: Role, **details: str) -> Account:
    """The account of that name, made where it does not exist."""
    return Account.objects.filter(username=name).first() or add(name, role, **details)


def set_active(name: str, active: bool) -> None:
    """Close or open an account. Raises BhxhError where there is none."""
    if not Account.objects.filter(username=name).update(is_active=active):
        raise BhxhError(f'không có tài khoản "{name}"', where="account", fix="xem: bhxh account list")


def everybody() -> list[Account]:
    """All accounts by name."""
    return list(Account.objects.order_by("username"))
