"""`bhxh notices`: what needs a person, and taking note of it."""

from datetime import datetime
from typing import Any

import click

from scheduler.cli import show
from scheduler.cli.office import Office
from scheduler.cli.options import as_json, office
from scheduler.errors import BhxhError
from scheduler.store import notices
from scheduler.store.models import Notice

KINDS = {
    "failed": "không đăng được", "unknown": "chưa rõ", "missed": "lỡ giờ", "paused": "tạm dừng",
    "waiting": "sắp đến giờ", "token": "mã truy cập", "expiry": "sắp hết hạn", "content": "nội dung có lỗi",
    "clock": "đồng hồ", "daily": "tin mỗi ngày", "probe": "bài thử còn sót",
    "altered": "chữ bị sửa trên trang", "unapproved": "chưa duyệt", "unfetched": "đài chưa tải",
    "recall": "đài chưa xác nhận thu hồi", "outdated": "đài đọc bản đã hủy", "withheld": "tạm ngừng đọc",
    "mirror": "trang gương",
}  # fmt: skip
"""Kinds of notices, as the screen says them."""


@click.command()
@click.option("--ack", "numbers", type=int, multiple=True, metavar="SỐ", help="Đã biết, đừng nhắc lại · acknowledge.")
@click.option("--by", default="", metavar="TÊN", help="Tài khoản người nhận tin · who acknowledges.")
@as_json
@click.pass_context
def command(ctx: click.Context, numbers: tuple[int, ...], by: str, as_json: bool) -> None:
    """Những việc đang cần người: bài không đăng được, kênh tạm dừng, mã truy cập sắp hết hạn.

    What needs a person; each is repeated by mail or webhook until somebody acknowledges it.

    \b
    Ví dụ · example:
      bhxh notices
      bhxh notices --ack 12 --by lan
    """
    here = office(ctx)
    here.open_store()
    if numbers:
        _acknowledge(here, numbers, by)
        return
    rows = list(notices.open_notices())
    if as_json:
        for row in rows:
            show.json_line(_row(row))
    elif not rows:
        click.echo("Không có việc gì đang cần người.")
    else:
        _people(here, rows)


def _acknowledge(here: Office, numbers: tuple[int, ...], by: str) -> None:
    if not by:
        raise BhxhError("cần biết ai nhận tin", where="--ack", fix="thêm --by TÊN, xem tên: bhxh account list")
    person = here.person(by)
    for number in numbers:
        notice = notices.acknowledge(number, person.name, here.started)
        show.note(f"Đã ghi: {person.name} đã biết tin {number} ({notice.reason})")


def _row(row: Notice) -> dict[str, Any]:
    names = ("kind", "subject", "stage", "reason", "remedy", "link", "raised_at", "acked_at", "acked_by")
    return {"id": row.pk} | {name: getattr(row, name) for name in names}


def _people(here: Office, rows: list[Notice]) -> None:
    def wall(at: datetime | None) -> str:
        return f"{at.astimezone(here.zone):%H:%M %d/%m}" if at else ""

    for row in rows:
        known = f" · {row.acked_by} đã biết lúc {wall(row.acked_at)}" if row.acked_at else ""
        click.echo(f"{row.pk}. [{KINDS.get(row.kind, row.kind)}] {row.reason} (từ {wall(row.raised_at)}{known})")
        click.echo(f"    → {row.remedy}")
