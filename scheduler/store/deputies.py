"""Deputies: an account's duty handed to another for some days. What a deputy does is written down under both names."""

from datetime import date, datetime

from django.db.models import QuerySet

from scheduler.core.approval import Person, Role
from scheduler.core.phrase import phrase
from scheduler.errors import BhxhError
from scheduler.store.models import Account, Deputy


def standing_in(account: Account, principal: str, today: date) -> Person | None:
    """The person that a deputy is today for the principal; None where he is none, or the principal is closed."""
    row = duties(account, today).filter(principal__username=principal).first()
    if row is None:
        return None
    return Person(account.username, Role(row.principal.role), row.principal.unit, on_behalf=row.principal.username)


def stand_in(name: str, principal: str, today: date) -> Person:
    """The same for the account of that name. Raises BhxhError where it is not the principal's deputy today."""
    found = standing_in(Account.objects.get(username=name), principal, today)
    if found is None:
        what = phrase('hôm nay "{name}" không làm thay "{principal}"', name=name, principal=principal)
        raise BhxhError(what, where="--for", fix=phrase("hãy nhờ quản trị ghi ủy quyền ở trang Người dùng"))
    return found


def duties(account: Account, today: date) -> QuerySet[Deputy]:
    """Whose duty the account may do today."""
    rows = Deputy.objects.filter(deputy=account, ended_at=None, since__lte=today, until__gte=today)
    return rows.filter(principal__is_active=True).select_related("principal").order_by("principal__username")


def of(principal: Account) -> QuerySet[Deputy]:
    """All deputies that an account ever had, the latest first."""
    return Deputy.objects.filter(principal=principal).select_related("deputy").order_by("-since", "-pk")


def hand_over(principal: Account, deputy: Account, since: date, until: date, *, by: str, now: datetime) -> Deputy:
    """Hand an account's duty to another. Raises BhxhError where that cannot be."""
    if principal.pk == deputy.pk:
        raise BhxhError(
            phrase("không thể ủy quyền cho chính mình"), where=deputy.username, fix=phrase("chọn người khác")
        )
    if principal.role != Role.APPROVER:
        what = phrase('"{principal}" không phải là người duyệt', principal=principal.username)
        raise BhxhError(
            what, where=phrase("ủy quyền"), fix=phrase("chỉ việc của người duyệt mới giao được cho người làm thay")
        )
    if not (principal.is_active and deputy.is_active):
        raise BhxhError(phrase("tài khoản đã khóa"), where=phrase("ủy quyền"), fix=phrase("mở lại tài khoản trước"))
    if until < since:
        what = phrase("ngày cuối {until:%d/%m/%Y} đứng trước ngày đầu {since:%d/%m/%Y}", until=until, since=since)
        raise BhxhError(what, where=phrase("ủy quyền"), fix=phrase("sửa một trong hai ngày"))
    return Deputy.objects.create(principal=principal, deputy=deputy, since=since, until=until, by=by, at=now)


def end(row: Deputy, *, by: str, now: datetime) -> bool:
    """End a deputy's duty before its last day; False where it had ended."""
    return Deputy.objects.filter(pk=row.pk, ended_at=None).update(ended_at=now, ended_by=by) == 1
