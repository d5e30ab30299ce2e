"""`bhxh reschedule`: another time for posts that are not out."""

import click

from scheduler.cli.acts import report_done
from scheduler.cli.options import as_json, by, office, why
from scheduler.errors import BhxhError
from scheduler.store.find import Choice, each, find, require_known
from scheduler.store.queue.reschedule import MOVABLE, Rescheduling, reschedule


@click.command()
@click.argument("keys", nargs=-1, required=True, metavar="MÃ BÀI…")
@click.option("--at", required=True, metavar="GIỜ", help="Giờ mới, giờ địa phương: 2026-12-01T19:30 · wall time.")
@by
@why
@as_json
@click.pass_context
def command(ctx: click.Context, keys: tuple[str, ...], at: str, by: str, why: str, as_json: bool) -> None:
    """Đổi giờ bài chưa đăng; mã bài giữ nguyên. Bài được soạn lại cho ngày mới: nếu nội dung vẫn y nguyên thì
    bài đã duyệt vẫn là đã duyệt, nếu khác thì phải duyệt lại.

    Another time for posts that are not out. They are rendered anew for that day; approval is kept only where
    the text is still the same. The key stays.

    \b
    Ví dụ · example:
      bhxh reschedule quy-4-2026/fb-van-chan/vi/2026-11-19T19:30/1 --at 2026-11-21T08:00 --by lan --why "mất điện"
    """
    here = office(ctx)
    person = here.person(by)
    if wrong := next((key for key in keys if "/" not in key), None):
        raise BhxhError(
            f'"{wrong}" không phải là mã bài', where="reschedule", fix="xem mã bài bằng: bhxh log --all --json"
        )
    selection = Choice(keys=keys, prefer=tuple(sorted(MOVABLE)))
    require_known(selection)
    job = Rescheduling(here.content, here.renderer, here.zone, person, here.wall_time(at), here.started, why)
    report_done(ctx, reschedule(job, each(find(selection, here.zone))), as_json)
