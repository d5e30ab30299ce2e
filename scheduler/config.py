"""`config.yaml`: what belongs to the machine. Read once, frozen, every problem told at once."""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    BeforeValidator,
    Field,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from scheduler.config_file import file_of, tree_of
from scheduler.config_notices import Notices, spanning
from scheduler.config_radio import Radio
from scheduler.core.fields import Content as Section
from scheduler.core.fields import Identifier, Span, Text, Truth, Whole, describe
from scheduler.library.problem import Problem, Unclean, clean, perhaps
from scheduler.library.translate import parse, sentence
from scheduler.secret import SecretField

FACEBOOK = "https://graph.facebook.com/"
_SQLITE = "sqlite:///"
_OVER = {"BHXH_MODE": ("mode",), "BHXH_DATABASE_URL": ("database",), "BHXH_GRAPH_URL": ("facebook", "graph_url")}
"""Variables that win over the file."""

Mode = Literal["rehearsal", "live"]
Protocol = Literal["two-phase", "handover", "direct"]


def _path(value: Any, info: ValidationInfo) -> Path:
    if not isinstance(value, str | Path) or not str(value).strip():
        raise ValueError(f"cần một đường dẫn, ở đây lại là {describe(value)}")
    folder: Path = (info.context or {}).get("folder", Path())
    return folder / value


def _zone(value: Any) -> str:
    try:
        return ZoneInfo(str(value)).key
    except (ValueError, OSError, LookupError):
        raise ValueError(f"không có múi giờ {describe(value)}{perhaps(str(value), available_timezones())}") from None


def _address(value: Any) -> str:
    try:
        parts = urlsplit(str(value))
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        good = False
    if not good:
        raise ValueError(f"{describe(value)} không phải địa chỉ web; hãy viết ví dụ https://truyenthong.example.vn")
    return str(value)


def _database(value: Any, info: ValidationInfo) -> str:
    text = str(value)
    if text.startswith(_SQLITE):
        path = _path(text.removeprefix(_SQLITE), info)
        return f"{_SQLITE}{path}"
    if not text.startswith(("postgresql://", "postgres://")):
        what = "địa chỉ cơ sở dữ liệu phải là sqlite:///đường/dẫn.sqlite3 hoặc postgresql://người@máy:5432/tên"
        raise ValueError(what)
    return text


FilePath = Annotated[Path, BeforeValidator(_path), WithJsonSchema({"type": "string"})]
Zone = Annotated[str, BeforeValidator(_zone)]
Address = Annotated[str, BeforeValidator(_address)]
DatabaseUrl = Annotated[str, BeforeValidator(_database)]
Port = Annotated[Whole, Field(ge=0, le=65535)]


def _span(text: str, description: str) -> Any:
    return Field(default=text, validate_default=True, description=description)


class Web(Section):
    """Trang quản lý: the desk in the browser."""

    host: Text = Field(default="127.0.0.1", description="Địa chỉ nghe; 0.0.0.0 để máy khác vào được.")
    port: Port = Field(default=8000, description="Cổng của trang quản lý.")
    behind_proxy: Truth = Field(
        default=False,
        description="Có máy chủ trung gian lo https đứng trước; nó phải tự đặt X-Forwarded-Proto và X-Forwarded-For.",
    )
    visits_kept: Annotated[Span, spanning(timedelta(days=30), "30d")] = _span(
        "732d", "Giữ nhật ký truy cập bao lâu: ai đăng nhập, làm gì, từ địa chỉ nào."
    )


