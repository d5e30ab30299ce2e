"""The ways in which a call can go wrong, and what each does to it.

They are the failures that were seen or reported of Facebook. "executed-then-…" is the treacherous kind:
the post exists, but the answer says otherwise, or never arrives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.sandbox.answer import Answer, error_answer, json_answer
from scheduler.sandbox.call import Call, Twist
from scheduler.sandbox.errors import GraphError
from scheduler.sandbox.tokens import kill

if TYPE_CHECKING:
    from scheduler.sandbox.scenario import Rule

HANG_SECONDS = 60.0
LAG_SECONDS = 30.0
LIMIT_SECONDS = 3600.0
HTML = b"<!DOCTYPE html><html><head><title>Facebook | Error</title></head><body>Sorry, something went wrong."
WRITES = ("POST", "DELETE")
CREATES = ("feed", "photos")
LISTS = ("feed", "published_posts", "scheduled_posts", "promotable_posts", "comments", "accounts")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault by name: which calls it strikes unless its rule says otherwise, and its Vietnamese label."""

    label: str
    methods: tuple[str, ...] = ("GET", "POST", "DELETE")
    edges: tuple[str, ...] = ()


FAULTS: Mapping[str, Fault] = {
    "executed-then-500": Fault("đăng xong rồi báo lỗi 500, mã 2", WRITES),
    "executed-then-cut": Fault("đăng xong rồi cắt kết nối", WRITES),
    "executed-then-html": Fault("đăng xong rồi trả trang HTML 502", WRITES),
    "executed-then-bare-500": Fault("đăng xong rồi trả JSON với mã 500, không nói lỗi gì", WRITES),
    "executed-then-broken": Fault("đăng xong rồi trả JSON cụt", WRITES),
    "executed-then-empty": Fault("đăng xong rồi trả {} với mã 200", WRITES),
    "executed-then-error": Fault("đăng xong rồi trả lỗi với mã 200", WRITES),
    "executed-then-hang": Fault("đăng xong rồi im lặng quá lâu", WRITES),
    "hang": Fault("im lặng quá lâu, không thực hiện"),
    "cut": Fault("cắt kết nối, không thực hiện"),
    "html": Fault("trả trang HTML 502, không thực hiện"),
    "error": Fault("trả lỗi theo mã và mã phụ"),
    "rate-limit": Fault("vượt hạn mức lượt gọi"),
    "token-dies": Fault("mã truy cập hết hiệu lực giữa chừng"),
    "lag": Fault("bài mới chậm hiện ra khi đọc lại", ("POST",), CREATES),
    "stuck-schedule": Fault("bài hẹn giờ không tự đăng", ("POST",), (*CREATES, "post")),
    "schedule-as-draft": Fault("bài hẹn giờ bị lưu thành nháp", ("POST",), (*CREATES, "post")),
    "media-used": Fault("ảnh bị coi là đã đăng rồi", ("POST",), ("feed",)),
    "refuse-drafts": Fault("Trang không nhận bài chưa công khai", ("POST",), ("feed",)),
    "short-page": Fault("danh sách trả thiếu nhưng còn trang sau", ("GET",), LISTS),
}


def twisted(twist: Twist, rule: Rule) -> Twist:
    """How an executed call is bent by a rule; unchanged for faults of another kind."""
    if rule.fault == "lag":
        return replace(twist, lag=LAG_SECONDS if rule.seconds is None else rule.seconds)
    names = {
        "stuck-schedule": "stuck",
        "schedule-as-draft": "as_draft",
        "media-used": "media_used",
        "refuse-drafts": "refuse_drafts",
        "short-page": "short_page",
    }
    return replace(twist, **{names[rule.fault]: True}) if rule.fault in names else twist


def bends(rule: Rule) -> bool:
    """Whether a rule only bends a call, so that further rules may strike it too."""
    return rule.fault == "lag" or twisted(Twist(), rule) != Twist()


def before(call: Call, rule: Rule) -> Answer | None:
    """The answer of a fault that keeps the call from being executed, or None.

    Raises GraphError for the faults that refuse in Graph's own words.
    """
    if rule.fault == "cut":
        return Answer(cut=True)
    if rule.fault == "hang":
        return Answer(cut=True, delay=rule.seconds or HANG_SECONDS)
    if rule.fault == "html":
        return Answer(502, HTML, "text/html; charset=utf-8")
    if rule.fault == "token-dies":
        kill(call, rule.subcode if rule.subcode is not None else 463)
        raise GraphError(190, 463 if rule.subcode is None else rule.subcode or None)
    if rule.fault == "error":
        raise GraphError(rule.code or 1, rule.subcode)
    if rule.fault == "rate-limit":
        raise GraphError(rule.code or 80001, rule.subcode)
    return None


def _as_500(call: Call, answer: Answer, rule: Rule) -> Answer:
    return error_answer(GraphError(rule.code or 2, rule.subcode, status=500), call.trace)


def _as_error(call: Call, answer: Answer, rule: Rule) -> Answer:
    return error_answer(GraphError(rule.code or 2, rule.subcode, status=200), call.trace)


_AFTER: Mapping[str, Callable[[Call, Answer, Rule], Answer]] = {
    "executed-then-500": _as_500,
    "executed-then-error": _as_error,
    "executed-then-cut": lambda call, answer, rule: Answer(cut=True),
    "executed-then-html": lambda call, answer, rule: Answer(502, HTML, "text/html; charset=utf-8"),
    "executed-then-bare-500": lambda call, answer, rule: replace(answer, status=500),
    "executed-then-broken": lambda call, answer, rule: replace(answer, content=answer.content[:-1]),
    "executed-then-empty": lambda call, answer, rule: json_answer({}),
    "executed-then-hang": lambda call, answer, rule: replace(answer, delay=rule.seconds or HANG_SECONDS),
}


def after(call: Call, answer: Answer, rule: Rule) -> Answer:
    """What a fault makes of the answer to a call that was executed."""
    change = _AFTER.get(rule.fault)
    return change(call, answer, rule) if change else answer
