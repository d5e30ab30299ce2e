"""`bhxh publish`: one pass over what is due, then exit."""

import click

from scheduler.cli import show
from scheduler.cli.options import as_json, office
from scheduler.publish.machine import assemble
from scheduler.publish.notices.carry import courier_of
from scheduler.publish.worker import Pass


@click.command()
@as_json
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Gửi những bài đã duyệt và đến giờ, rồi dừng. Chạy lại bao nhiêu lần cũng không đăng hai lần.

    One pass over what is due, then exit.

    \b
    Ví dụ · example:
      bhxh publish
    """
    here = office(ctx)
    here.open_store()
    done = assemble(here.config, here.content, here.renderer).tick(here.started)
    courier_of(here.config, lambda: here.content).carry(here.started)
    if as_json:
        show.json_line(done.numbers())
    else:
        click.echo(sentence(done))
    ctx.exit(1 if done.refused or done.unknown or done.paused else 0)


def sentence(done: Pass) -> str:
    """What a pass did, in words."""
    words = {
        "published": "đã đăng", "prepared": "bước chuẩn bị", "again": "sẽ thử lại", "refused": "bị từ chối",
        "paused": "kênh tạm dừng", "unknown": "chưa rõ", "missed": "lỡ giờ", "drifted": "phải duyệt lại",
        "rolled": "chuyển sang buổi phát sau",
        "interrupted": "dở dang từ lần trước",
    }  # fmt: skip
    parts = [f"{count} {words[name]}" for name, count in done.numbers().items() if count]
    return ", ".join(parts) if parts else "Không có bài nào đến giờ."
