"""The section `notices:` of config.yaml: who is told when something needs a person, and by which way."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, WithJsonSchema, model_validator

from scheduler.core.fields import Content as Section
from scheduler.core.fields import Identifier, MisplacedError, Span, Text, WallTime, Whole, describe
from scheduler.core.notice import KINDS
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


def _kind(value: Any) -> str:
    if not isinstance(value, str) or value not in KINDS:
        raise ValueError(f"không có loại tin {describe(value)}; có các loại: {', '.join(KINDS)}")
    return value


Mailbox = Annotated[Text, BeforeValidator(_mailbox)]
NoticeKind = Annotated[str, BeforeValidator(_kind), WithJsonSchema({"type": "string", "enum": list(KINDS)})]
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
    to: tuple[Mailbox, ...] = Field(
        default=(), min_length=1, description="Danh sách chung: những địa chỉ nhận tin mà không tuyến nào nhận."
    )


class Route(Section):
    """Tuyến báo tin: ai nhận tin của đơn vị nào, loại nào."""

    name: Text | None = Field(default=None, description="Tên tuyến, để người đọc nhận ra.")
    to: tuple[Mailbox, ...] = Field(default=(), min_length=1, description="Những địa chỉ thư nhận; cần mục smtp.")
    webhook: SecretField | None = Field(
        default=None, description="Nơi cất địa chỉ webhook nhận JSON: env:TÊN hoặc file:ĐƯỜNG_DẪN."
    )
    units: tuple[Identifier, ...] = Field(
        default=(),
        min_length=1,
        description="Chỉ tin về kênh của những đơn vị này và các đơn vị bên dưới; bỏ dòng này là mọi đơn vị và cả máy.",
    )
    kinds: tuple[NoticeKind, ...] = Field(
        default=(), min_length=1, description="Chỉ những loại tin này; bỏ dòng này là mọi loại."
    )

    def mistakes(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """What is wrong with the route by itself, each at its place in it."""
        if not self.to and self.webhook is None:
            yield (), "tuyến này không báo cho ai; ghi to: (địa chỉ thư) hoặc webhook:"
        if self.units and self.kinds and all(KINDS[kind].of_machine for kind in self.kinds):
            what = "những loại tin này là về máy, không về đơn vị nào, nên tuyến này không bao giờ có tin"
            yield ("kinds",), f"{what}; bỏ dòng units, hoặc thêm loại tin khác"


class Notices(Section):
    """Báo tin: ai được báo khi có việc cần người xử lý."""

    smtp: Smtp | None = Field(default=None, description="Gửi thư qua máy chủ này (chỉ khi live).")
    webhook: SecretField | None = Field(
        default=None, description="Nơi cất địa chỉ webhook nhận JSON (chỉ khi live): env:TÊN hoặc file:ĐƯỜNG_DẪN."
    )
    folder: Folder | None = Field(default=None, description="Thư mục ghi tin; mặc định var/<mode>/notices.")
    routes: tuple[Route, ...] = Field(
        default=(), description="Ai nhận tin nào; tin không tuyến nào nhận thì tới smtp.to và webhook ở trên."
    )
    repeat_every: Annotated[Span, spanning(timedelta(minutes=1), "1m")] = Field(
        default="4h", validate_default=True, description="Việc chưa ai nhận thì bao lâu nhắc lại một lần."
    )
    daily_at: WallTime = Field(
        default="07:00", validate_default=True, description="Giờ gửi tin mỗi ngày, kèm niêm phong của nhật ký."
    )
    timeout: Annotated[Span, spanning(timedelta(seconds=1), "1s")] = Field(
        default="10s", validate_default=True, description="Chờ máy chủ thư hay webhook lâu nhất."
    )

    @model_validator(mode="after")
    def _routes_hold(self) -> Self:
        """Each route tells somebody, and by a mail server where it names mailboxes."""
        found: list[tuple[tuple[str | int, ...], str]] = []
        for n, route in enumerate(self.routes):
            found += [(("routes", n, *place), what) for place, what in route.mistakes()]
            if route.to and self.smtp is None:
                what = "tuyến này gửi thư mà chưa có máy chủ thư; ghi mục notices.smtp (host, from)"
                found.append((("routes", n, "to"), what))
        if found:
            raise MisplacedError(found)
        return self

    def route_name(self, number: int) -> str:
        """What a route is called, counted from 0."""
        return self.routes[number].name or f"tuyến {number + 1}"
