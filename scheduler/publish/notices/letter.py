"""What goes out: one letter for all notices that are due at once, so that forty dead Pages are one mail."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scheduler.core.channel import Channel, Station
from scheduler.core.notice import KINDS
from scheduler.core.text import squeeze
from scheduler.publish.notices import place
from scheduler.store.models import Notice
from scheduler.store.notices import channel_of, is_of_many

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


@dataclass(frozen=True)
class Sender:
    """Who writes: the mode and address of the desk, and what the channels are called."""

    mode: str
    public_url: str
    channels: Mapping[str, Channel]

    @property
    def mark(self) -> str:
        """What the subject of every letter begins with."""
        return "[BHXH]" if self.mode == "live" else "[BHXH tập dượt]"

    def page(self, path: str) -> str:
        """The address of a page of the desk."""
        return f"{self.public_url.rstrip('/')}/{path}"

    def named(self, notice: Notice) -> str:
        """The reason, with the channel's name before it and a station's telephone behind it where it lacks them."""
        channel = self.channel(notice)
        if channel is None:
            return notice.reason
        station = isinstance(channel, Station)
        name = f'{"Đài" if station else "Trang"} "{channel.name}" ({channel.id})'
        reason = notice.reason if channel.name in notice.reason else f"{name}: {notice.reason}"
        phone = channel.phone if isinstance(channel, Station) else ""
        return f"{reason} (điện thoại đài: {phone})" if phone and phone not in reason else reason

    def channel(self, notice: Notice) -> Channel | None:
        """The one that it is about; None where it is about several, or the machine."""
        return None if is_of_many(notice.subject) else self.channels.get(channel_of(notice.subject))

    def link(self, notice: Notice) -> str:
        """Where at the desk it is seen to."""
        return notice.link or place.link(self.public_url, notice.kind, notice.subject)


def write(notices: Sequence[Notice], sender: Sender, at: datetime, why: Sequence[str] = ()) -> Letter:
    """The letter that carries these notices; `why` names the lists by which it comes. Whatever looks like a token is
    taken out, whoever wrote it in."""
    asking = [notice for notice in notices if notice.kind != DAILY]
    head = f"{len(asking)} việc cần xử lý: {sender.named(asking[0])}" if asking else notices[0].reason
    subject = squeeze(conceal(f"{sender.mark} {head}"))[:_LONGEST_SUBJECT]
    parts = [_paragraph(number, notice, sender) for number, notice in enumerate(notices, 1)]
    if any(notice.repeats for notice in notices):
        parts.append(f"Ai đã biết việc nào thì bấm “Tôi đã biết” ở đây để khỏi nhắc lại: {sender.page('notices')}")
    parts.append(_foot(sender, why))
    return Letter(subject, conceal("\n\n".join(parts)) + "\n", tuple(_row(n, sender) for n in notices), at)


def trial(sender: Sender, at: datetime, why: Sequence[str] = ()) -> Letter:
    """A letter that says nothing but that letters arrive."""
    body = "Đây là tin thử, không có việc gì phải làm: nhận được tin này là đường báo tin chạy tốt."
    return Letter(f"{sender.mark} Tin thử: không phải làm gì", f"{body}\n\n{_foot(sender, why)}\n", (), at)


def conceal(text: str) -> str:
    """The text without anything that looks like a token."""
    return _TOKENS.sub("***", text)


def _paragraph(number: int, notice: Notice, sender: Sender) -> str:
    """The link and what to do there come first; the command is for whoever sits at the machine."""
    lines = [f"{number}. {sender.named(notice)}", f"   Mở: {sender.link(notice)}"]
    if notice.kind in KINDS:
        lines.append(f"   Cần làm: {KINDS[notice.kind].step}")
    if notice.remedy:
        lines.append(f"   Trên máy chủ: {notice.remedy}")
    if notice.repeats:
        lines.append(f"   Đã biết, bằng lệnh: bhxh notices --ack {notice.pk} --by TÊN")
    return "\n".join(lines)


def _foot(sender: Sender, why: Sequence[str]) -> str:
    lines = [f"Trang quản lý: {sender.public_url}"]
    if why:
        lines.append(f"Nhận tin này theo: {', '.join(why)}. Đổi tin tự chọn ở trang {sender.page('own')}; danh sách")
        lines.append("chung và các tuyến do người giữ máy đặt trong config.yaml, mục notices.")
    return "\n".join(lines)


def _row(notice: Notice, sender: Sender) -> dict[str, Any]:
    kind, channel = KINDS.get(notice.kind), sender.channel(notice)
    return {
        "id": notice.pk, "kind": notice.kind, "subject": notice.subject, "stage": notice.stage,
        "channel": "" if channel is None else channel.id,
        "reason": conceal(sender.named(notice)), "step": kind.step if kind else "", "remedy": conceal(notice.remedy),
        "link": sender.link(notice), "raised_at": notice.raised_at.isoformat(),
    }  # fmt: skip
