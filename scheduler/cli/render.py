"""`bhxh render`: the text of a message on stdout."""

import sys
from datetime import datetime, time

import click

from scheduler.cli import show
from scheduler.cli.office import Office, day_of
from scheduler.core import speech
from scheduler.core.channel import Channel
from scheduler.core.message import Message
from scheduler.core.near import meant
from scheduler.core.render import SPOKEN_KINDS, CannotRender, Place
from scheduler.core.translation import VIETNAMESE, translation_fault
from scheduler.errors import BhxhError


@click.command()
@click.argument("message", metavar="THÔNG ĐIỆP")
@click.option("--unit", required=True, metavar="MÃ", help="Đơn vị nói · the unit that speaks.")
@click.option("--kind", default="facebook", show_default=True, metavar="LOẠI", help="facebook, radio…")
@click.option("--on", "day", required=True, metavar="NGÀY", help="Ngày đăng: số liệu và tên của ngày ấy · the day.")
@click.option("--lang", default="vi", show_default=True, metavar="MÃ", help="Ngôn ngữ · language.")
@click.option("--channel", default="", metavar="MÃ", help="Kênh; mặc định kênh đầu tiên của đơn vị · the channel.")
@click.option("--written", is_flag=True, help="Bài phát thanh ở dạng viết · a radio text as written, not as read.")
@click.pass_context
def command(
    ctx: click.Context, message: str, unit: str, kind: str, day: str, lang: str, channel: str, written: bool
) -> None:
    """In bài của một thông điệp như fanpage hoặc đài sẽ nhận; bài phát thanh in ở dạng đọc thành lời.

    The text on stdout; for radio as it is read aloud.

    \b
    Ví dụ · example:
      bhxh render bhxh-tn-muc-dong-ho-tro-2021 --unit bhxh-van-chan --kind radio --on 2021-05-10
    """
    here = Office(ctx.find_root().obj)
    due = datetime.combine(day_of(day, "--on"), time(8), here.zone)
    try:
        place, about = Place(_channel(here, unit, kind, channel, due), unit, lang, due), _message(here, message)
        rendered = here.renderer.render(about, place)
    except CannotRender as error:
        raise BhxhError(str(error), where="render", fix="xem content, hoặc chọn ngày hay kênh khác") from None
    spoken = kind in SPOKEN_KINDS and not written
    click.echo(rendered.payload.reading if spoken else rendered.payload.text)
    if kind in SPOKEN_KINDS:
        show.note(f"(khoảng {rendered.seconds} giây)")
        if lang == VIETNAMESE:
            show.long_sentences(speech.long_sentences(rendered.payload.reading))
    if lang != VIETNAMESE and (fault := translation_fault(here.content, about, kind, lang, due.date())):
        show.note(f"Ngày này bản này không được xếp lịch: {fault}")
    if rendered.unread:
        sys.stdout.flush()
        raise BhxhError(
            f"máy không biết đọc: {', '.join(rendered.unread)}", where=message, fix="thêm vào content/lexicon"
        )


def _message(here: Office, name: str) -> Message:
    if name in here.content.messages:
        return here.content.messages[name]
    hint = meant(name, here.content.messages) or "xem tên trong content/messages"
    raise BhxhError(f'không có thông điệp "{name}"', where="render", fix=hint)


def _channel(here: Office, unit: str, kind: str, name: str, due: datetime) -> Channel:
    if unit not in here.content.units:
        raise BhxhError(f'không có đơn vị "{unit}"', where="--unit", fix="xem mã trong content/units.yaml")
    mine = [c for c in here.content.channels.values() if c.kind == kind and c.owner_on(due.date()) == unit]
    chosen = [c for c in mine if not name or c.id == name]
    if not chosen:
        raise BhxhError(
            f'đơn vị "{unit}" không có kênh {kind} {name} ngày {due:%d/%m/%Y}'.replace("  ", " "),
            where="content/channels",
            fix=f"các kênh của đơn vị ngày ấy: {', '.join(c.id for c in mine) or 'không có'}",
        )
    return min(chosen, key=lambda channel: channel.id)
