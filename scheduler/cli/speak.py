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
    for number, raw in enumerate(sys.stdin.buffer, start=1):
        line = _decoded(raw, number)
        if line is None:
            unread = True
            click.echo(raw.decode("utf-8", "replace").rstrip("\r\n"))
            continue
        reading = read_aloud(line, lexicon, style)
        click.echo(reading.spoken)
        for token in reading.unread:
            unread = True
            show.note(f"dòng {number}, cột {token.start + 1}: không biết đọc “{_visible(token.token)}”: {token.why}")
        show.long_sentences(reading.long_sentences, f"dòng {number}: ")
    ctx.exit(1 if unread else 0)


def _decoded(raw: bytes, number: int) -> str | None:
    """The line as text, without the mark that some editors put before the first one; None if it is no UTF-8."""
    try:
        return raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        show.note(f"dòng {number}, byte {error.start + 1}: không phải chữ UTF-8; hãy lưu tệp với mã UTF-8 rồi đọc lại")
        return None


def _visible(token: str) -> str:
    """A character that shows nothing on the screen is named by its number."""
    return "".join(char if char.isprintable() else f"U+{ord(char):04X}" for char in token)
