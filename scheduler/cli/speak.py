"""`bhxh speak`: each line of stdin as it is read aloud."""

import sys

import click

from scheduler.cli import show
from scheduler.cli.office import Office
from scheduler.core.speech import read_aloud


@click.command()
@click.option("--area", default="", metavar="VÙNG", help="Cách đọc tên riêng của vùng này · an area's own readings.")
@click.pass_context
def command(ctx: click.Context, area: str) -> None:
    """Đọc mỗi dòng nhập vào thành lời. Chỗ không biết đọc được nêu tên và lệnh kết thúc với mã 1.

    Each line of stdin as it is read aloud; unread tokens are named on stderr, and the exit code is 1.

    \b
    Ví dụ · example:
      echo "Mức đóng 330.000 đồng/tháng từ 01/7/2025" | bhxh speak
    """
    here = Office(ctx.find_root().obj)
    lexicon, style = here.content.lexicon_of(area), here.style
    unread = False
    for number, line in enumerate(sys.stdin, start=1):
        reading = read_aloud(line.rstrip("\r\n"), lexicon, style)
        click.echo(reading.spoken)
        for token in reading.unread:
            unread = True
            show.note(f"dòng {number}, cột {token.start + 1}: không biết đọc “{token.token}”: {token.why}")
    ctx.exit(1 if unread else 0)
