"""`bhxh post`: one post written by hand."""

import os
from datetime import datetime

import click

from scheduler.cli import show
from scheduler.cli.office import Office
from scheduler.cli.options import as_json, by, office
from scheduler.cli.typed import require_no_marks, trusted, words_of
from scheduler.core.approval import forbidden
from scheduler.core.channel import Station
from scheduler.core.kind import KindRules
from scheduler.core.radio.cutoff import cutoff
from scheduler.core.radio.room import room_at
from scheduler.core.render import render_by_hand
from scheduler.errors import BhxhError
from scheduler.publish.kinds import KINDS
from scheduler.store.queue.by_hand import write_by_hand
from scheduler.store.radio.room import free, outside


@click.command()
@click.option("--channel", required=True, metavar="MÃ", help="Kênh: fanpage hoặc đài · the channel.")
@click.option("--at", required=True, metavar="GIỜ", help="Giờ đăng, giờ địa phương: 2026-12-01T19:30 · wall time.")
@click.option("--text", metavar="CHỮ", help="Nội dung; - là đọc từ bàn phím · the text, - for stdin.")
@click.option("--file", "path", metavar="TỆP", help="Nội dung trong tệp UTF-8 · the text in a file.")
@click.option("--title", default="", metavar="CHỮ", help="Tên bài để tìm lại · a title.")
@click.option("--lang", default="vi", show_default=True, metavar="MÃ", help="Ngôn ngữ · language.")
@click.option(
    "--seconds",
    default=0,
    type=click.IntRange(0, 3600),
    metavar="GIÂY",
    help="Thời lượng đọc, cho tiếng khác tiếng Việt · reading time.",
)
@by
@as_json
@click.pass_context
def command(
    ctx: click.Context, channel: str, at: str, text: str | None, path: str | None, title: str, lang: str, seconds: int,
    by: str, as_json: bool,
) -> None:  # fmt: skip
    """Viết tay một bài cho một kênh; bài chờ người khác duyệt · a post written by hand, pending approval.

    \b
    Ví dụ · example:
      bhxh post --channel fb-van-chan --at 2026-12-01T19:30 --by lan --text "Sáng mai BHXH tiếp dân tại chợ."
    """
    here = office(ctx)
    person = here.person(by)
    if reason := forbidden(person, "queue"):
        raise BhxhError(reason, where="post", fix="hãy nhờ người soạn")
    if channel not in here.real_content().channels:
        raise BhxhError(f'không có kênh "{channel}"', where="--channel", fix="xem mã trong content/channels")
    target = here.content.channels[channel]
    if lang not in target.languages:
        what = f'kênh "{channel}" không nói tiếng "{lang}"; chỉ có: {", ".join(target.languages)}'
        raise BhxhError(what, where="--lang", fix="chọn tiếng của kênh, hoặc ghi thêm languages trong content/channels")
    words, title = words_of(text, path), trusted(os.fsencode(title), "--title")
    _require_fitting(words, KINDS[target.kind].rules, target.kind)
    require_no_marks(words)
    due = here.wall_time(at)
    rendered = render_by_hand(here.renderer, target, words, lang=lang, title=title, seconds=seconds, due=due)
    key = write_by_hand(here.content, target, due, rendered, person=person, now=here.started, zone=here.zone)
    if as_json:
        show.json_line({"key": key, "sha256": rendered.payload.sha256, "seconds": rendered.seconds})
    else:
        click.echo(f"Đã lưu, chờ duyệt: {key}")
    if isinstance(target, Station):
        _say_when_read(here, target, due.astimezone(here.zone))
    if rendered.unread:
        show.note(f"Máy không biết đọc: {', '.join(rendered.unread)}. Bài chưa duyệt được cho đến khi sửa.")


def _say_when_read(here: Office, station: Station, due: datetime) -> None:
    if not room_at(free(station, due.date(), here.zone), due):
        show.note(outside(station, due))
    closes = cutoff(station, due)
    if closes <= here.started:
        show.note(
            f"Đã quá giờ chốt của đài ({closes:%H:%M %d/%m}): khi duyệt, bài chuyển sang buổi phát sau còn chỗ; "
            f"cần gấp thì gọi đài, điện thoại {station.phone}"
        )


def _require_fitting(words: str, rules: KindRules, kind: str) -> None:
    if not words:
        raise BhxhError("nội dung trống", where="--text", fix="viết nội dung rồi chạy lại")
    if length := rules.excess(words):
        what = f"nội dung dài {length} ký tự; {kind} chỉ nhận {rules.limit}"
        raise BhxhError(what, where="--text", fix="viết ngắn lại")
