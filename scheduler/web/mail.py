"""Sending a person his link by mail, where config.yaml names a mail server and the mode is live."""

from contextlib import closing
from datetime import datetime

from scheduler.config import Config
from scheduler.publish.notices.letter import Letter
from scheduler.publish.notices.smtp import Line
from scheduler.publish.notices.way import NotDelivered
from scheduler.store.models import Account


def can_send(config: Config, account: Account) -> bool:
    """Whether a mail could go to this person."""
    return bool(account.email and config.notices.smtp and config.mode == "live")


def send_link(config: Config, account: Account, link: str, now: datetime) -> bool:
    """Send the link; False where the mail server did not take it. The link stands in the mail alone, in no log."""
    smtp = config.notices.smtp
    if smtp is None:
        return False
    body = (
        f"Kính gửi {account.first_name or account.username},\n\n"
        f"Mở đường dẫn sau để đặt mật khẩu vào trang truyền thông BHXH (tên tài khoản: {account.username}). Đường dẫn "
        f"dùng được một lần, trong ba ngày:\n\n{link}\n\nNếu không phải việc của bạn, xin bỏ qua thư này.\n"
    )
    letter = Letter("[BHXH] Đặt mật khẩu vào trang truyền thông", body, (), now)
    with closing(Line(smtp, config.notices.timeout.total_seconds())) as line:
        try:
            line.send(letter, account.email)
        except NotDelivered:
            return False
    return True
