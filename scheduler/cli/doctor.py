"""`bhxh doctor`: is everything ready to go out."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from scheduler.cli import show
from scheduler.cli.office import Office
from scheduler.cli.options import as_json, office
from scheduler.core.channel import Page
from scheduler.errors import BhxhError
from scheduler.library import examples
from scheduler.store import clock, database
from scheduler.store.models import Pause, Post

LOW_DISK = 500_000_000
"""Bytes: a month of a province takes a tenth of it."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, what was seen, and the step to take."""

    what: str
    well: bool
    seen: str
    step: str = ""


@click.command()
@as_json
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Khám máy: cấu hình, nội dung, cơ sở dữ liệu, ổ đĩa, đồng hồ, mã truy cập từng fanpage.

    Is everything ready: configuration, content, database, disk, clock, tokens.

    \b
    Ví dụ · example:
      bhxh doctor
    """
    findings = list(_look(office(ctx)))
    for finding in findings:
        if as_json:
            show.json_line(vars(finding))
        else:
            click.echo(f"{'✔' if finding.well else '✘'} {finding.what}: {finding.seen}")
            if finding.step:
                click.echo(f"    → {finding.step}")
    ctx.exit(0 if all(finding.well for finding in findings) else 1)


def _look(here: Office) -> Iterator[Finding]:
    yield Finding("Cấu hình", True, f"chế độ {here.config.mode}, múi giờ {here.config.zone}")
    yield _content(here)
    try:
        here.open_store()
    except BhxhError as error:
        yield Finding("Cơ sở dữ liệu", False, error.what, error.fix)
        return
    yield Finding("Cơ sở dữ liệu", True, f"{database.shown(here.config.database)}, {Post.objects.count()} bài")
    yield _disk(Path(here.config.var))
    yield _clock(here.started)
    yield from _pages(here)
    for pause in Pause.objects.order_by("channel"):
        until = f"đến {pause.until.astimezone(here.zone):%H:%M %d/%m}" if pause.until else "cho đến khi có người xử lý"
        yield Finding(f"Kênh {pause.channel}", False, f"tạm dừng {until}: {pause.why}",
                      f"sửa xong thì: bhxh retry --channel {pause.channel} --by TÊN")  # fmt: skip


def _content(here: Office) -> Finding:
    try:
        content = here.content
    except BhxhError as error:
        return Finding("Nội dung", False, error.what, "xem từng lỗi: bhxh check")
    unreal = examples(content) if here.config.mode == "live" else []
    if unreal:
        return Finding("Nội dung", False, f"{len(unreal)} chỗ còn là ví dụ, ví dụ {unreal[0]}", "thay bằng dữ liệu thật")
    return Finding("Nội dung", True, f"{len(content.messages)} thông điệp, {len(content.channels)} kênh")


def _disk(folder: Path) -> Finding:
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    step = "" if free > LOW_DISK else "dọn bớt ổ đĩa"
    return Finding("Ổ đĩa", not step, f"còn trống {free // 1_000_000:,} MB".replace(",", "."), step)


def _clock(now: datetime) -> Finding:
    beat = clock.last_beat()
    if beat is None:
        return Finding("Đồng hồ", True, "chưa chạy lần nào", "để đăng bài: bhxh run")
    age = (now.astimezone(UTC) - beat.astimezone(UTC)).total_seconds()
    return Finding("Đồng hồ", True, f"chạy lần cuối {beat.isoformat()}", "" if age < 120 else "đang không chạy: bhxh run")


def _pages(here: Office) -> Iterator[Finding]:
    if here.config.mode != "live":
        return
    for page in (c for c in here.content.channels.values() if isinstance(c, Page)):
        known = here.config.channels.get(page.id)
        step = f"ghi nơi cất mã truy cập vào config.yaml: channels: {{{page.id}: {{token: env:…}}}}"
        if known is None:
            yield Finding(f"Fanpage {page.name}", False, "chưa có mã truy cập", step)
            continue
        try:
            known.token.resolve()
            yield Finding(f"Fanpage {page.name}", True, "có mã truy cập")
        except BhxhError as error:
            yield Finding(f"Fanpage {page.name}", False, error.what, error.fix)
