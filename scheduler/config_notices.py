"""The section `notices:` of config.yaml: who is told when something needs a person, and by which way."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, WithJsonSchema

from scheduler.core.fields import Content as Section
from scheduler.core.fields import Span, Text, WallTime, Whole, describe
from scheduler.secret import SecretField


def _folder(value: Any, info: ValidationInfo) -> Path:
    if not isinstance(value, str | Path) or not str(value).strip():
        raise ValueError(f"cần một thư mục, ở đây lại là {describe(value)}")
    base: Path = (info.context or {}).get("folder", Path())
    return base / value


def _mailbox(value: Any) -> str:
    text = str(value).strip() if isinstance(value, str) else ""
    if text.count("@") != 1 or any(mark in text for mark in "\r\n,;<> ") or text.startswith("@") or text.endswith("@"):
        raise ValueError(f"{describe(value)} không phải địa chỉ thư; hãy viết ví dụ truyenthong@example.vn")
    return text


def spanning(shortest: timedelta, words: str) -> AfterValidator:
    """Refuses a length of time below the shortest: zero would remind without end, or wait not at all."""

    def check(value: timedelta) -> timedelta:
        if value < shortest:
            raise ValueError(f"quá ngắn; hãy viết {words} hoặc dài hơn")
        return value

    return AfterValidator(check)


Mailbox = Annotated[Text, BeforeValidator(_mailbox)]
Folder = Annotated[Path, BeforeValidator(_folder), WithJsonSchema({"type": "string"})]


class Smtp(Section):
    """Thư điện tử: the mail server that carries notices."""

    host: Text = Field(description="Tên máy chủ thư.")
    port: Annotated[Whole, Field(ge=1, le=65535)] = Field(
        default=587, description="Cổng; 465 là TLS ngay từ đầu, cổng khác dùng STARTTLS nếu máy chủ có."
    )
    user: Text | None = Field(default=None, description="Tên đăng nhập; bỏ trống nếu máy chủ không cần.")
    password: SecretField | None = Field(default=None, description="Nơi cất mật khẩu: env:TÊN hoặc file:ĐƯỜNG_DẪN.")
    from_: Mailbox = Field(alias="from", description="Địa chỉ gửi.")
    to: tuple[Mailbox, ...] = Field(min_length=1, description="Những địa chỉ nhận.")


class Notices(Section):
    """Báo tin: ai được báo khi có việc cần người xử lý."""

    smtp: Smtp | None = Field(default=None, description="Gửi thư qua máy chủ này (chỉ khi live).")
    webhook: SecretField | None = Field(
        default=None, description="Nơi cất địa chỉ webhook nhận JSON (chỉ khi live): env:TÊN hoặc file:ĐƯỜNG_DẪN."
    )
    folder: Folder | None = Field(default=None, description="Thư mục ghi tin; mặc định var/<mode>/notices.")
    repeat_every: Annotated[Span, spanning(timedelta(minutes=1), "1m")] = Field(
        default="4h", validate_default=True, description="Việc chưa ai nhận thì bao lâu nhắc lại một lần."
    )
    daily_at: WallTime = Field(
        default="07:00", validate_default=True, description="Giờ gửi tin mỗi ngày, kèm niêm phong của nhật ký."
    )
    timeout: Annotated[Span, spanning(timedelta(seconds=1), "1s")] = Field(
        default="10s", validate_default=True, description="Chờ máy chủ thư hay webhook lâu nhất."
    )
