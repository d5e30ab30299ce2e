"""Who may do what: roles, and the rule that an author does not approve his own."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an account may do. An admin may do everything; an auditor only looks."""

    AUTHOR = "author"
    APPROVER = "approver"
    ADMIN = "admin"
    AUDITOR = "auditor"


ROLE_SCREEN = {
    Role.AUTHOR: "người soạn",
    Role.APPROVER: "người duyệt",
    Role.ADMIN: "quản trị",
    Role.AUDITOR: "kiểm tra",
}

MAY: dict[str, frozenset[Role]] = {
    "queue": frozenset({Role.AUTHOR, Role.APPROVER, Role.ADMIN}),
    "approve": frozenset({Role.APPROVER, Role.ADMIN}),
    "reschedule": frozenset({Role.AUTHOR, Role.APPROVER, Role.ADMIN}),
    "hold": frozenset({Role.AUTHOR, Role.APPROVER, Role.ADMIN}),
    "release": frozenset({Role.APPROVER, Role.ADMIN}),
    "cancel": frozenset({Role.AUTHOR, Role.APPROVER, Role.ADMIN}),
    "return": frozenset({Role.APPROVER, Role.ADMIN}),
    "retry": frozenset({Role.APPROVER, Role.ADMIN}),
    "recall": frozenset({Role.APPROVER, Role.ADMIN}),
    "confirm": frozenset({Role.APPROVER, Role.ADMIN}),
    "link": frozenset({Role.AUTHOR, Role.APPROVER, Role.ADMIN}),
    "tell": frozenset({Role.AUTHOR, Role.APPROVER, Role.ADMIN}),
    "withhold": frozenset({Role.AUTHOR, Role.APPROVER, Role.ADMIN}),
    "lift": frozenset({Role.APPROVER, Role.ADMIN}),
}
"""Which roles may do which act. Stopping is everybody's who works here: it harms nothing to stop."""


@dataclass(frozen=True)
class Person:
    """Who acts: the username, his role, and the unit whose posts (with those below) he may touch; "" for all."""

    name: str
    role: Role
    unit: str = ""


def forbidden(person: Person, act: str) -> str | None:
    """Why the person may not do this at all, or None where he may."""
    if person.role in MAY[act]:
        return None
    allowed = ", ".join(ROLE_SCREEN[role] for role in Role if role in MAY[act])
    return f'tài khoản "{person.name}" là {ROLE_SCREEN[person.role]}; việc này dành cho: {allowed}'


def own_work(person: Person, author: str, *, author_may_approve: bool) -> str | None:
    """Why the person may not approve this author's post, or None where he may."""
    if author != person.name or author_may_approve:
        return None
    return f'"{person.name}" là người soạn bài này; bài phải do người khác duyệt'
