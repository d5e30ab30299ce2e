"""Looking after accounts: an administrator of a unit does so for that unit and those below it, and for no other."""

from collections.abc import Iterable, Mapping
from typing import Any

from scheduler.core.approval import Person, Role
from scheduler.core.notice import KINDS, OF_CHANNELS
from scheduler.core.phrase import phrase
from scheduler.errors import BhxhError
from scheduler.store import accounts, sessions
from scheduler.store.models import Account

CHANGEABLE = ("role", "unit", "first_name", "title", "email")


def make(person: Person, name: str, role: Role, *, full_name: str, title: str, unit: str, email: str) -> Account:
    """Make an account. Raises BhxhError where the person may not, or the name is taken."""
    require_reach(person, unit)
    return accounts.add(name, role, full_name=full_name, title=title, unit=unit, email=email)


def change(person: Person, account: Account, changes: Mapping[str, Any]) -> list[str]:
    """Change what an account may do, and where; the names of what changed. What it may do ends its sessions.

    Raises BhxhError where the person may not, or would take his own rights away: nobody might be left to give them.
    """
    require_reach(person, account.unit)
    require_reach(person, str(changes.get("unit", account.unit)))
    found = [name for name in CHANGEABLE if name in changes and getattr(account, name) != changes[name]]
    rights = {"role", "unit"} & set(found)
    if rights:
        _require_another(person, account, phrase("đổi vai trò hay đơn vị của"))
    Account.objects.filter(pk=account.pk).update(**{name: changes[name] for name in found})
    if rights:
        sessions.end(account)
    return found


def choose_notices(account: Account, kinds: Iterable[str]) -> None:
    """Keep which kinds of notices a person wants by mail: of those that there are and that may come his way."""
    offered = notices_for(account)
    Account.objects.filter(pk=account.pk).update(notices=[kind for kind in offered if kind in set(kinds)])


def notices_for(account: Account) -> tuple[str, ...]:
    """The kinds of notices that may come a person's way: what is about the machine only where he has all units."""
    return OF_CHANNELS if account.unit else tuple(KINDS)


def told_by_mail() -> list[Account]:
    """The open accounts with a mailbox whose owners chose any kind of notice, by name."""
    rows = Account.objects.filter(is_active=True).exclude(email="").exclude(notices=[])
    return list(rows.order_by("username"))


def set_open(person: Person, account: Account, active: bool) -> None:
    """Close or open an account. Raises BhxhError where the person may not."""
    require_reach(person, account.unit)
    if not active:
        _require_another(person, account, phrase("khóa"))
    accounts.set_active(account.username, active)


def require_reach(person: Person, unit: str) -> None:
    """Raise BhxhError where the unit is not one of the person's; "" is all units, which only such a person gives."""
    if not person.reaching.has_unit(unit):
        where = phrase('đơn vị "{unit}"', unit=unit) if unit else phrase("mọi đơn vị")
        raise BhxhError(
            phrase("{where} không thuộc phạm vi của bạn", where=where),
            where=phrase("đơn vị"),
            fix=phrase("chọn đơn vị của bạn hoặc bên dưới"),
        )


def _require_another(person: Person, account: Account, deed: str) -> None:
    if person.name == account.username:
        what = phrase("không thể tự {deed} chính mình", deed=deed)
        raise BhxhError(what, where=account.username, fix=phrase("hãy nhờ người quản trị khác"))
