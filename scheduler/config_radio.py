"""The section `radio:` of config.yaml: the mirror on an ordinary web host, and machine voices to listen with."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from scheduler.config_notices import Folder, spanning
from scheduler.core.fields import Content as Section
from scheduler.core.fields import MisplacedError, Span, Whole, describe
from scheduler.secret import SecretField

_SFTP = "sftp://"


def _target(value: Any, info: ValidationInfo) -> str:
    text = str(value).strip() if isinstance(value, str | Path) else ""
    if not text:
        raise ValueError(f"cần một thư mục hoặc địa chỉ sftp://, ở đây lại là {describe(value)}")
    if "://" not in text:
        return str((info.context or {}).get("folder", Path()) / text)
    try:
        parts = urlsplit(text)
        good = text.startswith(_SFTP) and parts.username and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        good = False
    if not good:
        raise ValueError("địa chỉ phải là thư mục hoặc sftp://người@máy:22/đường/dẫn")
    if urlsplit(text).password:
        raise ValueError("không ghi mật khẩu vào địa chỉ; hãy dùng password: env:TÊN_BIẾN hoặc key: file:ĐƯỜNG_DẪN")
    return text


def _public(value: Any) -> str:
    if not isinstance(value, str) or urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname:
        raise ValueError(f"{describe(value)} không phải địa chỉ web; hãy viết ví dụ https://dai.example.vn/")
    return value.rstrip("/")


class Mirror(Section):
    """Trang gương: kịch bản của từng đài nằm sẵn trên một máy chủ web thường, để đài lấy cả khi máy này tắt."""

    to: Annotated[str, BeforeValidator(_target)] = Field(
        description="Thư mục, hoặc sftp://người@máy:22/đường/dẫn của máy chủ web."
    )
    password: SecretField | None = Field(default=None, description="sftp: nơi cất mật khẩu.")
    key: SecretField | None = Field(default=None, description="sftp: nơi cất khóa riêng SSH (không mật khẩu).")
    known_hosts: Folder | None = Field(
        default=None, description="sftp: tệp known_hosts có khóa của máy chủ; mặc định ~/.ssh/known_hosts."
    )
    public_url: Annotated[str, BeforeValidator(_public)] | None = Field(
        default=None, description="Địa chỉ web mà các đài mở để thấy thư mục ấy."
    )
    every: Annotated[Span, spanning(timedelta(minutes=1), "1m")] = Field(
        default="15m", validate_default=True, description="Bao lâu làm mới một lần; có thu hồi thì làm mới ngay."
    )
    days: Annotated[Whole, Field(ge=1, le=7)] = Field(default=3, description="Bày mấy ngày, kể từ hôm nay.")
    forms: tuple[Literal["txt", "docx", "pdf"], ...] = Field(
        default=("txt", "docx"), description="Các dạng bày thêm bên trang HTML; PDF mất nửa giây một bản."
    )
    timeout: Annotated[Span, spanning(timedelta(seconds=1), "1s")] = Field(
        default="20s", validate_default=True, description="sftp: chờ máy chủ trả lời lâu nhất."
    )
    time_limit: Annotated[Span, spanning(timedelta(seconds=10), "10s")] = Field(
        default="10m", validate_default=True, description="Một lần làm mới kéo dài lâu nhất; phần còn lại để lần sau."
    )

    @property
    def over_sftp(self) -> bool:
        """Whether it goes to another machine."""
        return self.to.startswith(_SFTP)

    @model_validator(mode="after")
    def _can_log_in(self) -> Self:
        if self.over_sftp and self.password is None and self.key is None:
            raise MisplacedError([(("to",), "sftp cần password hoặc key để đăng nhập")])
        return self


class Radio(Section):
    """Đài truyền thanh: how scripts reach stations besides their links."""

    mirror: Mirror | None = Field(default=None, description="Trang gương trên một máy chủ web thường.")
    voice_dir: Folder | None = Field(
        default=None, description="Thư mục có tệp giọng Piper (.onnx) để nghe thử; bỏ trống thì dùng espeak-ng."
    )
    pulls_kept: Annotated[Span, spanning(timedelta(days=30), "30d")] = Field(
        default="400d", validate_default=True, description="Giữ bao lâu nhật ký từng lượt đài mở trang, tải tệp."
    )
