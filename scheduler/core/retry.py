"""What to do after a call to Facebook that gave no usable answer: from error to outcome, a pure function.

The codes are those that Meta documents or that third parties recorded. They are judged by (code, subcode),
never by HTTP status. Two facts shape everything here: Facebook may have published a post although it
answered with an error, and there is no idempotency key. So a call that could show the post to the public
is never repeated on a doubt; a call that could not is repeated freely.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from scheduler.core.outcome import Again, ChannelDown, Outcome, Refused, Unknown
from scheduler.core.retry_rules import BY_SUBCODE, RULES, Reaction, Rule

FIRST_WAIT = timedelta(minutes=1)
LONGEST = 30
"""Waits grow up to so many times the first one."""
LONGEST_WAIT = LONGEST * FIRST_WAIT

_PERMISSIONS = range(200, 300)


class Failure(StrEnum):
    """How a call failed."""

    NOT_SENT = "not_sent"
    """Name not found, connection refused, certificate wrong: the request never left."""
    UNKNOWN = "unknown"
    """The request may have arrived; what came back proves nothing."""
    ANSWERED = "answered"
    """Facebook answered with an error that carries a code."""


@dataclass(frozen=True)
class Fault:
    """A call without a usable answer. `wait` is Facebook's own estimate of when it will listen again;
    `what` says in Vietnamese what happened where there is no code that says it."""

    failure: Failure
    code: int | None = None
    subcode: int | None = None
    transient: bool | None = None
    wait: timedelta | None = None
    what: str = ""

    @property
    def codes(self) -> str:
        """`190/463`, `2`, or nothing."""
        known = [str(number) for number in (self.code, self.subcode) if number is not None]
        return "/".join(known)


def judge(
    fault: Fault, *, visible: bool, attempts: int, now: datetime, first: timedelta = FIRST_WAIT
) -> Outcome:  # fmt: skip
    """The outcome of a failed call.

    `visible` says that a success would have shown the post; `attempts` counts the earlier tries of this step;
    `first` is the wait before the second one.
    """
    wait = back_off(attempts, first)
    if fault.failure is Failure.NOT_SENT:
        return Again(now + wait, _sentence(fault, "Không gọi được Facebook", "sẽ tự thử lại"))
    if fault.failure is Failure.UNKNOWN and (visible or fault.code is None):
        return _doubt(fault, visible, now + wait)
    if _bad_input(fault):
        return Refused(_sentence(fault, "Facebook không nhận nội dung này", "cần sửa bài"))
    rule = rule_for(fault.code, fault.subcode)
    if rule is None:
        return _doubt(fault, visible, now + wait)
    return _by_rule(rule, fault, visible, attempts, now, wait)


def rule_for(code: int | None, subcode: int | None) -> Rule | None:
    """The line of the table for an error, or None where the table is silent."""
    listed = RULES.get((code, subcode)) or BY_SUBCODE.get(subcode) or BY_SUBCODE.get(code)
    permission = RULES[200, None] if code in _PERMISSIONS else None
    return listed or RULES.get((code, None)) or permission


def back_off(attempts: int, first: timedelta = FIRST_WAIT) -> timedelta:
    """How long to wait before the next try: a minute, doubling up to half an hour."""
    return first * min(LONGEST, 1 << min(attempts, 10))


def _bad_input(fault: Fault) -> bool:
    """Code 1 also stands for bad input; then it is said not to be transient and has a subcode."""
    listed = (fault.code, fault.subcode) in RULES
    return fault.code == 1 and fault.subcode is not None and fault.transient is False and not listed


def _by_rule(rule: Rule, fault: Fault, visible: bool, attempts: int, now: datetime, wait: timedelta) -> Outcome:
    why = _sentence(fault, rule.what, rule.fix)
    match rule.reaction:
        case Reaction.LATER:
            return Again(now + wait, why)
        case Reaction.ONCE:
            return Refused(why) if attempts else Again(now + wait, why)
        case Reaction.LOOK:
            return Unknown(why) if visible else Again(now + wait, why)
        case Reaction.TWICE:
            return Unknown(why) if visible and attempts >= rule.doubt_from else Refused(why)
        case Reaction.FIX:
            return Refused(why)
        case Reaction.STOP:
            return ChannelDown(why)
        case Reaction.PAUSE:
            return ChannelDown(why, now + _pause(rule, fault), wide=rule.wide)


def _pause(rule: Rule, fault: Fault) -> timedelta:
    return fault.wait if rule.takes_estimate and fault.wait else rule.pause


def _doubt(fault: Fault, visible: bool, again: datetime) -> Outcome:
    if visible:
        return Unknown(_sentence(fault, "Chưa rõ Facebook đã đăng hay chưa", "đang đọc lại trang để biết chắc"))
    why = _sentence(fault, "Facebook trả lời không rõ ở bước chuẩn bị, chưa có gì hiện ra", "sẽ tự thử lại")
    return Again(again, why)


def _sentence(fault: Fault, what: str, fix: str) -> str:
    detail = fault.codes or fault.what
    return f"{what} ({detail}): {fix}" if detail else f"{what}: {fix}"
