"""What `bhxh doctor` looks at on this machine: configuration, content, database, disk, clock, queue, notices."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db.models import Count, Q

from scheduler.cli.office import Office
from scheduler.core.states import SCREEN, State
from scheduler.errors import BhxhError
from scheduler.library import examples
from scheduler.publish.tokens.words import Level
from scheduler.store import accounts, clock, database
from scheduler.store.models import Pause, Post
from scheduler.store.notices import open_notices
from scheduler.web.secure import loopback

LOW_DISK = 500_000_000
"""Bytes: a month of a province takes a tenth of it."""

STOPPED = timedelta(minutes=2)
"""Without a tick for so long, the clock counts as stopped."""

_LATE = timedelta(minutes=5)


@dataclass(frozen=True)
class Finding:
    """One thing looked at: how it stands, what was seen, and the step to take. English where the matter has it."""

    what: str
    level: Level | None
    seen: str
    step: str = ""
    seen_en: str = ""
    step_en: str = ""
    code: str = ""

    @property
    def well(self) -> bool:
        """Whether nothing must be done before posts can go out."""
        return self.level != "bad"

    def as_dict(self) -> dict[str, object]:
        """For `--json`; `level` is empty where all is well."""
        return {**vars(self), "level": self.level or "", "well": self.well}


def machine(here: Office) -> Iterator[Finding]:
    """Everything on this machine, from the configuration up; ends early where there is no database."""
    yield Finding("Cấu hình", None, f"chế độ {here.config.mode}, múi giờ {here.config.zone}")
    yield _content(here)
    try:
        here.open_store()
    except BhxhError as error:
        yield Finding("Cơ sở dữ liệu", "bad", error.what, error.fix)
        return
    yield Finding("Cơ sở dữ liệu", None, f"{database.shown(here.config.database)}, {Post.objects.count()} bài")
    yield _disk(Path(here.config.var))
    yield _clock(here.started, here.config.mode)
    yield from _queue(here)
    yield from _pauses(here)
    yield from _waiting()
    yield from _desk(here)


def _content(here: Office) -> Finding:
    try:
        content = here.content
    except BhxhError as error:
        return Finding("Nội dung", "bad", error.what, "xem từng lỗi: bhxh check")
    unreal = examples(content) if here.config.mode == "live" else []
    if unreal:
        seen = f"{len(unreal)} chỗ còn là ví dụ, ví dụ {unreal[0]}"
        return Finding("Nội dung", "bad", seen, "thay bằng dữ liệu thật")
    return Finding("Nội dung", None, f"{len(content.messages)} thông điệp, {len(content.channels)} kênh")


def _disk(folder: Path) -> Finding:
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    low = free <= LOW_DISK
    seen = f"còn trống {free // 1_000_000:,} MB".replace(",", ".")
    return Finding("Ổ đĩa", "bad" if low else None, seen, "dọn bớt ổ đĩa" if low else "")


def _clock(now: datetime, mode: str) -> Finding:
    beat = clock.last_beat()
    if beat is None:
        return Finding("Đồng hồ", "note", "chưa chạy lần nào", "để đăng bài: bhxh run")
    seen = f"chạy lần cuối {beat.isoformat()}"
    if beat - now > STOPPED and mode != "live":
        return Finding("Đồng hồ", "note", f"{seen}, trên đồng hồ mô phỏng", "để đăng bài: bhxh run")
    if beat - now > STOPPED:
        return Finding("Đồng hồ", "warn", f"{seen}, sau giờ của máy này", "chỉnh giờ của máy, bật đồng bộ giờ (NTP)")
    if now - beat > STOPPED:
        return Finding("Đồng hồ", "warn", seen, "đang không chạy: bhxh run")
    return Finding("Đồng hồ", None, seen)


def _queue(here: Office) -> Iterator[Finding]:
    """Posts that need somebody, counted, with the command that shows them."""
    late = Q(state=State.APPROVED, due__lt=here.started - _LATE)
    bad = Q(state__in=(State.FAILED, State.UNKNOWN, State.MISSED))
    counts = dict(Post.objects.filter(late | bad).values_list("state").annotate(count=Count("pk")))
    for state in (State.APPROVED, State.FAILED, State.UNKNOWN, State.MISSED):
        if counts.get(state):
            word = "quá giờ mà chưa gửi" if state == State.APPROVED else SCREEN[state]
            yield Finding("Hàng đợi", "warn", f"{counts[state]} bài {word}", f"xem: bhxh log --state {state.value}")
    if not counts:
        yield Finding("Hàng đợi", None, "không có bài trễ, lỗi hay chưa rõ")


def _pauses(here: Office) -> Iterator[Finding]:
    for pause in Pause.objects.filter(Q(until=None) | Q(until__gt=here.started)).order_by("channel"):
        if pause.until:
            until, step = f"đến {pause.until.astimezone(here.zone):%H:%M %d/%m}", "tự chạy lại khi hết giờ"
        else:
            until = "cho đến khi có người xử lý"
            step = f"sửa xong thì: bhxh retry --channel {pause.channel} --by TÊN (mã truy cập: bhxh token)"
        level: Level = "warn" if pause.until else "bad"
        yield Finding(f"Kênh {pause.channel}", level, f"tạm dừng {until}: {pause.why}", step)


def _desk(here: Office) -> Iterator[Finding]:
    """Whether anybody can log in, and whether passwords travel where others could read them."""
    config = here.config
    if not accounts.can_log_in():
        step = "lập người quản trị: bhxh account add TÊN --role admin, rồi bhxh account password TÊN"
        yield Finding("Trang quản lý", "note", "chưa ai đăng nhập được", step)
    if config.public_url.startswith("https://") and not config.web.behind_proxy:
        step = "đặt máy chủ trung gian lo https đứng trước rồi ghi web.behind_proxy: true"
        yield Finding("Trang quản lý", "bad", "public_url là https nhưng máy này không tự mở https được", step)
    if config.mode == "live" and not config.public_url.startswith("https://") and not loopback(config):
        step = "đặt máy chủ có https đứng trước, ghi public_url: https://… và web.behind_proxy: true"
        yield Finding("Trang quản lý", "bad", "mật khẩu đi qua mạng không mã hóa (public_url là http)", step)


def _waiting() -> Iterator[Finding]:
    count = open_notices().filter(acked_at=None).count()
    if count:
        yield Finding("Việc cần người", "warn", f"{count} việc chưa ai nhận", "xem: bhxh notices")
