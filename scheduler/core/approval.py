"""Who may do what: roles, and the rule that an author does not approve his own."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scheduler.core.phrase import listed, phrase
from scheduler.core.reach import Reach, only


class Role(StrEnum):
    """What an account may do. An admin may do everything; an auditor only looks."""

    AUTHOR = "author"
    APPROVER = "approver"
    ADMIN = "admin"
    AUDITOR = "auditor"


ROLE_SCREEN = {
    Role.AUTHOR: phrase("người soạn"),
    Role.APPROVER: phrase("người duyệt"),
    Role.ADMIN: phrase("quản trị"),
    Role.AUDITOR: phrase("kiểm tra"),
}

MAY: dict[str, frozenset[Role]] = {
    "queue": frozenset({Role.AUTHOR, Role.APPROVER, Role.ADMIN}),
    "submit": frozenset({Role.AUTHOR, Role.APPROVER, Role.ADMIN}),
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
    """Who acts: the username, his role, and the unit whose posts (with those below) he may touch; "" for all.

    `reach` is what lies below the unit; without it the person touches the unit's own posts alone. `on_behalf` is the
    account whose duty a deputy does.
    """

    name: str
    role: Role
    unit: str = ""
    reach: Reach | None = None
    on_behalf: str = ""

    @property
    def reaching(self) -> Reach:
        """What the person reaches."""
        return self.reach or only(self.unit)

    def reaches(self, unit: str, due: datetime) -> bool:
        """Whether a post of this unit, due at this time, is this person's to see and to move."""
        return self.reaching.holds(unit, due)


def forbidden(person: Person, act: str) -> str | None:
    """Why the person may not do this at all, or None where he may."""
    if person.role in MAY[act]:
        return None
    allowed = listed(ROLE_SCREEN[role] for role in Role if role in MAY[act])
    return phrase(
        'tài khoản "{person}" là {role}; việc này dành cho: {allowed}',
        person=person.name,
        role=ROLE_SCREEN[person.role],
        allowed=allowed,
    )


def out_of_reach(person: Person, unit: str, due: datetime) -> str | None:
    """Why the person may not touch a post of this unit, due at this time, or None where he may."""
    if person.reaches(unit, due):
        return None
    return phrase(
        'bài của đơn vị "{unit}" không thuộc đơn vị mà tài khoản "{person}" phụ trách ("{own}")',
        unit=unit,
        person=person.name,
        own=person.unit,
    )


def own_work(person: Person, author: str, *, author_may_approve: bool) -> str | None:
    """Why the person may not approve this author's post, or None where he may; a deputy stands for two people."""
    if author not in (person.name, person.on_behalf) or author_may_approve:
        return None
    return phrase('"{author}" là người soạn bài này; bài phải do người khác duyệt', author=author)