class Facebook(Section):
    """Fanpage: how posts reach Facebook."""

    version: Annotated[Text, Field(pattern=r"^v\d+\.\d+$")] = Field(default="v26.0", description="Phiên bản Graph API.")
    graph_url: Address = Field(
        default="", description=f"Địa chỉ Graph API; mặc định {FACEBOOK} khi live, máy chủ tập dượt khi rehearsal."
    )
    app_id: Text | None = Field(default=None, description="Mã ứng dụng Facebook.")
    app_secret: SecretField | None = Field(
        default=None, description="Nơi cất khóa ứng dụng: env:TÊN hoặc file:ĐƯỜNG_DẪN."
    )
    connect_timeout: Span = _span("5s", "Chờ kết nối lâu nhất.")
    read_timeout: Span = _span("30s", "Chờ trả lời lâu nhất.")
    protocol: Protocol = Field(
        default="two-phase",
        description="Cách đăng: two-phase (soạn ẩn rồi mở), handover (giao Facebook hẹn giờ), direct (đăng thẳng).",
    )
    prepare_ahead: Span = _span("15m", "Soạn bài ẩn trước giờ đăng bao lâu.")
    handover_ahead: Span = _span("24h", "handover: giao Facebook hẹn giờ trước giờ đăng bao lâu; nhiều nhất 29 ngày.")
    handover_margin: Span = _span("2m", "handover: sau giờ hẹn bao lâu thì đọc lại xem Facebook đã đăng chưa.")
    send_timeout: Span = _span("1m", "Gửi một ảnh hay một bài ra lâu nhất.")
    handover_soonest: Span = _span("11m", "handover: Facebook chỉ nhận giờ hẹn sau bây giờ ít nhất chừng này.")
    handover_locked: Span = _span("4m", "handover: trong chừng này trước giờ hẹn thì không đổi được nữa.")
    handover_check: Span = _span("6h", "handover: bao lâu đọc lại bài đã giao một lần, phòng khi có người sửa hay xóa.")
    look_every: Span = _span("15s", "Chưa rõ đã đăng hay chưa: bao lâu đọc lại trang lần đầu; các lần sau thưa dần.")
    settle_within: Span = _span("1h", "Đọc lại chừng này mà vẫn không thấy bài thì chờ người xem.")
    direct_retry: Truth = Field(
        default=False,
        description="direct: không thấy bài thì gửi lại một lần. Mặc định không: trang hiện chậm thì thành hai bài.",
    )
    orphans_after: Span = _span("10m", "Bao lâu sau lần soạn bị mất câu trả lời thì tìm và xóa bản nháp thừa.")
    min_gap: Span = _span("0s", "Hai bài trên cùng một trang cách nhau ít nhất bao lâu.")
    slow_gap: Span = _span("5m", "Cách nhau bao lâu khi đã dùng từ 75% số lần gọi Facebook cho phép.")
    longest_pause: Span = _span("24h", "Trang nghỉ lâu nhất bao lâu khi Facebook báo gửi quá nhiều.")
    threads: Annotated[Whole, Field(ge=1, le=64)] = Field(default=8, description="Số bài gửi cùng lúc.")


class Sandbox(Section):
    """Máy chủ tập dượt: the practice Graph server."""

    host: Text = Field(default="127.0.0.1", description="Địa chỉ nghe của máy chủ tập dượt.")
    port: Port = Field(default=8765, description="Cổng của máy chủ tập dượt.")
    data: FilePath | None = Field(default=None, description="Tệp dữ liệu; mặc định trong var/.")

    @property
    def url(self) -> str:
        """Where it is found."""
        return f"http://{self.host}:{self.port}/"


class Approval(Section):
    """Duyệt bài: who may approve."""

    author_may_approve: Truth = Field(default=False, description="Cho người soạn tự duyệt (chỉ cho nơi quá ít người).")


class Publishing(Section):
    """Nhịp làm việc: how often the clock looks, and how long it waits."""

    tick: Span = _span("10s", "Bao lâu xem bài đến giờ một lần.")
    lease: Span = _span("2m", "Một lần gửi giữ bài bao lâu trước khi máy khác được nhận lại.")
    retry_after: Span = _span("1m", "Gửi không được thì thử lại sau bao lâu; mỗi lần sau gấp đôi, nhiều nhất 30 lần.")
    grace: Span = _span("6h", "Bài fanpage trễ quá chừng này thì coi là lỡ giờ.")
    radio_grace: Span = _span("30m", "Kịch bản trễ quá chừng này thì coi là lỡ giờ.")
    release_ahead: Span = _span("24h", "Kịch bản được phát hành cho đài trước giờ phát bao lâu.")
    seal_every: Span = _span("1m", "Bao lâu niêm phong nhật ký một lần.")


class Speech(Section):
    """Cách đọc số của đài: house style of reading aloud."""

    four: Literal["tư", "bốn"] = Field(default="tư", description="24 đọc là hai mươi tư hay hai mươi bốn.")
    odd: Literal["linh", "lẻ"] = Field(default="linh", description="105 đọc là một trăm linh năm hay lẻ năm.")
    thousand: Literal["nghìn", "ngàn"] = Field(default="nghìn", description="1.000 đọc là một nghìn hay một ngàn.")
    document: Literal["short", "full"] = Field(
        default="short", description="Số văn bản: short đọc tên cơ quan, full đọc từng phần của số."
    )


class ChannelSecrets(Section):
    """Nơi cất mã truy cập của một kênh."""

    token: SecretField = Field(description="env:TÊN_BIẾN hoặc file:ĐƯỜNG_DẪN.")


