"""`bhxh settle`: a person's word on a post of which the machine cannot tell whether it is out."""

import click

from scheduler.cli.options import by, office
from scheduler.errors import BhxhError
from scheduler.store.find import Choice, find, require_known
from scheduler.store.queue.settle import look_again, settle_by_hand


@click.command()
@click.argument("key", metavar="MÃ BÀI")
@click.option("--published", "remote_id", metavar="MÃ", help="Đã đăng, mã bài trên Facebook · visible under this id.")
@click.option(
    "--not-published", "absent", is_flag=True, help="Chưa đăng: sẽ được gửi lại · not visible: it goes out again."
)
@click.option("--look", is_flag=True, help="Để máy xem lại lần nữa · let the machine look once more.")
@click.option("--why", default="", metavar="LÝ DO", help="Bạn đã xem ở đâu, thấy gì · what you saw, for the log.")
@by
@click.pass_context
def command(ctx: click.Context, key: str, remote_id: str | None, absent: bool, look: bool, why: str, by: str) -> None:
    """Kết luận một bài "chưa rõ đã đăng hay chưa", sau khi đã mở trang xem tận mắt.

    A person's word on a post in state unknown, after looking at the Page.

    \b
    Ví dụ · example:
      bhxh settle quy-4-2026/fb-van-chan/vi/2026-11-19T19:30/1 --published 999000000000009_12 --by minh --why "đã xem"
      bhxh settle quy-4-2026/fb-van-chan/vi/2026-11-19T19:30/1 --not-published --by minh --why "trang không có bài"
    """
    here = office(ctx)
    person = here.person(by)
    if sum((bool(remote_id), absent, look)) != 1:
        raise BhxhError("cần đúng một trong --published, --not-published và --look", where="settle")
    choice = Choice(keys=(key,))
    require_known(choice)
    post = find(choice, here.zone).order_by("-rev")[0]
    if look:
        word = "Máy sẽ xem lại." if look_again(post, person, now=here.started) else "Bài không ở trạng thái chưa rõ."
        click.echo(word)
        return
    settle_by_hand(post, person, now=here.started, why=why, remote_id=remote_id or "")
    click.echo("Đã ghi: bài đã đăng." if remote_id else "Đã ghi: bài chưa đăng, sẽ được gửi lại.")
