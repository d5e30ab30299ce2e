"""`bhxh correct`: a correction as a new post that names the old one."""

import click

from scheduler.cli import show
from scheduler.cli.office import Office
from scheduler.cli.options import as_json, by, office
from scheduler.core.approval import forbidden, out_of_reach
from scheduler.core.correction import correction_text
from scheduler.core.render import SPOKEN_KINDS, render_by_hand
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.store.corrections import link
from scheduler.store.find import Choice, find, require_known
from scheduler.store.models import Post
from scheduler.store.payloads import load_payload, load_uses
from scheduler.store.queue.by_hand import write_by_hand


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
    if reason := forbidden(person, "queue"):
        raise BhxhError(reason, where="correct", fix="hãy nhờ người soạn")
    for name, words in (("--wrong", wrong), ("--right", right), ("--source", source)):
        if not words.strip():
            raise BhxhError("chỗ này còn trống", where=name, fix="nêu rõ đã nói sai gì, đúng là gì, theo văn bản nào")
    old = _published(here, key)
    if reason := out_of_reach(person, old.unit, old.due):
        raise BhxhError(reason, where=key, fix="hãy nhờ người của đơn vị ấy")
    text = _text(here, old, wrong=wrong, right=right, source=source)
    channel, due = here.content.channels[old.channel], here.wall_time(at)
    title = f"Đính chính: {load_payload(old.payload).title or old.key}"
    rendered = render_by_hand(here.renderer, channel, text, lang=old.lang, title=title, seconds=old.seconds, due=due)
    new_key = write_by_hand(here.content, channel, due, rendered, person=person, now=here.started, zone=here.zone)
    new = Post.objects.select_related("payload").get(key=new_key, rev=0)
    link(new, old, person=person, now=here.started, comment=text if comment and old.kind == "facebook" else "")
    if as_json:
        show.json_line({"key": new_key, "corrects": old.key, "text": text})
    else:
        click.echo(f"{text}\n\nĐã lưu, chờ duyệt: {new_key}")


def _published(here: Office, key: str) -> Post:
    choice = Choice(keys=(key,), prefer=(State.PUBLISHED, State.RECALLED))
    require_known(choice)
    post: Post | None = find(choice, here.zone).order_by("-rev").first()
    if post is None or post.published_at is None:
        raise BhxhError("bài này chưa đăng, không cần đính chính", where=key, fix="hãy sửa hoặc hủy bài")
    if post.channel not in here.content.channels:
        raise BhxhError(f'kênh "{post.channel}" không còn trong content/channels', where=key)
    if post.lang != "vi":
        raise BhxhError("bài tiếng dân tộc phải do người dịch viết đính chính", where=key, fix="dùng bhxh post --lang")
    return post


def _text(here: Office, old: Post, *, wrong: str, right: str, source: str) -> str:
    when = (old.due if old.kind in SPOKEN_KINDS else old.published_at) or old.due
    return correction_text(
        published=when.astimezone(here.zone), title=load_payload(old.payload).title, wrong=wrong, right=right,
        source=source, unit_name=load_uses(old.uses).unit_name, spoken=old.kind in SPOKEN_KINDS,
    )  # fmt: skip