class Config(Section):
    """All of config.yaml, with defaults, relative paths resolved, and the environment over it."""

    mode: Mode = Field(default="rehearsal", description="rehearsal: tập dượt, không gửi ra ngoài; live: đăng thật.")
    zone: Zone = Field(default="Asia/Ho_Chi_Minh", description="Múi giờ của mọi giờ ghi trong nội dung.")
    content: FilePath = Field(default=Path("content"), validate_default=True, description="Thư mục nội dung.")
    var: FilePath = Field(default=Path("var"), validate_default=True, description="Thư mục máy tự ghi.")
    database: DatabaseUrl = Field(
        default="", description="sqlite:///TỆP hoặc postgresql://…; mặc định sqlite trong var/, một tệp cho mỗi mode."
    )
    public_url: Address = Field(default="http://127.0.0.1:8000", description="Địa chỉ mà người dùng mở trang quản lý.")
    web: Web = Field(default_factory=Web, description="Trang quản lý.")
    facebook: Facebook = Field(default_factory=Facebook, description="Cách đăng lên fanpage.")
    sandbox: Sandbox = Field(default_factory=Sandbox, description="Máy chủ tập dượt.")
    approval: Approval = Field(default_factory=Approval, description="Ai được duyệt.")
    publishing: Publishing = Field(default_factory=Publishing, description="Nhịp làm việc.")
    speech: Speech = Field(default_factory=Speech, description="Cách đọc số của đài.")
    notices: Notices = Field(default_factory=Notices, description="Ai được báo khi có việc cần người xử lý.")
    radio: Radio = Field(default_factory=Radio, description="Trang gương cho các đài, giọng máy để nghe thử.")
    channels: dict[Identifier, ChannelSecrets] = Field(
        default_factory=dict, description="Nơi cất mã truy cập của từng kênh, theo mã kênh trong content/channels."
    )

    @model_validator(mode="after")
    def _filled(self) -> Self:
        """Defaults that depend on other settings."""
        if not self.database:
            object.__setattr__(self, "database", f"sqlite:///{self.var / self.mode}.sqlite3")
        if not self.facebook.graph_url:
            address = FACEBOOK if self.mode == "live" else self.sandbox.url
            object.__setattr__(self, "facebook", self.facebook.model_copy(update={"graph_url": address}))
        return self

    @classmethod
    def load(cls, path: Path | None = None, env: Mapping[str, str] | None = None) -> Self:
        """Read the file that `path` or BHXH_CONFIG names, else `config.yaml` here, else the defaults.

        Raises Unclean with every problem of the file and of the BHXH_ variables.
        """
        env = os.environ if env is None else env
        file, named = file_of(path, env)
        problems: list[Problem] = []
        tree = tree_of(file, problems, required=named)
        config = None
        if tree is not None:
            _put_over(tree.data, env, problems)
            context = {"folder": file.parent, "live": tree.data.get("mode") == "live"}
            config = parse(tree, cls, problems, context)
        if config is None or not clean(problems):
            raise Unclean(problems, "Cấu hình có lỗi")
        return config

    def desk(self, path: str) -> str:
        """The address of a page of the desk, for those who open it from outside."""
        return f"{self.public_url.rstrip('/')}/{path}"

    def at_sandbox(self, url: str) -> Self:
        """The same, with a sandbox found at another address, as a rehearsal starts one of its own."""
        host, port = urlsplit(url).hostname, urlsplit(url).port
        sandbox = self.sandbox.model_copy(update={"host": host, "port": port})
        facebook = self.facebook.model_copy(update={"graph_url": sandbox.url})
        return self.model_copy(update={"sandbox": sandbox, "facebook": facebook})


def _put_over(data: dict[str, Any], env: Mapping[str, str], problems: list[Problem]) -> None:
    """Put the BHXH_ variables in, each checked here so that its problem names the variable and not the file."""
    for name, loc in _OVER.items():
        if not env.get(name):
            continue
        try:
            value = _CHECKS[name].validate_python(env[name])
        except ValidationError as error:
            problems.append(Problem(name, 1, 1, sentence(error.errors()[0])))
            continue
        target = data
        for step in loc[:-1]:
            target = target.setdefault(step, {})
        if isinstance(target, dict):
            target[loc[-1]] = value


_CHECKS: dict[str, TypeAdapter[Any]] = {
    "BHXH_MODE": TypeAdapter(Mode),
    "BHXH_DATABASE_URL": TypeAdapter(DatabaseUrl),
    "BHXH_GRAPH_URL": TypeAdapter(Address),
}
