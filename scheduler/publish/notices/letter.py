"""What goes out: one letter for all notices that are due at once, so that forty dead Pages are one mail."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scheduler.core.text import squeeze
from scheduler.store.models import Notice

DAILY = "daily"
"""The kind of the notice that comes each day and asks for nothing."""

_LONGEST_SUBJECT = 120
_TOKENS = re.compile(r"EAA[A-Za-z0-9]{16,}|\d{5,}\|[A-Za-z0-9_-]{8,}|(?<=_token=)[^&\s]+|(?<=_secret=)[^&\s]+")
"""What Facebook's tokens look like. Narrower than `redact`: seals and long keys must stay readable here."""


@dataclass(frozen=True)
class Letter:
    """A letter in Vietnamese. `rows` are the notices for a program; nothing in it is secret."""

    subject: str
    body: str
    rows: tuple[dict[str, Any], ...]
    at: datetime


def write(notices: Sequence[Notice], mode: str, public_url: str, at: datetime) -> Letter:
    """The letter that carries these notices. Whatever looks like a token is taken out, whoever wrote it in."""
    asking = [notice for notice in notices if notice.kind != DAILY]
    head = f"{len(asking)} việc cần xử lý: {asking[0].reason}" if asking else notices[0].reason
    mark = "[BHXH]" if mode == "live" else "[BHXH tập dượt]"
    subject = squeeze(conceal(f"{mark} {head}"))[:_LONGEST_SUBJECT]
    parts = [_paragraph(number, notice) for number, notice in enumerate(notices, 1)]
    parts.append(f"Trang quản lý: {public_url}")
    return Letter(subject, conceal("\n\n".join(parts)) + "\n", tuple(_row(n) for n in notices), at)


def conceal(text: str) -> str:
    """The text without anything that looks like a token."""
    return _TOKENS.sub("***", text)


def _paragraph(number: int, notice: Notice) -> str:
    lines = [f"{number}. {notice.reason}"]
    if notice.remedy:
        lines.append(f"   Cần làm: {notice.remedy}")
    if notice.link:
        lines.append(f"   Xem: {notice.link}")
    if notice.repeats:
        lines.append(f"   Đã biết, đừng nhắc lại: bhxh notices --ack {notice.pk} --by TÊN")
    return "\n".join(lines)


def _row(notice: Notice) -> dict[str, Any]:
    return {
        "id": notice.pk, "kind": notice.kind, "subject": notice.subject, "stage": notice.stage,
        "reason": conceal(notice.reason), "remedy": conceal(notice.remedy), "link": notice.link,
        "raised_at": notice.raised_at.isoformat(),
    }  # fmt: skip
