"""`bhxh correct`: a correction as a new post that names the old one."""

import click

from scheduler.cli import show
from scheduler.cli.office import Office
from scheduler.cli.options import as_json, by, office
from scheduler.core.states import State
from scheduler.store.find import Choice, find, require_known
from scheduler.store.models import Post
from scheduler.store.queue.correct import Putting, Wrong, correct, worded


@click.command()
@click.argument("key", metavar="MÃ BÀI")
@click.option("--wrong", required=True, metavar="CHỮ", help="Đã nói sai thế nào · what was said wrong.")
@click.option("--right", required=True, metavar="CHỮ", help="Đúng là thế nào · what is right.")
@click.option("--source", required=True, metavar="VĂN BẢN", help="Căn cứ · the source.")
@click.option("--at", required=True, metavar="GIỜ", help="Giờ đăng: 2026-12-01T19:30 · wall time.")
@click.option("--comment", is_flag=True, help="Ghi cả dưới bài cũ khi đính chính đã đăng · comment under the old post.")
@by
@as_json
@click.pass_context
def command(
    ctx: click.Context, key: str, wrong: str, right: str, source: str, at: str, comment: bool, by: str, as_json: bool
) -> None:
    """Đính chính một bài đã đăng: bài mới trên cùng kênh, nêu sai, đúng, căn cứ; chờ người khác duyệt.

    A correction: a new post on the same channel that names the old; both are linked in the log.

    \b
    Ví dụ · example:
      bhxh correct quy-4-2026/fb-van-chan/vi/2026-11-19T19:30/1 --at 2026-11-21T19:30 --by lan
        --wrong "mức đóng 1.263.600 đồng/năm" --right "1.366.200 đồng/năm" --source "Nghị định 161/2026/NĐ-CP"
    """
    here = office(ctx)
    person = here.person(by)
    old, job = _named(here, key), Putting(here.content, here.renderer, here.zone, person, here.started)
    text = worded(job, old, Wrong(wrong, right, source))
    new = correct(job, old, text, here.wall_time(at), comment=comment)
    if as_json:
        show.json_line({"key": new.key, "corrects": old.key, "text": text})
    else:
        click.echo(f"{text}\n\nĐã lưu, chờ duyệt: {new.key}")


def _named(here: Office, key: str) -> Post:
    """The issue of the post that is out, where one is: that is what is corrected, not a newer one that waits."""
    choice = Choice(keys=(key,), prefer=(State.PUBLISHED, State.RECALLED))
    require_known(choice)
    return find(choice, here.zone).order_by("-rev")[0]
