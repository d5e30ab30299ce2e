"""`bhxh run`: the clock, the worker and the web, until stopped."""

import click

from scheduler.cli import show
from scheduler.cli.options import office
from scheduler.cli.serving.lifeline import stop_with_parent
from scheduler.cli.serving.stop import STOP_WITHIN, WEB_WITHIN


@click.command()
@click.option("--only", type=click.Choice(["worker", "web"]), help="Chỉ chạy một phần · only this part.")
@click.option("--supervised", type=int, metavar="PID", hidden=True)
@click.pass_context
def command(ctx: click.Context, only: str | None, supervised: int | None) -> None:
    """Chạy máy: đồng hồ, máy gửi và trang web, cho đến khi dừng (Ctrl-C hoặc SIGTERM).

    Việc đang làm dở được làm xong hoặc trả lại; chạy lại thì tiếp từ chỗ cũ. Cùng một lệnh trên một hay nhiều máy.
    Clock, worker and web until stopped; the same command on one machine and on each of many.

    \b
    Ví dụ · example:
      bhxh run
    """
    here = office(ctx)
    here.open_store()
    if supervised:
        stop_with_parent(supervised, WEB_WITHIN if only == "web" else STOP_WITHIN)
    if only == "worker":
        from scheduler.cli.serving.worker import work

        work(here)
    elif only == "web":
        from scheduler.cli.serving.web import serve_web

        serve_web(here.config, here.config_path)
    else:
        from scheduler.cli.serving.supervisor import require_free, supervise

        require_free(here.config.web.host, here.config.web.port)
        here.real_content()
        show.note(
            f"Đang chạy ở chế độ {here.config.mode}. Trang quản lý: {here.config.public_url} · "
            f"sức khỏe: http://{here.config.web.host}:{here.config.web.port}/health"
        )
        ctx.exit(supervise(ctx.find_root().obj))
