"""The states of a post and the arrows between them: the only table of its kind."""

from enum import StrEnum

from scheduler.core.phrase import listed, phrase


class State(StrEnum):
    """Where a post stands. The words on the screen are in `SCREEN`."""

    DRAFT = "draft"
    PENDING = "pending"
    APPROVED = "approved"
    SENDING = "sending"
    PUBLISHED = "published"
    RECALLED = "recalled"
    HELD = "held"
    UNKNOWN = "unknown"
    FAILED = "failed"
    MISSED = "missed"
    CANCELLED = "cancelled"


S = State

ARROWS: dict[State, frozenset[State]] = {
    S.DRAFT: frozenset({S.PENDING, S.CANCELLED, S.PUBLISHED}),
    S.PENDING: frozenset({S.APPROVED, S.DRAFT, S.CANCELLED, S.PUBLISHED}),
    S.APPROVED: frozenset({S.SENDING, S.HELD, S.PENDING, S.MISSED, S.CANCELLED}),
    S.HELD: frozenset({S.APPROVED, S.PENDING, S.MISSED, S.CANCELLED, S.PUBLISHED}),
    S.SENDING: frozenset({S.PUBLISHED, S.APPROVED, S.UNKNOWN, S.FAILED}),
    S.UNKNOWN: frozenset({S.PUBLISHED, S.APPROVED}),
    S.FAILED: frozenset({S.APPROVED, S.PENDING, S.CANCELLED, S.PUBLISHED}),
    S.MISSED: frozenset({S.APPROVED, S.CANCELLED, S.PUBLISHED}),
    S.PUBLISHED: frozenset({S.RECALLED}),
    S.RECALLED: frozenset(),
    S.CANCELLED: frozenset({S.PUBLISHED}),
}
"""What may follow what. A post that was sent never returns to a state from which it could be sent unlooked at.

From where a post was stopped an arrow leads to published too: the channel may have shown what it held (a
scheduled post at its minute, a draft released by hand on the Page) before the word to stop reached it.
"""

SCREEN: dict[State, str] = {
    S.DRAFT: phrase("bản nháp"),
    S.PENDING: phrase("chờ duyệt"),
    S.APPROVED: phrase("đã duyệt"),
    S.SENDING: phrase("đang gửi"),
    S.PUBLISHED: phrase("đã đăng"),
    S.RECALLED: phrase("đã thu hồi"),
    S.HELD: phrase("tạm giữ"),
    S.UNKNOWN: phrase("chưa rõ đã đăng hay chưa"),
    S.FAILED: phrase("không đăng được"),
    S.MISSED: phrase("lỡ giờ"),
    S.CANCELLED: phrase("đã hủy"),
}

REPLACEABLE = frozenset({S.DRAFT, S.PENDING})
"""States in which queueing again may replace the text without being asked."""


class Refusal(ValueError):
    """A move that the table does not have."""


def require_arrow(old: State, new: State) -> None:
    """Raise Refusal, in words a clerk knows, where a post may not go from one state to the other."""
    if new not in ARROWS[old]:
        allowed = listed(phrase('"{state}"', state=SCREEN[state]) for state in State if state in ARROWS[old]) or phrase(
            "không đâu cả"
        )
        raise Refusal(
            phrase(
                'bài đang "{old}" không thể chuyển sang "{new}"; chỉ có thể chuyển sang {allowed}',
                old=SCREEN[old],
                new=SCREEN[new],
                allowed=allowed,
            )
        )
